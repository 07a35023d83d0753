import { letterOf } from '#web/questions/letter-of.ts'
import { MoreText, useText } from '#web/text/text.tsx'
import { ContentView } from '#web/ui/ContentView.tsx'
import { type MarkedPart, markedParts } from './marked-parts.ts'
import { ReviewedExact } from './ReviewedExact.tsx'
import { ReviewedGaps } from './ReviewedGaps.tsx'
import { Feedback, Line } from './ReviewedLine.tsx'
import type { ReviewedProps } from './reviewed-props.ts'
import '#web/questions/kinds/kinds.css'
import '#web/attempts/sitting.css'
import './review.css'

/** The stem of a question that is not answered by ticking, and its answer part by part. */
export function ReviewedKind(props: ReviewedProps) {
  const { question } = props
  return (
    <MoreText part="kinds">
      <div className="review__stem">
        {question.type === 'cloze' ? <ReviewedGaps {...props} /> : <ContentView content={question.stem} />}
      </div>
      {question.type === 'exact_answer' ? <ReviewedExact {...props} /> : <ReviewedParts {...props} />}
    </MoreText>
  )
}

function ReviewedParts({ question, own, isJudged }: ReviewedProps) {
  return (
    <>
      {question.type === 'matching' && <Options question={question} />}
      <ol className="answer-list marked-parts">
        {markedParts(question).map((part, rank) => (
          <ReviewedPart key={part.id} part={part} rank={rank} {...{ question, own, isJudged }} />
        ))}
      </ol>
    </>
  )
}

/** The answers of a matching, once, as they were beside its items. */
function Options({ question }: Pick<ReviewedProps, 'question'>) {
  const { t } = useText()
  const [first] = markedParts(question)
  return (
    <details className="marked-options">
      <summary>{t('attempts.kinds.options')}</summary>
      <ul>
        {first?.choices.map(({ id, text }, rank) => (
          <li key={id} className="matching__option">
            <span className="matching__letter">{letterOf(rank)}</span>
            <span className="matching__text">
              <ContentView content={text} inline />
            </span>
          </li>
        ))}
      </ul>
    </details>
  )
}

type PartProps = ReviewedProps & { part: MarkedPart; rank: number }

/** One part: what was chosen for it, and what was right where that is another. */
function ReviewedPart({ question, own, isJudged, part: { text, chosen, right, isRight }, rank }: PartProps) {
  const { t } = useText()
  const isWrong = isJudged && chosen !== undefined && !isRight
  const look = isJudged && isRight ? ' marked-answer--right' : isWrong ? ' marked-answer--wrong' : ''
  return (
    <li className={`answer-row marked-answer marked-part${look}`}>
      <span className="marked-answer__mark marked-answer__mark--square">
        <span className="vh">{t('attempts.kinds.partName', { type: question.type, n: rank + 1 })}</span>
        <span aria-hidden="true">{rank + 1}</span>
      </span>
      <div className="answer-row__text marked-part__lines">
        {text && <ContentView content={text} inline />}
        <Line label={own} tone={isWrong ? 'bad' : isJudged && isRight ? 'good' : null}>
          {chosen ? <ContentView content={chosen.text} inline /> : t('attempts.kinds.none')}
        </Line>
        <Feedback content={chosen?.feedback} />
        {right && !isRight && (
          <>
            <Line label={t('attempts.review.rightChoice')} tone="good">
              <ContentView content={right.text} inline />
            </Line>
            <Feedback content={right.feedback} />
          </>
        )}
      </div>
    </li>
  )
}
