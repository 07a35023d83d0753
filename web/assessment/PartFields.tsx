import type { Part } from '#core/assessment-rules.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { Input } from '#web/ui/Input.tsx'
import { Select } from '#web/ui/Select.tsx'
import { sourceOf, sourceValue } from './rules-draft.ts'
import type { Sheet } from './sheet.ts'

type Props = {
  part: Part
  number: number
  sources: Sheet['sources']
  onChange: (part: Part) => void
  onRemove: () => void
}

/** One component: its name, what it weighs, where its marks come from. */
export function PartFields({ part, number, sources, onChange, onRemove }: Props) {
  const { t, language } = useText()
  const here = sourceValue(part)
  const known = [
    { value: 'hand', label: t('assessment.rules.byHand') },
    ...sources.exams.map(({ id, title }) => ({ value: `exam:${id}`, label: t('assessment.rules.ofExam', { title }) })),
    ...sources.projects.map(({ id, title }) => ({
      value: `project:${id}`,
      label: t('assessment.rules.ofProject', { title }),
    })),
  ]
  const isKnown = known.some(({ value }) => value === here)
  const other = here === 'group' ? t('assessment.rules.group') : t('assessment.rules.gone')
  return (
    <fieldset className="part-fields">
      <legend className="vh">{t('assessment.rules.component', { number })}</legend>
      <Field label={t('assessment.rules.componentName')}>
        <Input value={part.name} maxLength={80} onChange={(event) => onChange({ ...part, name: event.target.value })} />
      </Field>
      <Field label={t('assessment.rules.coefficient')}>
        <Input
          inputMode="decimal"
          maxLength={12}
          value={language === 'fr' ? part.coefficient.replace('.', ',') : part.coefficient}
          onChange={(event) => onChange({ ...part, coefficient: event.target.value })}
        />
      </Field>
      <Field label={t('assessment.rules.source')}>
        <Select
          value={here}
          onChange={(value) => onChange({ ...part, content: { kind: 'mark', source: sourceOf(value) } })}
          disabled={here === 'group'}
          options={isKnown ? known : [{ value: here, label: other, disabled: true }, ...known]}
        />
      </Field>
      <Button
        iconOnly
        aria-label={t('assessment.rules.remove', { name: part.name || String(number) })}
        onClick={onRemove}
      >
        <Icon name="trash" />
      </Button>
    </fieldset>
  )
}
