import type { ProjectTerms } from '#contract/projects/project-parts.ts'
import { toNumber, toRational } from '#core/rational.ts'
import { useText } from '#web/text/text.tsx'
import { Checkbox } from '#web/ui/Checkbox.tsx'
import { Field } from '#web/ui/Field.tsx'
import { NumberStepper } from '#web/ui/NumberStepper.tsx'
import { Segmented } from '#web/ui/Segmented.tsx'

type Rule = NonNullable<ProjectTerms['late']>
type Props = { rule: Rule | null; onChange: (rule: Rule | null) => void }

const usual: Rule = { unit: 'points', amount: '1', most: null, floor: '0' }
const numberOf = (exact: string) => toNumber(toRational(exact))

/** The penalty per day late, its maximum, and the lowest mark it can lead to. */
export function LateFields({ rule, onChange }: Props) {
  const { t } = useText()
  const set = (part: Partial<Rule>) => onChange({ ...(rule ?? usual), ...part })
  return (
    <>
      <Checkbox
        label={t('projects.terms.late')}
        hint={t('projects.terms.lateHint')}
        checked={rule !== null}
        onChange={(event) => onChange(event.target.checked ? usual : null)}
      />
      {rule !== null && (
        <div className="late-rule">
          <Field label={t('projects.terms.unit')} as="group">
            <Segmented
              legend={t('projects.terms.unit')}
              value={rule.unit}
              onChange={(unit) => set({ unit, amount: unit === 'points' ? '1' : '10' })}
              options={[
                { value: 'points', label: t('projects.terms.points') },
                { value: 'percent', label: t('projects.terms.percent') },
              ]}
            />
          </Field>
          <Field label={t('projects.terms.amount')}>
            <NumberStepper
              value={numberOf(rule.amount)}
              max={rule.unit === 'points' ? 20 : 100}
              step={rule.unit === 'points' ? 0.25 : 5}
              onChange={(amount) => set({ amount: String(amount) })}
            />
          </Field>
          <Field label={t('projects.terms.most')} hint={t('projects.terms.mostHint')}>
            <NumberStepper
              value={rule.most === null ? 0 : numberOf(rule.most)}
              max={20}
              step={0.5}
              onChange={(most) => set({ most: most === 0 ? null : String(most) })}
            />
          </Field>
          <Field label={t('projects.terms.floor')} hint={t('projects.terms.floorHint')}>
            <NumberStepper
              value={numberOf(rule.floor)}
              max={20}
              step={0.5}
              onChange={(floor) => set({ floor: String(floor) })}
            />
          </Field>
        </div>
      )}
    </>
  )
}
