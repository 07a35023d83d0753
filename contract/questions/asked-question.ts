import { z } from 'zod'
import { int4, text } from '#contract/endpoint.ts'
import { questionTypes } from '#core/questions/question.ts'
import { content } from './content.ts'

/** A question as a student may see it: no key, no weight, no explanation can be in it. */
export const askedQuestion = z.object({
  /** The id of the exam's frozen question, not of the bank's. */
  id: z.uuid(),
  type: z.enum(questionTypes),
  /** Hundredths of a point. */
  points: int4,
  stem: content,
  choices: z.array(z.object({ id: text, text: content })),
  /** How many degrees of certainty the student may say; absent: none is asked. */
  certainty: int4.optional(),
})
export type AskedQuestion = z.output<typeof askedQuestion>
