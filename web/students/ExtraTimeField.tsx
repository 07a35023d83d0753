import { useText } from '#web/text/text.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Input } from '#web/ui/Input.tsx'
import { NumberStepper } from '#web/ui/NumberStepper.tsx'
import { RadioGroup } from '#web/ui/RadioGroup.tsx'
import { ExtraTimeDateFields } from './ExtraTimeDateFields.tsx'
import type { Faults, StudentDraft } from './student-fields.ts'

type Props = { draft: StudentDraft; faults: Faults; onChange: (part: Partial<StudentDraft>) => void }

/** The extra time of a student on every exam of the course; it applies at once, even to an attempt in progress. */
export function ExtraTimeField({ draft, faults, onChange }: Props) {
  const { t } = useText()
  return (
    <>
      <RadioGroup
        legend={t('students.extraTime')}
        hint={t('students.extra.hint')}
        value={draft.extra}
        onChange={(extra) => onChange({ extra })}
        options={[
          { value: 'none', label: t('students.extra.none') },
          { value: 'third', label: t('students.extra.third'), hint: t('students.extra.thirdHint') },
          { value: 'half', label: t('students.extra.half'), hint: t('students.extra.halfHint') },
          { value: 'ratio', label: t('students.extra.free') },
          { value: 'minutes', label: t('students.extra.fixed'), hint: t('students.extra.fixedHint') },
        ]}
      />
      {draft.extra === 'ratio' && (
        <Field
          label={t('students.extra.ratioLabel')}
          hint={t('students.extra.ratioHint')}
          error={faults.ratio ? t('students.fault.invalid_extra_time') : null}
          required
        >
          <Input
            maxLength={9}
            inputMode="decimal"
            value={draft.ratio}
            onChange={(event) => onChange({ ratio: event.target.value })}
          />
        </Field>
      )}
      {draft.extra === 'minutes' && (
        <Field label={t('students.extra.minutesLabel')} required>
          <NumberStepper
            value={draft.minutes}
            onChange={(minutes) => onChange({ minutes })}
            min={1}
            max={600}
            step={5}
          />
        </Field>
      )}
      {draft.extra !== 'none' && (
        <ExtraTimeDateFields draft={draft} hasFault={faults.dates === true} onChange={onChange} />
      )}
    </>
  )
}
