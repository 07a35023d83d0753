import { useText } from '#web/text/text.tsx'
import { kindOf, type MarkedQuestion } from './marked-question.ts'

type Props = { questions: readonly MarkedQuestion[]; earned: number; maximum: number; mark: number; outOf: number }
const outcomes = ['right', 'partial', 'wrong', 'blank'] as const

/** Where the mark comes from, in points. */
export function MarkWorking({ questions, earned, maximum, mark, outOf }: Props) {
  const { t, mark: shown, points } = useText()
  const lines = outcomes.map((outcome) => {
    const those = questions.filter((question) => kindOf(question) === outcome)
    return { outcome, count: those.length, points: those.reduce((sum, question) => sum + question.earned, 0) }
  })
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
        {lines
          .filter(({ count }) => count > 0)
          .map((line) => (
            <tr key={line.outcome}>
              <th scope="row">{t(`attempts.review.${line.outcome}`, { count: line.count })}</th>
              <td>{shown(line.points)}</td>
            </tr>
          ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{t('attempts.review.total')}</th>
          <td>{t('attempts.review.ofMaximum', { earned: shown(earned), maximum: points(maximum) })}</td>
        </tr>
        {(mark !== earned || outOf !== maximum) && (
          <tr>
            <th scope="row">{t('attempts.review.rounded', { outOf: points(outOf) })}</th>
            <td>{t('attempts.review.ofMaximum', { earned: shown(mark), maximum: points(outOf) })}</td>
          </tr>
        )}
      </tfoot>
    </table>
  )
}
