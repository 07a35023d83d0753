import { useQuery, useQueryClient } from '@tanstack/react-query'
import { lazy, type ReactNode, Suspense, useCallback, useEffect } from 'react'
import { Link, useLocation } from 'wouter'
import { getReceipt } from '#contract/attempts/sitting.ts'
import type { Reply } from '#contract/endpoint.ts'
import { Refusal } from '#core/refusal.ts'
import { query } from '#web/api.ts'
import { LockedBrowser } from '#web/attempts/locked-browser/LockedBrowser.tsx'
import { releaseText } from '#web/attempts/release-text.ts'
import { StudentFaces } from '#web/attempts/StudentFaces.tsx'
import { studentAt } from '#web/student-addresses.ts'
import { useText } from '#web/text/text.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { PrintButton } from '#web/ui/PrintButton.tsx'
import { Sheet } from '#web/ui/Sheet.tsx'
import { SheetRow } from '#web/ui/SheetRow.tsx'
import { useArrival } from '#web/ui/use-arrival.ts'
import { usePathIds } from '#web/ui/use-path-ids.ts'
import { useToast } from '#web/ui/use-toast.ts'
import { clearAnnotations } from './clear-annotations.ts'
import { LateAnswers } from './LateAnswers.tsx'
import type { Clock } from './sitting-copy.ts'
import { useReopening } from './use-reopening.ts'
import '#web/attempts/attempts.css'

/** Without this part of the site, the code is read as letters, and the receipt is printed. */
type More = typeof import('./ReceiptMore.tsx')
const nothing = () => <></>
const loadMore = () =>
  import('./ReceiptMore.tsx').catch(
    (): Pick<More, 'ReceiptQr' | 'SendReceipt'> => ({ ReceiptQr: nothing, SendReceipt: nothing }),
  )
const ReceiptQr = lazy(() => loadMore().then(({ ReceiptQr: shown }) => ({ default: shown })))
const SendReceipt = lazy(() => loadMore().then(({ SendReceipt: shown }) => ({ default: shown })))

type Receipt = Reply<typeof getReceipt>

/** The receipt: what was submitted, when, and the code that proves it. Fetched again on reload. */
export default function ReceiptPage() {
  const { t } = useText()
  const { attemptId } = usePathIds('attemptId')
  const receipt = useQuery(query(getReceipt, { params: { attemptId } }))
  if (receipt.error instanceof Refusal && receipt.error.code === 'attempt_wrong_state') {
    const goOn = (
      <LinkButton href={studentAt.copy(attemptId).question(1)} variant="primary">
        {t('attempts.receipt.goOn')}
      </LinkButton>
    )
    return <EmptyState title={t('attempts.receipt.notYet')} actions={goOn} />
  }
  return <StudentFaces query={receipt}>{(data) => <Stub receipt={data} />}</StudentFaces>
}

const titles = { submitted: 'titleSubmitted', expired: 'titleExpired', voided: 'titleVoided' } as const

