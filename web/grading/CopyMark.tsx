import type { MarkedCopyView } from '#contract/grading/grading.ts'
import { exactText } from '#core/exact-text.ts'
import { compare, divide, multiply, rational, toRational } from '#core/rational.ts'
import { MarkWorking } from '#web/attempts/review/MarkWorking.tsx'
import { useText } from '#web/text/text.tsx'
import { Facts } from '#web/ui/Facts.tsx'
import { MarkOnTwenty } from '#web/ui/MarkOnTwenty.tsx'
import { Sheet } from '#web/ui/Sheet.tsx'
import { SheetRow } from '#web/ui/SheetRow.tsx'

/** The mark, the points behind it, and the conversion between them. */
export function CopyMark({ copy }: { copy: MarkedCopyView }) {
  const { t, dateTime } = useText()
  const { startedAt, closedAt, timeZone, receiptCode, runNumber } = copy
  return (
    <Sheet>
      <SheetRow label={t('grading.copy.mark')}>
        <div className="mark-and-working">
          <div>
            <MarkOnTwenty mark={copy.mark} outOf={copy.outOf} rule pass={copy.outOf / 2} />
            <Conversion copy={copy} />
          </div>
          <MarkWorking {...copy} />
        </div>
      </SheetRow>
      <SheetRow label={t('grading.copy.times')}>
        <Facts
          facts={[
            ...(startedAt ? [[t('grading.copy.started'), dateTime(startedAt, timeZone)] as const] : []),
            ...(closedAt ? [[t('grading.copy.closed'), dateTime(closedAt, timeZone)] as const] : []),
            [t('grading.copy.run'), t('grading.copy.runOf', { number: runNumber })],
            ...(receiptCode ? [[t('grading.copy.receipt'), <code key="code">{receiptCode}</code>] as const] : []),
          ]}
        />
      </SheetRow>
    </Sheet>
  )
}

/** « 13,25 ÷ 20 × 20 = 13,25 », with its rounding: the exact value is always displayed. */
function Conversion({ copy: { exact, mark: got, outOf, adjustment } }: { copy: MarkedCopyView }) {
  const { t, mark, points, language } = useText()
  const [earned, maximum] = [toRational(exact.earned), toRational(exact.maximum)]
  if (maximum.num === 0n) return null
  const computed = got - (adjustment?.by ?? 0)
  const isExact = compare(divide(multiply(earned, rational(outOf)), maximum), rational(computed)) === 0
  const values = {
    earned: exactText(earned, 2, language).replace('-', '−'),
    maximum: exactText(maximum, 0, language),
    outOf: points(outOf),
    mark: mark(computed),
  }
  return (
    <p className="small muted copy__conversion">
      {t(isExact ? 'grading.copy.convert' : 'grading.copy.convertRounded', values)}
      {adjustment && (
        <>
          <br />
          {t('grading.copy.adjusted', { by: points(adjustment.by), reason: adjustment.reason })}
        </>
      )}
    </p>
  )
}
