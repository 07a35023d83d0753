import type { getReceipt } from '#contract/attempts/sitting.ts'
import type { Reply } from '#contract/endpoint.ts'
import { useText } from '#web/text/text.tsx'
import { QrCode } from '#web/ui/QrCode.tsx'
import '#web/attempts/attempts.css'

type Receipt = Reply<typeof getReceipt>

/** The code of the receipt as a square of dots. */
export function ReceiptQr({ code }: { code: string }) {
  const { t } = useText()
  return <QrCode text={code} label={t('attempts.receipt.qr', { code })} />
}

/** Opens a message with what the receipt says, in the mail program of this device: nothing leaves by itself. */
export function SendReceipt({ receipt, closedAt }: { receipt: Receipt; closedAt: string }) {
  const { t, list } = useText()
  const { examTitle, studentName, code, answeredCount, questionCount, late } = receipt
  const lines = [
    `${t('attempts.receipt.code')} : ${code}`,
    `${t('attempts.receipt.exam')} : ${examTitle}`,
    `${t('attempts.receipt.of')} : ${studentName}`,
    `${t('attempts.receipt.closedOn')} : ${closedAt}`,
    t('attempts.receipt.answered', { count: answeredCount, total: questionCount }),
    ...(late.count > 0
      ? [t('attempts.receipt.lateQuestions', { count: late.count, positions: list(late.positions.map(String)) })]
      : []),
  ]
  const query = { subject: t('attempts.receipt.tab', { exam: examTitle }), body: lines.join('\r\n') }
  const words = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
  return (
    <a href={`mailto:?${words.join('&')}`} className="text-link">
      {t('attempts.receipt.send')}
    </a>
  )
}