function Stub({ receipt }: { receipt: Receipt }) {
  const { t } = useText()
  // The time may have ended while no page was open.
  useEffect(() => clearAnnotations(receipt.attemptId), [receipt.attemptId])
  useReopening(receipt.attemptId, useWayBack(receipt))
  const closedAt = useClosedAt(receipt)
  const status = receipt.status in titles ? (receipt.status as keyof typeof titles) : 'submitted'
  const heading = useArrival(t('attempts.receipt.tab', { exam: receipt.examTitle }))
  const isVoided = status === 'voided'
  return (
    <div className="page--sheet receipt">
      <p className="print-only receipt__print-head">
        <span>{t('common.appName')}</span>
        <span>{t('attempts.receipt.printHead')}</span>
      </p>
      <Sheet torn="end">
        <SheetRow head>
          <h1 ref={heading} tabIndex={-1}>
            {t(`attempts.receipt.${titles[status]}`)}
          </h1>
          <p className="sheet-row__lead">
            {isVoided ? t('attempts.receipt.leadVoided') : t('attempts.receipt.lead', { count: receipt.answeredCount })}
          </p>
          {!isVoided && <LateAnswers receipt={receipt} />}
        </SheetRow>
        {!isVoided && (
          <SheetRow label={t('attempts.receipt.next')}>
            <ul className="dashes">
              <li>{t(releaseText(receipt.release))}</li>
              <li>{t('attempts.receipt.where')}</li>
            </ul>
          </SheetRow>
        )}
      </Sheet>
      <Sheet torn="start">
        <SheetRow label={t('attempts.receipt.keep')}>
          <Facts receipt={receipt} />
          {receipt.code && <p className="receipt__say">{t('attempts.receipt.say')}</p>}
        </SheetRow>
      </Sheet>
      <div className="form-end receipt__end">
        {receipt.quitUrl && <LockedBrowser quit={receipt.quitUrl} />}
        <PrintButton>{t('attempts.receipt.print')}</PrintButton>
        {receipt.code && (
          <Suspense fallback={null}>
            <SendReceipt receipt={receipt} closedAt={closedAt} />
          </Suspense>
        )}
        <Link href={studentAt.exams} className="text-link">
          {t('attempts.receipt.back')}
        </Link>
      </div>
    </div>
  )
}

/**
 * When an invigilator reopens the attempt, leads back into it; one that was never started begins at its instructions.
 */
function useWayBack({ attemptId, examId }: Receipt) {
  const { t } = useText()
  const say = useToast()
  const [, navigate] = useLocation()
  const queryClient = useQueryClient()
  return useCallback(
    (status: Clock['status']) => {
      queryClient.removeQueries({ queryKey: [getReceipt.path] })
      say({ text: t('attempts.receipt.reopened') })
      navigate(status === 'ready' ? studentAt.exam(examId) : studentAt.copy(attemptId).question(1), { replace: true })
    },
    [attemptId, examId, navigate, queryClient, say, t],
  )
}

function Facts({ receipt }: { receipt: Receipt }) {
  const { t, list } = useText()
  const { answeredCount, questionCount, late } = receipt
  const closedAt = useClosedAt(receipt)
  return (
    <dl className="receipt__facts">
      {receipt.code && (
        <Fact name={t('attempts.receipt.code')} isWide>
          <span className="receipt__code" translate="no">
            {receipt.code}
          </span>
          <span className="receipt__qr">
            <Suspense fallback={null}>
              <ReceiptQr code={receipt.code} />
            </Suspense>
          </span>
        </Fact>
      )}
      <Fact name={t('attempts.receipt.exam')}>{receipt.examTitle}</Fact>
      <Fact name={t('attempts.receipt.of')}>{receipt.studentName}</Fact>
      <Fact name={t('attempts.receipt.closedOn')}>{closedAt}</Fact>
      <Fact name={t('attempts.receipt.content')}>
        {t('attempts.receipt.answered', { count: answeredCount, total: questionCount })}
        <br />
        {t('attempts.receipt.unanswered', { count: questionCount - answeredCount })}
        {late.count > 0 && (
          <>
            <br />
            {t('attempts.receipt.lateQuestions', { count: late.count, positions: list(late.positions.map(String)) })}
          </>
        )}
      </Fact>
    </dl>
  )
}

function useClosedAt({ closedAt, timeZone }: Receipt): string {
  const { t, date, plainExactTime, zoneAt } = useText()
  return t('attempts.receipt.closedAt', {
    date: date(closedAt, timeZone),
    time: plainExactTime(closedAt, timeZone),
    zone: zoneAt(closedAt, timeZone),
  })
}

function Fact({ name, isWide = false, children }: { name: string; isWide?: boolean; children: ReactNode }) {
  return (
    <div className={isWide ? 'receipt__fact receipt__fact--wide' : 'receipt__fact'}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
