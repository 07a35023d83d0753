import type { BankImportPreview } from '#contract/questions/question-batches.ts'
import { useText } from '#web/text/text.tsx'
import { Checkbox } from '#web/ui/Checkbox.tsx'

type Props = {
  contexts: BankImportPreview['contexts']
  left: ReadonlySet<string>
  onLeft: (next: ReadonlySet<string>) => void
}

/** What the file says before its questions: the document they share, unless the trainer says it is none. */
export function ImportedContexts({ contexts, left, onLeft }: Props) {
  const { t } = useText()
  if (contexts.length === 0) return null
  const toggle = (id: string) => onLeft(new Set(left.has(id) ? [...left].filter((one) => one !== id) : [...left, id]))
  return (
    <fieldset className="field">
      <legend className="field__label">{t('questions.import.contexts.title')}</legend>
      <p className="small muted">{t('questions.import.contexts.lead')}</p>
      <div className="options">
        {contexts.map(({ id, title, questions }) => (
          <Checkbox
            key={id}
            label={t('questions.import.contexts.take', { title })}
            hint={t('questions.import.contexts.questions', { count: questions })}
            checked={!left.has(id)}
            onChange={() => toggle(id)}
          />
        ))}
      </div>
    </fieldset>
  )
}
