import { type ReactNode, Suspense, useId } from 'react'
import { type ReleaseParts, wholeReview } from '#core/exams/release.ts'
import { isTicked } from '#web/questions/is-ticked.ts'
import { letterOf } from '#web/questions/letter-of.ts'
import { useText } from '#web/text/text.tsx'
import { ContentView } from '#web/ui/ContentView.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { lazy } from '#web/ui/lazy.ts'
import { Status } from '#web/ui/Status.tsx'
import { kindOf, type MarkedQuestion } from './marked-question.ts'
import type { ReviewedProps } from './reviewed-props.ts'
import { WhyPoints } from './WhyPoints.tsx'

const ReviewedKind = lazy<ReviewedProps>(() =>
  import('./ReviewedKind.tsx').then(({ ReviewedKind: view }) => ({ default: view })),
)

const verdicts = {
  right: { shape: 'good', tone: 'good', word: 'attempts.review.isRight' },
  partial: { shape: 'current', tone: 'warn', word: 'attempts.review.isPartial' },
  wrong: { shape: 'wrong', tone: 'bad', word: 'attempts.review.isWrong' },
  blank: { shape: 'part', tone: 'warn', word: 'attempts.review.isBlank' },
} as const

type Props = {
  question: MarkedQuestion
  /** Those that are shown; the server removes the others from the reply. */
  parts?: ReleaseParts
  /** The label of a ticked choice; « Votre réponse » unless a trainer reads the attempt. */
  own?: string
  /** Actions available to the reader. */
  children?: ReactNode
}

/** A question as displayed in the exam, with the student's answer, the key and the explanation. */
export function ReviewedQuestion({ question, parts = wholeReview, own, children }: Props) {
  const { t, rich, points } = useText()
  const id = useId()
  const verdict = verdicts[kindOf(question)]
  const number = (digits: ReactNode) => <span className="question__n">{digits}</span>
  const { certainty } = question
  const said = certainty === null ? '' : `, ${t('attempts.certainty.said', { degree: certainty })}`
  return (
    <article className="sheet question review" aria-labelledby={id}>
      <div className="question__note">
        <h3 className="question__number" id={id}>
          {rich('attempts.review.question', { position: question.position, n: number })}
        </h3>
        {parts.points && (
          <>
            <p className={`verdict tone--${verdict.tone}`}>
              <span className="verdict__points">
                {question.earned > 0 && '+'}
                {points(question.earned)}
              </span>{' '}
              <span className="verdict__of">{t('attempts.review.outOf', { points: points(question.points) })}</span>
            </p>
            <Status shape={verdict.shape} tone={verdict.tone}>
              {t(verdict.word)}
            </Status>
          </>
        )}
      </div>
      <div className="question__body">
        {isTicked(question.type) ? (
          <ReviewedChoices question={question} own={(own ?? t('attempts.review.yours')) + said} isJudged={parts.key} />
        ) : (
          <Suspense fallback={<ContentView content={question.stem} />}>
            <ReviewedKind question={question} own={(own ?? t('attempts.review.yours')) + said} isJudged={parts.key} />
          </Suspense>
        )}
        {parts.points && parts.key && <WhyPoints question={question} />}
        {question.explanation.length > 0 && (
          <div className="explain">
            <p className="explain__title">{t('attempts.review.explanation')}</p>
            <ContentView content={question.explanation} />
            {question.source && <Proof {...question.source} />}
          </div>
        )}
        {children}
      </div>
    </article>
  )
}

type ChoicesProps = { question: MarkedQuestion; own: string; isJudged: boolean }

function ReviewedChoices({ question, own, isJudged }: ChoicesProps) {
  return (
    <>
      <div className="review__stem">
        <ContentView content={question.stem} />
      </div>
      <ul className="answer-list">
        {question.choices.map((choice, index) => (
          <ReviewedChoice
            key={choice.id}
            choice={choice}
            letter={letterOf(index)}
            isSquare={question.type === 'multiple'}
            own={own}
            isJudged={isJudged}
          />
        ))}
      </ul>
    </>
  )
}

/** The passage of the course and the documentation, under the explanation that rests on them. */
function Proof({ heading, quote, reference }: NonNullable<MarkedQuestion['source']>) {
  const { t } = useText()
  return (
    <p className="explain__source">
      {heading && t('attempts.review.source', { heading })}
      {quote && quote !== heading && <q>{quote}</q>}{' '}
      {reference && (
        <a href={reference} target="_blank" rel="noopener noreferrer">
          {t('attempts.review.reference', { site: reference.split('/')[2] ?? '' })}
        </a>
      )}
    </p>
  )
}

type ChoiceProps = {
  choice: MarkedQuestion['choices'][number]
  letter: string
  isSquare: boolean
  own: string
  isJudged: boolean
}

function ReviewedChoice({ choice, letter, isSquare, own, isJudged }: ChoiceProps) {
  const { t } = useText()
  const { text, ticked, correct, feedback } = choice
  const isWrong = isJudged && ticked && !correct
  const look = correct ? ' marked-answer--right' : isWrong ? ' marked-answer--wrong' : ''
  return (
    <li className={`answer-row marked-answer${ticked ? ' marked-answer--own' : ''}${look}`}>
      <span className={isSquare ? 'marked-answer__mark marked-answer__mark--square' : 'marked-answer__mark'}>
        {letter}
      </span>
      <span className="answer-row__text">
        <ContentView content={text} inline />
        {feedback && (ticked || correct) && (
          <span className="marked-answer__feedback">
            <ContentView content={feedback} inline />
          </span>
        )}
      </span>
      {(ticked || correct) && (
        <span className="marked-answer__tags">
          {ticked && (
            <span className={isWrong ? 'tag tag--bad' : 'tag'}>
              {isWrong && <Icon name="cross" />}
              {own}
            </span>
          )}
          {correct && (
            <span className="tag tag--good">
              <Icon name="check" />
              {t('attempts.review.rightChoice')}
            </span>
          )}
        </span>
      )}
    </li>
  )
}
