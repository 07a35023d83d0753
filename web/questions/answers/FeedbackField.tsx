import { useId, useState } from 'react'
import { MarkdownField } from '#web/questions/MarkdownField.tsx'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'

type Props = { name: string; value: string; onText: (feedback: string) => void }

/** What is said of an answer after the release: a field that opens on request, or that something is written in. */
export function FeedbackField({ name, value, onText }: Props) {
  const { t } = useText()
  const id = useId()
  const [isOpen, setOpen] = useState(value !== '')
  return (
    <div className="row-list__feedback">
      {!isOpen && (
        <Button size="small" variant="quiet" aria-expanded={false} aria-controls={id} onClick={() => setOpen(true)}>
          {t('questions.edit.addFeedback')}
          <span className="vh"> {name}</span>
        </Button>
      )}
      <div id={id} hidden={!isOpen}>
        <MarkdownField
          label={t('questions.edit.feedbackOf', { name })}
          optional
          rows={1}
          maxLength={1_000}
          value={value}
          onText={onText}
        />
      </div>
    </div>
  )
}
