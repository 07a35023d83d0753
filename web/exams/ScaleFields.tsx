import { useText } from '#web/text/text.tsx'
import { Checkbox } from '#web/ui/Checkbox.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Input } from '#web/ui/Input.tsx'
import { Select } from '#web/ui/Select.tsx'
import { hasFloor, type ScaleText, scaleFaultOf, scaleKinds } from './scale-text.ts'

type Props = {
  scale: ScaleText
  onChange: (scale: ScaleText) => void
  /** The answers already exist: scales that ask for certainty are left out. */
  isAnswered?: boolean
}

/** Every scale, with its description and its parameters. */
export function ScaleFields({ scale, onChange, isAnswered = false }: Props) {
  const { t } = useText()
  const set = (part: Partial<ScaleText>) => onChange({ ...scale, ...part })
  const kinds = scaleKinds.filter((kind) => kind !== 'certainty' || !isAnswered || scale.kind === 'certainty')
  const found = scaleFaultOf(scale)
  const fault = found === null ? undefined : t(`grading.scales.${found}`)
  return (
    <div className="stack stack--tight">
      <Field label={t('grading.scales.kind')} hint={t(`grading.scales.${scale.kind}Hint`)}>
        <Select
          value={scale.kind}
          onChange={(kind) => set({ kind })}
          options={kinds.map((kind) => ({ value: kind, label: t(`grading.scales.${kind}`) }))}
        />
      </Field>
      {hasFloor(scale.kind) && (
        <Checkbox
          label={t('grading.scales.floor')}
          hint={t('grading.scales.floorHint')}
          checked={scale.floorAtZero}
          onChange={(event) => set({ floorAtZero: event.target.checked })}
        />
      )}
      {scale.kind === 'negative' && (
        <div className="form__row">
          <Field label={t('grading.scales.wrong')} hint={t('grading.scales.wrongHint')} error={fault}>
            <Input value={scale.wrong} maxLength={12} onChange={(event) => set({ wrong: event.target.value })} />
          </Field>
          <Field label={t('grading.scales.blank')}>
            <Input value={scale.blank} maxLength={12} onChange={(event) => set({ blank: event.target.value })} />
          </Field>
        </div>
      )}
      {scale.kind === 'amc' && (
        <>
          <Field label={t('grading.scales.amcSingle')} error={fault}>
            <Input mono value={scale.amcSingle} maxLength={120} onChange={(e) => set({ amcSingle: e.target.value })} />
          </Field>
          <Field label={t('grading.scales.amcMultiple')} hint={t('grading.scales.amcLetters')}>
            <Input
              mono
              value={scale.amcMultiple}
              maxLength={120}
              onChange={(e) => set({ amcMultiple: e.target.value })}
            />
          </Field>
        </>
      )}
    </div>
  )
}
