import { type ReactNode, useId, useState } from 'react'
import type { Content } from '#contract/questions/content.ts'
import type { QuestionType } from '#core/questions/question.ts'
import { useText } from '#web/text/text.tsx'
import { ContentView } from '#web/ui/ContentView.tsx'
import { letterOf } from './letter-of.ts'
import './questions.css'

type Props = {
  number: number
  /** The accessible name of the choices: « Question 7 ». */
  name: string
  points?: string
  note?: ReactNode
  type: QuestionType
  stem: Content
  choices: readonly { id: string; text: Content }[]
}

/** A question as a student sees it; choices can be ticked, and nothing is saved. */
export function QuestionSheet({ number, name, points, note, type, stem, choices }: Props) {
  const { t } = useText()
  const id = useId()
  const [ticked, setTicked] = useState<readonly string[]>([])
  const isMultiple = type === 'multiple'
  const toggle = (choice: string) => {
    if (!isMultiple) return setTicked([choice])
    setTicked(ticked.includes(choice) ? ticked.filter((one) => one !== choice) : [...ticked, choice])
  }
  return (
    <div className="sheet sheet-row question-sheet">
      <div className="sheet-row__note">
        <span className="question-sheet__number" aria-hidden="true">
          {number}
        </span>
        {points && <span>{points}</span>}
      </div>
      <div className="sheet-row__body">
        <div className="question-sheet__stem" id={id}>
          <ContentView content={stem} />
        </div>
        <fieldset className="question-sheet__choices">
          <legend className="question-sheet__ask">
            <span className="vh">{name} </span>
            {t(`questions.ask.${type}`)}
          </legend>
          {choices.map((choice, rank) => (
            <label key={choice.id} className="choice-row">
              <input
                className="choice-row__input"
                type={isMultiple ? 'checkbox' : 'radio'}
                name={id}
                checked={ticked.includes(choice.id)}
                onChange={() => toggle(choice.id)}
              />
              <span className="choice-row__letter" aria-hidden="true">
                {letterOf(rank)}
              </span>
              <span className="choice-row__text">
                <ContentView content={choice.text} inline />
              </span>
            </label>
          ))}
        </fieldset>
        {note && <p className="small muted">{note}</p>}
      </div>
    </div>
  )
}
