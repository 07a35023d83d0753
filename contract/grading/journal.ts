import { z } from 'zod'
import { endpoint, examParams, instant, int4, text, uuid } from '#contract/endpoint.ts'
import { answerStandings } from '#core/attempts/answer.ts'
import { attemptStatuses } from '#core/attempts/sitting.ts'

const attemptParams = examParams.extend({ attemptId: uuid })
const markOrNone = int4.nullable()

/** One save as it arrived, identified by its device and its sequence. */
export const journalEntry = z.object({
  device: text,
  sequence: int4,
  /** From 1, in the order in which the devices first saved. */
  deviceNumber: int4,
  position: int4,
  /** The letters ticked, in the order this student saw the choices; empty: the question was cleared. */
  letters: text,
  /** The certainty of the answer, from 1; null when none was given. */
  certainty: int4.nullable(),
  flagged: z.boolean(),
  receivedAt: instant,
  standing: z.enum(answerStandings),
  /** True for the entry that is the current answer to its question. */
  isHeld: z.boolean(),
  decision: z.object({ at: instant, by: text, reason: text }).nullable(),
})

export const getJournal = endpoint({
  access: 'trainer',
  method: 'GET',
  path: '/api/courses/:courseId/exams/:examId/attempts/:attemptId/journal',
  summary: 'Reads the saves a copy ever received, a page at a time, and what happened to it meanwhile.',
  params: attemptParams,
  query: z.strictObject({ page: z.coerce.number().int().min(1).max(1_000).default(1) }),
  reply: z.object({
    examTitle: text,
    studentName: text,
    timeZone: text,
    status: z.enum(attemptStatuses),
    deadline: instant.nullable(),
    /** One page of entries, the oldest first. */
    entries: z.array(journalEntry),
    entryCount: int4,
    page: int4,
    pageCount: int4,
    /** Entries waiting for a decision, from all pages; a copy keeps at most 500. */
    late: z.array(journalEntry).max(500),
    events: z.array(z.object({ at: instant, type: text, by: text, reason: text })),
  }),
})

export const listLateCopies = endpoint({
  access: 'trainer',
  method: 'GET',
  path: '/api/courses/:courseId/exams/:examId/late-answers',
  summary: 'Lists the copies with answers that arrived after the grace and wait for a decision.',
  params: examParams,
  reply: z.object({
    copies: z.array(z.object({ attemptId: uuid, studentName: text, lateCount: int4, lastReceivedAt: instant })),
  }),
})

export const decideLate = endpoint({
  access: 'trainer',
  method: 'POST',
  path: '/api/courses/:courseId/exams/:examId/attempts/:attemptId/late-decisions',
  summary:
    'Accepts or refuses answers that arrived after the grace, with a reason; accepted, they count and the copy is marked again.',
  params: attemptParams,
  body: z.strictObject({
    /** Absent: all entries that wait. */
    entries: z
      .array(z.strictObject({ device: text.min(1).max(80), sequence: int4.min(1) }))
      .min(1)
      .max(2_000)
      .optional(),
    isAccepted: z.boolean(),
    reason: text.trim().min(1).max(500),
  }),
  reply: z.object({
    decidedCount: int4,
    /** Questions whose answer changed. */
    changedCount: int4,
    markBefore: markOrNone,
    mark: markOrNone,
    outOf: int4,
  }),
  refusals: ['attempt_wrong_state', 'nothing_to_decide', 'late_after_release'],
})
