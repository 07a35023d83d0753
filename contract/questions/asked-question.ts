import { z } from 'zod'
import { int4, text } from '#contract/endpoint.ts'
import { questionTypes } from '#core/questions/question.ts'
import { longestTyped } from '#core/questions/typed-answer.ts'
import { content } from './content.ts'

/** A document that several questions are about, once per copy. Its id is opaque, and means nothing elsewhere. */
export const sharedContext = z.object({ id: text, title: text, content })
export type SharedContext = z.output<typeof sharedContext>

/** The parts of an ordering or a matching, in order; each is answered by one of the choices. */
export const listedParts = z.array(z.object({ id: text, text: content.optional() }))

/** What a choice is called: of a question in parts, with its part and its option. */
export const choiceName = { id: text, part: text.optional(), option: text.optional() }

/** How a typed answer is compared, as far as the student is told. */
export const listedTyped = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), case: z.boolean() }),
  z.object({
    kind: z.literal('number'),
    /** How far an answer may be; absent: it is exact. */
    tolerance: text.optional(),
    unit: text.optional(),
    unitRequired: z.boolean().optional(),
  }),
])

/** An answer: ids of choices, then the certainty; of an exact answer, what was typed after its sign. */
export const answerIds = z.array(text.min(1).max(longestTyped + 1)).max(20)

/** A question as shown to a student: the shape has no field for a key, a weight or an explanation. */
export const askedQuestion = z.object({
  /** The id of the question frozen in the exam, not of the one in the bank. */
  id: z.uuid(),
  type: z.enum(questionTypes),
  /** Hundredths of a point. */
  points: int4,
  /** The id of its document among the `contexts` of the reply; absent: it has none. */
  context: text.optional(),
  stem: content,
  /**
   * Of an ordering or a matching, the options, once for all parts: an answer is the part and the option (`2` + id). Of a
   * cloze, those of each gap, named by `part`: an answer is the id. Of an exact answer, none: it is `=` and what was typed.
   */
  choices: z.array(z.object({ id: text, part: text.optional(), text: content })),
  parts: listedParts.optional(),
  typed: listedTyped.optional(),
  /** How many degrees of certainty the student may choose; absent: certainty is not asked. */
  certainty: int4.optional(),
})
export type AskedQuestion = z.output<typeof askedQuestion>
