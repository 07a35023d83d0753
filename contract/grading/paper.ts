import { z } from 'zod'
import { count, endpoint, examParams, instant, int4, text, uuid } from '#contract/endpoint.ts'
import { askedQuestion, sharedContext } from '#contract/questions/asked-question.ts'
import { content } from '#contract/questions/content.ts'
import { longestTyped } from '#core/questions/typed-answer.ts'

const copyParams = examParams.extend({ attemptId: uuid })
/**
 * `waiting`: nothing typed; `typing`: a draft; `typed`: submitted from paper; `online`: the student answered on the
 * platform.
 */
export const paperStates = ['waiting', 'typing', 'typed', 'online', 'voided'] as const

const who = {
  attemptId: uuid,
  /** Printed on the sheet of this student. */
  code: text,
  familyName: text,
  givenName: text,
  number: text,
  group: text,
}

export const listPaperCopies = endpoint({
  access: 'trainer',
  method: 'GET',
  path: '/api/courses/:courseId/exams/:examId/paper-copies',
  summary: 'Lists the copies of an exam with the code of their paper sheet and how far their typing is.',
  params: examParams,
  reply: z.object({
    examTitle: text,
    copies: z.array(
      z.object({ ...who, state: z.enum(paperStates), questionCount: count, typedCount: count, byName: text }),
    ),
    /** Students who were added after the copies were drawn. */
    withoutCopy: count,
  }),
  refusals: ['exam_not_published'],
})

export const drawPaperCopies = endpoint({
  access: 'trainer',
  method: 'POST',
  path: '/api/courses/:courseId/exams/:examId/paper-copies',
  summary: 'Draws the copies of students added since the publication, so that they have a sheet too.',
  params: examParams,
  reply: z.object({ drawn: count }),
  refusals: ['exam_not_published'],
})

export const printPaperCopies = endpoint({
  access: 'trainer',
  method: 'GET',
  isLong: true,
  path: '/api/courses/:courseId/exams/:examId/paper-sheets',
  summary: 'Reads everything the paper twin of an exam is printed from: the questions, and each copy in its own order.',
  params: examParams,
  query: z.strictObject({
    group: text.max(200).optional(),
    slot: z.coerce.number().int().min(0).max(10_000).optional(),
    attemptId: uuid.optional(),
  }),
  reply: z.object({
    courseTitle: text,
    examTitle: text,
    timeZone: text,
    limitMinutes: int4,
    instructions: content,
    questions: z.array(askedQuestion),
    contexts: z.array(sharedContext).optional(),
    groups: z.array(text),
    slots: z.array(z.object({ number: int4, name: text })),
    copies: z.array(
      z.object({
        ...who,
        slot: int4,
        /** Of their slot, or their own. */
        opensAt: instant.nullable(),
        room: text,
        paper: z.array(z.object({ questionId: uuid, choiceIds: z.array(text) })),
      }),
    ),
  }),
  refusals: ['exam_not_published'],
})

/** `BD`; `BD2` where certainty is asked, without a digit when none is ticked; `BA-C`, or words (core/exams/paper.ts). */
const letters = z.record(uuid, text.max(longestTyped + 10))

export const getPaperCopy = endpoint({
  access: 'trainer',
  method: 'GET',
  path: '/api/courses/:courseId/exams/:examId/paper-copies/:attemptId',
  summary: 'Reads one copy to be typed from paper: its questions in its own order, and what is typed so far.',
  params: copyParams,
  reply: z.object({
    ...who,
    state: z.enum(paperStates),
    /** True when the copy was submitted before: what is typed now replaces it and needs a reason. */
    isCorrection: z.boolean(),
    /** Of the draft; 0 before the first letter. */
    revision: count,
    questions: z.array(
      z.object({
        ...{ id: uuid, isSingle: z.boolean(), choiceCount: count },
        /** Of a question in parts: how many letters each part has, in order; absent: it is no such question. */
        partCounts: z.array(count).optional(),
        /** Whether the answer is words, and no letters. */
        isTyped: z.boolean().optional(),
        /** How many degrees of certainty the sheet has boxes for; absent: none. */
        certainty: count.optional(),
      }),
    ),
    letters,
  }),
  refusals: ['exam_not_published'],
})

export const typePaperCopy = endpoint({
  access: 'trainer',
  method: 'PUT',
  path: '/api/courses/:courseId/exams/:examId/paper-copies/:attemptId/letters',
  summary: 'Keeps what is typed so far of a copy on paper; it counts for nothing until it is handed in.',
  params: copyParams,
  body: z.strictObject({ revision: count, letters }),
  reply: z.object({ revision: count }),
  refusals: [
    'exam_not_published',
    'copy_online',
    'attempt_closed',
    'unknown_letter',
    'unknown_certainty',
    'question_not_in_attempt',
    'changed_meanwhile',
  ],
})

export const handInPaperCopy = endpoint({
  access: 'trainer',
  method: 'POST',
  path: '/api/courses/:courseId/exams/:examId/paper-copies/:attemptId/submission',
  summary: 'Hands in the typed copy as a submitted one, marked like any other; typed again later, it needs a reason.',
  params: copyParams,
  body: z.strictObject({ revision: count, reason: text.trim().max(500).default('') }),
  reply: z.object({ answeredCount: count, questionCount: count }),
  refusals: [
    'exam_not_published',
    'copy_online',
    'attempt_closed',
    'unknown_letter',
    'unknown_certainty',
    'question_not_in_attempt',
    'changed_meanwhile',
  ],
})
