import type { WorkingStep } from '#core/assessment/working.ts'
import { writeWorking } from '#core/assessment/written-working.ts'
import { exactText, typedText } from '#core/exact-text.ts'
import { rational, toRational } from '#core/rational.ts'
import { useText } from '#web/text/text.tsx'
import { decimalsOf } from './exact.ts'

type Props = { working: readonly WorkingStep[]; empty: string }

/** The working line by line: the share of each component, the exact sum and its rounding. */
export function WorkingView({ working, empty }: Props) {
  const { t, language } = useText()
  if (!working.some(({ kind }) => kind === 'mean' || kind === 'status' || kind === 'undecided'))
    return <p className="muted">{empty}</p>
  const exact = (value: string, least = 0) => exactText(toRational(value), least, language)
  return (
    <ol className="working">
      {working.map((step, rank) => {
        const key = `${step.kind}-${rank}`
        if (step.kind === 'mean' && step.name === '') {
          return [
            ...[...step.terms, ...step.added].map((term) => (
              <li key={`${key}-${term.name}`} className="working__line">
                <span>
                  {t('assessment.term', { name: term.name, coefficient: typedText(term.coefficient, language) })}
                </span>
                <span className="mono">
                  {typedText(term.coefficient, language)} × {exact(term.mark, 2)} = {exact(term.product, 2)}
                </span>
              </li>
            )),
            <li key={key} className="working__line">
              <span>{t('assessment.exactSum')}</span>
              <span className="mono">
                {step.coefficients === '1' ? '' : `÷ ${exact(step.coefficients)} = `}
                {exact(step.value, 2)}
              </span>
            </li>,
          ]
        }
        if (step.kind === 'rounding') {
          return (
            <li key={key} className="working__line working__line--sum">
              <span>
                {t('assessment.roundedOnce', {
                  grain: t(`assessment.student.grains.g${step.grain as 1 | 10 | 25 | 50 | 100}`),
                  direction: t(`assessment.student.directions.${step.direction}`),
                })}
              </span>
              <span className="mono">
                {exact(step.exact, 2)} → {exactText(rational(step.grade, 100n), decimalsOf(step.grain), language)}
              </span>
            </li>
          )
        }
        return (
          <li key={key} className="working__line">
            <span>{writeWorking([step], language)}</span>
          </li>
        )
      })}
    </ol>
  )
}
