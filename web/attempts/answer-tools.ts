import type { ReactNode } from 'react'
import type { ViewNode } from '#web/ui/code-lines.ts'

/** What a student's own annotations change in a question: how its stem is shown, and what is beside each choice. */
export type AnswerTools = {
  isStruck: (choice: string) => boolean
  /** The button that strikes a choice out; null when annotations are closed. */
  strike: ((choice: string, letter: string) => ReactNode) | null
  /** A block of the stem, by its place. */
  paragraph: (block: ViewNode, place: number) => ReactNode
}
