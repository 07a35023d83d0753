import type { FormEvent, ReactNode } from 'react'
import type { AskedQuestion } from '#contract/questions/asked-question.ts'
import { AnswerFields } from '#web/attempts/AnswerFields.tsx'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Failed } from '#web/ui/Failed.tsx'

type Props = {
  question: AskedQuestion
  /** Its place among the others. */
  heading: ReactNode
  chosen: string[]
  onChoose: (choices: string[]) => void
  onSubmit: () => void
  busy?: boolean
  error?: Error | null
}

/** A question to train on, until its correction is asked for. */
export function ExerciseForm({ question, heading, chosen, onChoose, onSubmit, busy = false, error = null }: Props) {
  const { t } = useText()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSubmit()
  }
  return (
    <form className="sheet question" onSubmit={submit}>
      <div className="question__note">
        <h2 className="question__number">{heading}</h2>
      </div>
      <div className="question__body">
        <AnswerFields question={question} chosen={chosen} isOff={busy} onChoose={onChoose} />
        <Failed error={error} />
        <div className="actions">
          <Button
            type="submit"
            variant="primary"
            busy={busy}
            reason={chosen.length === 0 ? t('attempts.practice.chooseFirst') : undefined}
          >
            {t('attempts.practice.see')}
          </Button>
        </div>
      </div>
    </form>
  )
}

/** Moves focus to the correction that replaced the question, so that a screen reader reads it. */
export const takeFocus = (heading: HTMLElement | null) => heading?.focus()
