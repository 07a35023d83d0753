import { useText } from '#web/text/text.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import type { AnswerState } from './state.ts'

/** « ● Répondue ⚑ Marquée », as an icon and a word. */
export function QuestionMarks({ isAnswered, isFlagged }: Pick<AnswerState, 'isAnswered' | 'isFlagged'>) {
  const { t } = useText()
  return (
    <span className="question-marks">
      <span>
        <span className={isAnswered ? 'bubble bubble--on' : 'bubble'} aria-hidden="true" />
        {t(isAnswered ? 'attempts.check.stateAnswered' : 'attempts.check.stateUnanswered')}
      </span>
      {isFlagged && (
        <span>
          <Icon name="flag-filled" />
          {t('attempts.check.stateFlagged')}
        </span>
      )}
    </span>
  )
}
