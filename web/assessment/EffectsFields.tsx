import type { RulesView } from '#contract/assessment/rules.ts'
import { effects as effectNames, entryStatuses } from '#core/assessment/rules.ts'
import { useText } from '#web/text/text.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Select } from '#web/ui/Select.tsx'

type Effects = RulesView['effects']

/** The effect of each attendance status on the grade. */
export function EffectsFields({ effects, onChange }: { effects: Effects; onChange: (effects: Effects) => void }) {
  const { t } = useText()
  const statuses = entryStatuses.filter((status) => status !== 'present')
  return (
    <>
      <h3 className="small-title">{t('assessment.rules.effects')}</h3>
      <div className="two-fields">
        {statuses.map((status) => (
          <Field key={status} label={t(`assessment.student.statuses.${status}`)}>
            <Select
              value={effects[status]}
              onChange={(effect) => onChange({ ...effects, [status]: effect })}
              options={effectNames.map((value) => ({ value, label: t(`assessment.rules.effect.${value}`) }))}
            />
          </Field>
        ))}
      </div>
    </>
  )
}
