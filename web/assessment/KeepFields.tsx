import type { Keep } from '#core/assessment/weighted-mean.ts'
import { useText } from '#web/text/text.tsx'
import { Field } from '#web/ui/Field.tsx'
import { NumberStepper } from '#web/ui/NumberStepper.tsx'
import { Select } from '#web/ui/Select.tsx'

const kinds = ['all', 'best', 'drop_lowest'] as const
const most = 50

/** Whether a group counts all its marks, the best ones, or all but the lowest. */
export function KeepFields({ keep, onChange }: { keep: Keep; onChange: (keep: Keep) => void }) {
  const { t } = useText()
  return (
    <>
      <Field label={t('assessment.policy.keep')}>
        <Select
          value={keep.kind}
          onChange={(kind) => onChange(kind === 'all' ? { kind } : { kind, count: 1 })}
          options={kinds.map((value) => ({ value, label: t(`assessment.policy.keeps.${value}`) }))}
        />
      </Field>
      {keep.kind !== 'all' && (
        <Field label={t(`assessment.policy.count.${keep.kind}`)}>
          <NumberStepper value={keep.count} min={1} max={most} onChange={(count) => onChange({ ...keep, count })} />
        </Field>
      )}
    </>
  )
}
