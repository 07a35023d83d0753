import type { z } from 'zod'
import type { markedQuestion } from '#contract/questions/marked-question.ts'

export type MarkedQuestion = z.output<typeof markedQuestion>
export type Kind = 'right' | 'partial' | 'wrong' | 'blank'

/** The outcome for display: an invalid answer (one that broke the rule of its question) is shown as wrong. */
export function kindOf({ outcome }: Pick<MarkedQuestion, 'outcome'>): Kind {
  return outcome === 'invalid' ? 'wrong' : outcome
}
