import { z } from 'zod'
import { done, endpoint, examParams, hundredths, instant, int4, type Reply, text, uuid } from '#contract/endpoint.ts'
import { choiceName, listedParts, sharedContext } from '#contract/questions/asked-question.ts'
import { content } from '#contract/questions/content.ts'
import { questionTypes } from '#core/questions/question.ts'
import { ruled } from './corrections.ts'

const words = text.trim().min(1).max(1_000)

const contestation = z.object({
  id: uuid,
  questionId: uuid,
  reason: text,
  createdAt: instant,
  /** null until a trainer answers. */
  isUpheld: z.boolean().nullable(),
  answer: text,
  answeredAt: instant.nullable(),
})

export const listContestations = endpoint({
  access: 'trainer',
  method: 'GET',
  path: '/api/courses/:courseId/exams/:examId/contestations',
  summary: 'Lists what students question in an exam, question by question.',
  params: examParams,
  reply: z.object({
    examTitle: text,
    timeZone: text,
    /** Until when students may contest; null: contestations are off. */
    until: instant.nullable(),
    contestations: z.array(
      contestation.extend({
        attemptId: uuid,
        studentName: text,
        position: int4,
        opening: text,
        answeredByName: text,
        /** What the student chose: ids of the choices of the question. */
        ticked: z.array(text),
        /** Their mark now, and the one they would have if their answer were accepted too; null: there is none. */
        mark: hundredths.nullable(),
        markIfAccepted: hundredths.nullable(),
      }),
    ),
    /** Whether students see their marks: a correction then changes what they have read. */
    isReleased: z.boolean(),
    /** The questions concerned, whole, with the key that counts now. */
    questions: z.array(
      z.object({
        id: uuid,
        context: text.optional(),
        stem: content,
        type: z.enum(questionTypes),
        choices: z.array(z.object({ ...choiceName, text: content })),
        parts: listedParts.optional(),
        /** Null before the first marking. */
        ruled: ruled.nullable(),
      }),
    ),
    contexts: z.array(sharedContext).optional(),
  }),
})

export const setContestationDeadline = endpoint({
  access: 'trainer',
  method: 'PUT',
  path: '/api/courses/:courseId/exams/:examId/contestation-deadline',
  summary: 'Says until when students may question the marking; null stops it.',
  params: examParams,
  body: z.strictObject({ until: instant.nullable() }),
  reply: done,
})

export const answerContestations = endpoint({
  access: 'trainer',
  method: 'POST',
  path: '/api/courses/:courseId/exams/:examId/contestations/answers',
  summary: 'Answers one or several contestations at once; students read the answer.',
  params: examParams,
  body: z.strictObject({ contestationIds: z.array(uuid).min(1).max(2_000), isUpheld: z.boolean(), answer: words }),
  reply: done,
})

export const listMyContestations = endpoint({
  access: 'student',
  method: 'GET',
  path: '/api/attempts/:attemptId/contestations',
  summary: 'Reads what the student questioned in their copy, with the answers.',
  params: z.object({ attemptId: uuid }),
  reply: z.object({ until: instant.nullable(), isOpen: z.boolean(), contestations: z.array(contestation) }),
  refusals: ['not_released'],
})

export const contest = endpoint({
  access: 'student',
  method: 'PUT',
  path: '/api/attempts/:attemptId/contestations/:questionId',
  summary: 'Questions the marking of a question, with a reason; said again, it replaces what was said.',
  params: z.object({ attemptId: uuid, questionId: uuid }),
  body: z.strictObject({ reason: words }),
  reply: done,
  refusals: ['not_released', 'contestation_closed', 'question_not_in_attempt'],
})

export type Contestations = Reply<typeof listContestations>

export type Contestation = Contestations['contestations'][number]
