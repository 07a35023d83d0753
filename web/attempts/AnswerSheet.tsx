import { type ReactNode, useId } from 'react'
import type { AskedQuestion } from '#contract/exams.ts'
import { useText } from '#web/text/text.tsx'
import { ContentView } from '#web/ui/ContentView.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { useArrival } from '#web/ui/use-arrival.ts'
import { AnswerRow } from './AnswerRow.tsx'
import { sentencesOf, splitStem } from './split-stem.ts'
import { toggled } from './toggled.ts'
import type { Sitting } from './use-sitting.ts'

type Props = { sitting: Sitting; question: AskedQuestion; position: number }

/** A question as on paper: number, points and flag in the margin, the words, then the choices. */
export function AnswerSheet({ sitting: { engine, state }, question, position }: Props) {
  const { t } = useText()
  const hintId = useId()
  const answer = state.answers[question.id]
  const chosen = answer?.choices ?? []
  const isOff = state.lock !== null
  const isMany = question.type === 'multiple'
  const { opening, rest } = splitStem(question.stem)
  return (
    <div className="question">
      <div className="question__note">
        <Heading position={position} state={state} />
        <Points hundredths={question.points} />
        <Flag isOn={answer?.flagged ?? false} isOff={isOff} onChange={(flagged) => engine.flag(question.id, flagged)} />
      </div>
      <div className="question__body">
        {/* Each choice is locked, not the group: code to read in it still scrolls by keyboard. */}
        <fieldset aria-describedby={hintId}>
          <legend className="question__stem">
            {opening.map((block, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a stem never changes
              <span key={index} className="question__para">
                <ContentView content={[block]} inline />
              </span>
            ))}
            {/* What is asked after a block of code belongs to the name of the group as well. */}
            {rest.length > 0 && <span className="vh">{sentencesOf(rest)}</span>}
          </legend>
          {rest.length > 0 && (
            <div className="question__rest">
              <ContentView content={rest} />
            </div>
          )}
          <p className={isMany ? 'question__hint question__hint--many' : 'question__hint'} id={hintId}>
            {t(isMany ? 'attempts.question.many' : 'attempts.question.one')}
          </p>
          <div className="answer-list">
            {question.choices.map((choice, index) => (
              <AnswerRow
                key={choice.id}
                name={question.id}
                kind={isMany ? 'checkbox' : 'radio'}
                letter={String.fromCharCode(65 + index)}
                isChosen={chosen.includes(choice.id)}
                isOff={isOff}
                onChoose={() => engine.choose(question.id, toggled({ question, chosen, choice: choice.id }))}
              >
                <ContentView content={choice.text} inline />
              </AnswerRow>
            ))}
          </div>
          <button
            type="button"
            className="question__clear"
            hidden={chosen.length === 0}
            disabled={isOff}
            onClick={() => engine.choose(question.id, [])}
          >
            {t(isMany ? 'attempts.question.clearMany' : 'attempts.question.clearOne')}
          </button>
        </fieldset>
      </div>
    </div>
  )
}

function Heading({ position, state }: { position: number; state: Sitting['state'] }) {
  const { t, rich } = useText()
  const total = state.copy.questions.length
  const heading = useArrival(t('attempts.question.tab', { position, total, exam: state.copy.examTitle }))
  const number = (digits: ReactNode) => <span className="question__n">{digits}</span>
  return (
    <h1 className="question__number" ref={heading} tabIndex={-1}>
      {rich('attempts.question.title', { position, total, n: number })}
    </h1>
  )
}

function Points({ hundredths }: { hundredths: number }) {
  const { t, points } = useText()
  return (
    <p className="question__points">
      {t('attempts.question.points', { points: hundredths / 100, shown: points(hundredths) })}
    </p>
  )
}

type FlagProps = { isOn: boolean; isOff: boolean; onChange: (isOn: boolean) => void }

function Flag({ isOn, isOff, onChange }: FlagProps) {
  const { t } = useText()
  return (
    <button type="button" className="flag" aria-pressed={isOn} disabled={isOff} onClick={() => onChange(!isOn)}>
      <Icon name={isOn ? 'flag-filled' : 'flag'} />
      <span>
        {t(isOn ? 'attempts.question.flagged' : 'attempts.question.flag')}{' '}
        <span className="vh">{t('attempts.question.forReview')}</span>
      </span>
    </button>
  )
}
