import type { z } from 'zod'
import type { markedQuestion } from '#contract/questions/marked-question.ts'

export type MarkedQuestion = z.output<typeof markedQuestion>
export type Kind = 'right' | 'partial' | 'wrong' | 'blank'

/** An answer that broke the rule of its question earned nothing: for its student it is a wrong one. */
export function kindOf({ outcome }: Pick<MarkedQuestion, 'outcome'>): Kind {
  return outcome === 'invalid' ? 'wrong' : outcome
}
