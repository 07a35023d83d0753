import { z } from 'zod'
import { hundredths, int4, text, uuid } from '#contract/endpoint.ts'
import { difficulties, questionTypes } from '#core/questions/question.ts'
import { choiceName, listedParts, listedTyped } from './asked-question.ts'
import { content } from './content.ts'
import { documentationUrl, longestUrl } from './question-file.ts'

/** What a question rests on, told with its explanation: the passage of the course, and the official documentation. */
export const questionProof = z.object({
  heading: text,
  quote: text,
  reference: text.max(longestUrl).regex(documentationUrl).nullable(),
})

export const outcome = z.enum(['right', 'partial', 'wrong', 'blank', 'invalid'])
const working = z.object({ code: text, values: z.record(text, z.union([z.number(), text])) })

/** A question of a marked copy: as the student saw it, what they ticked, what was right, what it earned and why. */
export const markedQuestion = z.object({
  id: uuid,
  position: int4,
  type: z.enum(questionTypes),
  section: text,
  difficulty: z.enum(difficulties),
  points: hundredths,
  /** The id of its document among the `contexts` of the reply. */
  context: text.optional(),
  stem: content,
  /** Of an ordering or a matching: what was to be put in order or matched. A cloze has its gaps in the stem. */
  parts: listedParts.optional(),
  /** Of an exact answer: how it was compared, and what was typed; null when nothing was. */
  typed: listedTyped.optional(),
  answer: text.nullable().optional(),
  choices: z.array(
    z.object({
      /** The option is the same in every part of an ordering or a matching. */
      ...choiceName,
      text: content,
      ticked: z.boolean(),
      correct: z.boolean(),
      feedback: content.nullable(),
    }),
  ),
  /** The certainty of the answer, from 1; null when none was given or asked. */
  certainty: int4.nullable(),
  explanation: content,
  /** Null with a hidden explanation, and for a question that names no passage of the course. */
  source: questionProof.nullable(),
  earned: hundredths,
  outcome,
  working,
})
