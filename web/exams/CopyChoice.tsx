import { useText } from '#web/text/text.tsx'
import { Field } from '#web/ui/Field.tsx'
import { NumberStepper } from '#web/ui/NumberStepper.tsx'

/** Selects which paper is displayed, when students have different questions. */
export function CopyChoice({ copy, onChange }: { copy: number; onChange: (copy: number) => void }) {
  const { t } = useText()
  return (
    <Field label={t('exams.preview.copyLabel')} hint={t('exams.preview.copyHint')}>
      <NumberStepper value={copy} min={1} max={10_000} onChange={onChange} />
    </Field>
  )
}

/** The number of the paper in the query string, `?copie=2`; 1 by default. */
export const copyIn = (search: URLSearchParams) => Math.max(1, Math.trunc(Number(search.get('copie'))) || 1)
