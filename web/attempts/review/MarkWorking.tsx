import type { Reply } from '#contract/endpoint.ts'
import type { getCopy } from '#contract/grading/grading.ts'
import { exactText } from '#core/exact-text.ts'
import { toRational } from '#core/rational.ts'
import { useText } from '#web/text/text.tsx'

type Props = Pick<Reply<typeof getCopy>, 'exact' | 'mark' | 'outOf'>

/** The working of a mark: exact points, their sum, then the rounding. */
export function MarkWorking({ exact, mark, outOf }: Props) {
  const { t, mark: shown, points, language } = useText()
  const text = (value: string) => exactText(toRational(value), 2, language).replace('-', '−')
  const isRounded = !isHundredths(exact.earned, mark) || !isHundredths(exact.maximum, outOf)
  return (
    <table className="mark-working">
      <caption>{t('attempts.review.where')}</caption>
      <thead className="vh">
        <tr>
          <th scope="col">{t('attempts.review.outcome')}</th>
          <th scope="col">{t('attempts.review.points')}</th>
        </tr>
      </thead>
      <tbody>
        {exact.outcomes.map(({ outcome, count, earned }) => (
          <tr key={outcome}>
            <th scope="row">{t(`attempts.review.${outcome}`, { count })}</th>
            <td>{text(earned)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{t('attempts.review.total')}</th>
          <td>
            {t('attempts.review.ofMaximum', {
              earned: text(exact.earned),
              maximum: exactText(toRational(exact.maximum), 0, language),
            })}
          </td>
        </tr>
        {isRounded && (
          <tr>
            <th scope="row">{t('attempts.review.rounded', { outOf: points(outOf) })}</th>
            <td>{t('attempts.review.ofMaximum', { earned: shown(mark), maximum: points(outOf) })}</td>
          </tr>
        )}
      </tfoot>
    </table>
  )
}

/** Whether an exact number of points equals this number of hundredths. */
function isHundredths(value: string, hundredths: number): boolean {
  const { num, den } = toRational(value)
  return num * 100n === BigInt(hundredths) * den
}
