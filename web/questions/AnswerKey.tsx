import type { ReactNode } from 'react'
import type { Content } from '#contract/questions/content.ts'
import { isParted, partsOf, sharesOptions } from '#core/questions/parts.ts'
import type { QuestionType } from '#core/questions/question.ts'
import { useText } from '#web/text/text.tsx'
import { ContentView } from '#web/ui/ContentView.tsx'
import { Status } from '#web/ui/Status.tsx'
import { letterOf } from './letter-of.ts'
import './questions.css'

type Choice = {
  id: string
  part?: string | undefined
  text: Content
  correct: boolean
  feedback?: Content | null
  note?: ReactNode
}
type Props = {
  type: QuestionType
  choices: readonly Choice[]
  /** The items of a matching have a text. */
  parts?: readonly { id: string; text?: Content | undefined }[] | undefined
}

/** The key, choice by choice; part by part where a question has some. */
export function AnswerKey({ type, choices, parts }: Props) {
  const { t } = useText()
  if (!isParted(type)) return <Choices choices={choices} nameOf={type === 'exact_answer' ? () => '' : letterOf} />
  if (type === 'ordering' && !choices.some(({ note }) => Boolean(note)))
    return <Choices choices={choices.filter(({ correct }) => correct)} nameOf={(rank) => `${rank + 1}`} />
  return (
    <ol className="answer-key-parts">
      {partsOf(choices).map(({ id, choices: own }, rank) => {
        const text = parts?.find((part) => part.id === id)?.text
        return (
          <li key={id} className="answer-key-parts__part">
            <div className="answer-key-parts__name">
              {text ? <ContentView content={text} inline /> : t('questions.partName', { type, n: rank + 1 })}
            </div>
            {/* The options of an order or a matching are the same in each part: the right one is enough. */}
            <Choices choices={sharesOptions(type) ? own.filter(isTold) : own} nameOf={letterOf} />
          </li>
        )
      })}
    </ol>
  )
}

const isTold = ({ correct, note }: Choice) => correct || Boolean(note)

type ChoicesProps = { choices: readonly Choice[]; nameOf: (rank: number) => string }

function Choices({ choices, nameOf }: ChoicesProps) {
  const { t } = useText()
  return (
    <ul className="answer-key">
      {choices.map((choice, rank) => (
        <li key={choice.id} className="answer-key__choice">
          <span
            className={choice.correct ? 'answer-key__letter answer-key__letter--right' : 'answer-key__letter'}
            aria-hidden="true"
          >
            {nameOf(rank)}
          </span>
          <div>
            <ContentView content={choice.text} inline />
            {choice.feedback && (
              <div className="small muted">
                <ContentView content={choice.feedback} />
              </div>
            )}
          </div>
          <span className="answer-key__state">
            <Status shape={choice.correct ? 'good' : 'wrong'} tone={choice.correct ? 'good' : 'muted'}>
              {choice.correct ? t('questions.right') : <span className="vh">{t('questions.wrong')}</span>}
            </Status>
            {choice.note && <span className="small muted">{choice.note}</span>}
          </span>
        </li>
      ))}
    </ul>
  )
}
