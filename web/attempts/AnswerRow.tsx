import type { ReactNode } from 'react'

type Props = {
  name: string
  kind: 'radio' | 'checkbox'
  letter: string
  isChosen: boolean
  isOff: boolean
  onChoose: () => void
  children: ReactNode
}

/** One choice, clickable over its whole row; a ticked one has a filled letter and a heavier border. */
export function AnswerRow({ name, kind, letter, isChosen, isOff, onChoose, children }: Props) {
  return (
    <label className="answer-row">
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
      <span className="answer-row__text">{children}</span>
    </label>
  )
}
