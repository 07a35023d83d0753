import type { ReactNode } from 'react'
import type { AskedQuestion } from '#contract/questions/asked-question.ts'

export type StrikeTools = {
  isStruck: (choice: string) => boolean
  /** The button that strikes a choice out; null when annotations are closed. */
  strike: ((choice: string, letter: string) => ReactNode) | null
}

export type KindProps = {
  question: AskedQuestion
  chosen: readonly string[]
  isOff: boolean
  onChoose: (choices: string[]) => void
  /** The stem as the page shows that of any question; a text with gaps shows its own. */
  stem: ReactNode
  /** The student's own annotations of the answers of a matching. */
  tools: StrikeTools | null
  /** What is under the answer of any question: its certainty, and how to clear it. */
  children: ReactNode
}
