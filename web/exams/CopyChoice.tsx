import { useText } from '#web/text/text.tsx'
import { Field } from '#web/ui/Field.tsx'
import { NumberStepper } from '#web/ui/NumberStepper.tsx'

/** Which copy is read, when copies ask different questions. */
export function CopyChoice({ copy, onChange }: { copy: number; onChange: (copy: number) => void }) {
  const { t } = useText()
  return (
    <Field label={t('exams.preview.copyLabel')} hint={t('exams.preview.copyHint')}>
      <NumberStepper value={copy} min={1} max={10_000} onChange={onChange} />
    </Field>
  )
}

/** `?copie=2` of an address. */
export const copyIn = (search: URLSearchParams) => Math.max(1, Math.trunc(Number(search.get('copie'))) || 1)
