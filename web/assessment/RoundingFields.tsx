import type { RulesView } from '#contract/assessment/rules.ts'
import { useText } from '#web/text/text.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Select } from '#web/ui/Select.tsx'

type Rounding = RulesView['rounding']

const grains = ['1', '10', '25', '50', '100'] as const
const directions = ['nearest', 'down', 'up'] as const

/** The step and the direction of the final rounding. */
export function RoundingFields({ rounding, onChange }: { rounding: Rounding; onChange: (rounding: Rounding) => void }) {
  const { t } = useText()
  return (
    <div className="two-fields">
      <Field label={t('assessment.rules.grain')}>
        <Select
          value={String(rounding.grain) as (typeof grains)[number]}
          onChange={(grain) => onChange({ ...rounding, grain: Number(grain) as Rounding['grain'] })}
          options={grains.map((value) => ({ value, label: t(`assessment.student.grains.g${value}`) }))}
        />
      </Field>
      <Field label={t('assessment.rules.direction')}>
        <Select
          value={rounding.direction}
          onChange={(direction) => onChange({ ...rounding, direction })}
          options={directions.map((value) => ({ value, label: t(`assessment.student.directions.${value}`) }))}
        />
      </Field>
    </div>
  )
}
