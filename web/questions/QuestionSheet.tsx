import { type ReactNode, useId, useMemo, useState } from 'react'
import type { AskedQuestion } from '#contract/questions/asked-question.ts'
import type { Content } from '#contract/questions/content.ts'
import { listedChoices, sharesOptions } from '#core/questions/parts.ts'
import type { QuestionType } from '#core/questions/question.ts'
import { useText } from '#web/text/text.tsx'
import { ContentView } from '#web/ui/ContentView.tsx'
import { isTicked } from './is-ticked.ts'
import { LazyKind } from './LazyKind.tsx'
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
  choices: readonly { id: string; part?: string | undefined; option?: string | undefined; text: Content }[]
  parts?: AskedQuestion['parts']
  typed?: AskedQuestion['typed']
}

/** A question as a student sees it; choices can be ticked, and nothing is saved. */
export function QuestionSheet({ number, points, note, ...question }: Props) {
  return (
    <div className="sheet sheet-row question-sheet">
      <div className="sheet-row__note">
        <span className="question-sheet__number" aria-hidden="true">
          {number}
        </span>
        {points && <span>{points}</span>}
      </div>
      <div className="sheet-row__body">
        {isTicked(question.type) ? <Choices {...question} /> : <Kind {...question} />}
        {note && <p className="small muted">{note}</p>}
      </div>
    </div>
  )
}

type QuestionProps = Omit<Props, 'number' | 'points' | 'note'>

function Choices({ name, type, stem, choices }: QuestionProps) {
  const { t } = useText()
  const id = useId()
  const [ticked, setTicked] = useState<readonly string[]>([])
  const isMultiple = type === 'multiple'
  const toggle = (choice: string) => {
    if (!isMultiple) return setTicked([choice])
    setTicked(ticked.includes(choice) ? ticked.filter((one) => one !== choice) : [...ticked, choice])
  }
  return (
    <>
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
    </>
  )
}

/** The fields of a question that is not answered by ticking, as a student has them. */
function Kind({ name, type, stem, choices, parts, typed }: QuestionProps) {
  const [chosen, setChosen] = useState<readonly string[]>([])
  const question = useMemo(
    () => ({ id: name, type, stem, points: 0, typed, ...optionsShown({ type, choices, parts }) }),
    [name, type, stem, choices, parts, typed],
  )
  const legend = (
    <legend className="question-sheet__stem">
      <ContentView content={stem} />
    </legend>
  )
  return (
    <LazyKind question={question} chosen={chosen} isOff={false} onChoose={setChosen} stem={legend} tools={null}>
      {null}
    </LazyKind>
  )
}

/** The options that all parts share, once. Those of an order come right from its author: they are mixed, as in a copy. */
function optionsShown({ type, choices, parts }: Pick<QuestionProps, 'type' | 'choices' | 'parts'>) {
  if (!sharesOptions(type)) return { choices: choices.map(({ id, part, text }) => ({ id, part, text })) }
  const listed = listedChoices(type, choices).map(({ id, text }) => ({ id, text }))
  const isEven = (_: unknown, rank: number) => rank % 2 === 0
  const mixed = [...listed.filter((one, rank) => !isEven(one, rank)), ...listed.filter(isEven)]
  return { parts, choices: type === 'ordering' ? mixed : listed }
}
