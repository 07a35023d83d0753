import { useTypedRules } from '#web/questions/kinds/use-typed-rules.ts'
import { useText } from '#web/text/text.tsx'
import { ContentView } from '#web/ui/ContentView.tsx'
import { Feedback, Line } from './ReviewedLine.tsx'
import type { ReviewedProps } from './reviewed-props.ts'

/** What was typed, what it was recognised as, and the answers that are accepted. */
export function ReviewedExact({ question, own, isJudged }: ReviewedProps) {
  const { t } = useText()
  const rules = useTypedRules(question)
  const { answer, choices } = question
  const recognised = choices.find(({ ticked }) => ticked)
  const isRight = recognised?.correct === true
  const accepted = choices.filter(({ correct }) => correct)
  const look = !isJudged || !answer ? '' : isRight ? ' marked-answer--right' : ' marked-answer--wrong'
  return (
    <>
      <ul className="answer-list marked-parts">
        <li className={`answer-row marked-answer marked-part--typed${look}`}>
          <span className="answer-row__text marked-part__lines">
            <Line label={own} tone={!isJudged || !answer ? null : isRight ? 'good' : 'bad'}>
              {answer ? <code className="typed-words">{answer}</code> : t('attempts.kinds.none')}
            </Line>
            <Feedback content={recognised?.feedback} />
          </span>
        </li>
        {accepted.length > 0 && !isRight && (
          <li className="answer-row marked-answer marked-part--typed marked-answer--right">
            <span className="answer-row__text marked-part__lines">
              {accepted.map(({ id, text, feedback }) => (
                <span key={id}>
                  <Line label={t('attempts.kinds.accepted')} tone="good">
                    <ContentView content={text} inline />
                  </Line>
                  <Feedback content={feedback} />
                </span>
              ))}
            </span>
          </li>
        )}
      </ul>
      <ul className="exact__rules">
        {rules.map((rule) => (
          <li key={rule}>{rule}</li>
        ))}
      </ul>
    </>
  )
}
