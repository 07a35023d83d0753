import type { ReactNode } from 'react'

type Props = {
  name: string
  kind: 'radio' | 'checkbox'
  letter: string
  isChosen: boolean
  isOff: boolean
  onChoose: () => void
  /** Said after its text when the student struck it out for themselves. */
  struck?: string | undefined
  /** A button beside the row. */
  tool?: ReactNode
  children: ReactNode
}

/** One choice, clickable over its whole row; a ticked one has a filled letter and a heavier border. */
export function AnswerRow({ name, kind, letter, isChosen, isOff, onChoose, struck, tool, children }: Props) {
  return (
    <div className="answer-item">
      <label className={struck ? 'answer-row answer-row--struck' : 'answer-row'}>
        <input
          className="answer-row__input"
          type={kind}
          name={name}
          value={letter}
          checked={isChosen}
          disabled={isOff}
          onChange={onChoose}
        />
        <span className="answer-row__letter" aria-hidden="true">
          {letter}
        </span>
        <span className="answer-row__text">
          {children}
          {struck && <span className="vh">{struck}</span>}
        </span>
      </label>
      {tool}
    </div>
  )
}
