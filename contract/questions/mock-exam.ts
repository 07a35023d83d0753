import { z } from 'zod'
import { count, endpoint, hundredths, instant, int4, text, uuid } from '#contract/endpoint.ts'
import { answerIds, askedQuestion, sharedContext } from './asked-question.ts'
import { markedQuestion } from './marked-question.ts'

/** What was drawn, for whom and until when, sealed by the server: nothing of a mock exam is kept there. */
const sealed = text.min(1).max(40_000)

export const readMockExam = endpoint({
  access: 'student',
  method: 'GET',
  path: '/api/my/mock-exam',
  summary: 'Says how many questions a mock exam would ask, and for how long; none while an exam is being taken.',
  reply: z.object({ questions: count, minutes: count }),
})

export const startMockExam = endpoint({
  access: 'student',
  method: 'POST',
  path: '/api/my/mock-exams',
  summary: 'Draws a mock exam from the practice questions and starts its clock; or shows again one that was started.',
  body: z.strictObject({ sealed: sealed.optional() }),
  reply: z.object({
    sealed,
    serverNow: instant,
    endsAt: instant,
    minutes: int4,
    /** Their ids are those of the bank, since no exam froze the questions. */
    questions: z.array(askedQuestion),
    contexts: z.array(sharedContext).optional(),
  }),
})

export const markMockExam = endpoint({
  access: 'student',
  method: 'POST',
  path: '/api/my/mock-exams/marks',
  summary: 'Hands a mock exam in: marks it and explains each question; nothing is kept.',
  body: z.strictObject({
    sealed,
    answers: z.array(z.strictObject({ questionId: uuid, choices: answerIds })).max(200),
  }),
  reply: z.object({
    questions: z.array(markedQuestion),
    contexts: z.array(sharedContext).optional(),
    earned: hundredths,
    maximum: hundredths,
    /** Null when nothing is left to mark. */
    mark: hundredths.nullable(),
    outOf: hundredths,
    /** How long after its end, grace included; 0: in time. */
    lateSeconds: count,
    /** Questions that left practice since it was drawn: not marked. */
    withdrawn: count,
  }),
  refusals: ['choice_not_in_question'],
})
