import type { ReactNode } from 'react'
import type { StrikeTools } from '#web/questions/kinds/kind-props.ts'
import type { ViewNode } from '#web/ui/code-lines.ts'

/** What a student's own annotations change in a question: how its stem is shown, and what is beside each choice. */
export type AnswerTools = StrikeTools & {
  /** A block of the stem, by its place. */
  paragraph: (block: ViewNode, place: number) => ReactNode
}
