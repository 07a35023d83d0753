import { LazyWords } from '#web/questions/LazyKind.tsx'
import { useText } from '#web/text/text.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import type { AnswerState } from './state.ts'

/** « ● B, D ⚑ Marquée »: what is chosen, as on the question, then its marks, as icons and words. */
export function QuestionMarks({ isAnswered, isFlagged, isUnsaved, letters, own, missing, certainty }: AnswerState) {
  const { t } = useText()
  const degree = certainty === null ? '' : `, ${t('attempts.certainty.said', { degree: `${certainty}` })}`
  return (
    <span className="question-marks">
      <span>
        <span className={isAnswered ? 'bubble bubble--on' : 'bubble'} aria-hidden="true" />
        {isAnswered ? (
          <span>
            <span className="vh">{t('attempts.check.chosen')} </span>
            <span className="question-marks__letters">
              {own ? <LazyWords {...own} /> : letters}
              {degree}
            </span>
          </span>
        ) : (
          t('attempts.check.stateUnanswered')
        )}
      </span>
      {missing > 0 && (
        <span>
          <Icon name="warning" />
          {t('attempts.check.stateMissing')}
        </span>
      )}
      {isFlagged && (
        <span>
          <Icon name="flag-filled" />
          {t('attempts.check.stateFlagged')}
        </span>
      )}
      {isUnsaved && (
        <span className="question-marks__unsaved">
          <Icon name="warning" />
          {t('attempts.check.stateUnsaved')}
        </span>
      )}
    </span>
  )
}
