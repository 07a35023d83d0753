import { z } from 'zod'
import { mailQueued } from '#contract/auth/mail.ts'
import { done, endpoint, examParams, hundredths, instant, int4, type Reply, text, uuid } from '#contract/endpoint.ts'
import { release, releaseParts } from '#contract/exams/exam-draft.ts'
import { sharedContext } from '#contract/questions/asked-question.ts'
import { markedQuestion, outcome } from '#contract/questions/marked-question.ts'
import { attemptStatuses } from '#core/attempts/sitting.ts'
import { examStatuses } from '#core/exams/exam.ts'

/** One student's line of results. */
export const resultRow = z.object({
  studentId: uuid,
  attemptId: uuid.nullable(),
  familyName: text,
  givenName: text,
  number: text,
  email: text,
  group: text,
  /** The number of their slot. */
  slot: int4,
  status: z.enum([...attemptStatuses, 'absent']),
  /** Typed from a sheet of paper. */
  isPaper: z.boolean(),
  /** Hundredths on the exam's scale; null when there is no mark (absent, voided, not marked yet). */
  mark: hundredths.nullable(),
  /** Hundredths of a point, rounded for display. */
  earned: hundredths.nullable(),
  counts: z.object({ right: int4, partial: int4, wrong: int4, blank: int4 }).nullable(),
  durationMs: z.int().nullable(),
})

const figure = z.number().nullable()

export const getResults = endpoint({
  access: 'trainer',
  method: 'GET',
  path: '/api/courses/:courseId/exams/:examId/results',
  scopes: ['read_results'],
  summary: 'Lists the marks of an exam with their distribution.',
  params: examParams,
  reply: z.object({
    examTitle: text,
    examStatus: z.enum(examStatuses),
    outOf: hundredths,
    scaleKind: text,
    release,
    releasedAt: instant.nullable(),
    questionCount: int4,
    /** Closed copies not marked yet. */
    unmarkedCount: int4,
    run: z.object({ number: int4, createdAt: instant, reason: text }).nullable(),
    /** On the exam's scale, hundredths, not rounded; null when undefined. */
    distribution: z.object({ n: int4, mean: figure, median: figure, standardDeviation: figure }),
    /** The slots of the exam, the first one first: rows say theirs by its number. */
    slots: z.array(z.object({ number: int4, name: text })),
    rows: z.array(resultRow),
  }),
})

export const getHeatMap = endpoint({
  access: 'trainer',
  method: 'GET',
  isLong: true,
  lane: 'long',
  path: '/api/courses/:courseId/exams/:examId/heat-map',
  scopes: ['read_results'],
  summary: 'Reads what each marked copy earned on each question.',
  params: examParams,
  reply: z.object({
    questions: z.array(
      z.object({
        id: uuid,
        /** In the exam, from 1; each student has an order of their own. */
        position: int4,
        opening: text,
        /** Copies that were asked it, by outcome; an answer that broke its rule is wrong. */
        counts: z.object({ right: int4, partial: int4, wrong: int4, blank: int4 }),
        /** What was earned of what could be, from 0 to 1; null where it is worth nothing. */
        facility: figure,
      }),
    ),
    /** How an answer can have gone: few, so each is said once. */
    kinds: z.array(
      z.object({
        outcome: outcome.exclude(['invalid']),
        /** Hundredths of a point, rounded for display. */
        earned: hundredths,
        points: hundredths,
      }),
    ),
    copies: z.array(
      z.object({
        attemptId: uuid,
        /** In the order in which the student read them, the index of each question in `questions`. */
        questions: z.array(int4),
        /** Beside each, the index in `kinds` of how it went. */
        kinds: z.array(int4),
      }),
    ),
  }),
})

/** The parts of a mark in exact points (`40/3`), because rounded parts would not add up to their sum. */
const exactPoints = z.object({
  earned: text,
  maximum: text,
  outcomes: z.array(z.object({ outcome: outcome.exclude(['invalid']), count: int4, earned: text })),
})

const markedCopy = z.object({
  examTitle: text,
  studentName: text,
  status: z.enum(attemptStatuses),
  mark: hundredths,
  outOf: hundredths,
  earned: hundredths,
  maximum: hundredths,
  exact: exactPoints,
  startedAt: instant.nullable(),
  closedAt: instant.nullable(),
  timeZone: text,
  scaleKind: text,
  /** Hundredths of the mark added by hand, and the reason. */
  adjustment: z.object({ by: int4, reason: text }).nullable(),
  /** When the correction behind this mark was recorded; null for the first marking. */
  correctedAt: instant.nullable(),
  questions: z.array(markedQuestion),
  /** The documents of these questions, each once; absent when they have none. */
  contexts: z.array(sharedContext).optional(),
})

export const getCopy = endpoint({
  access: 'trainer',
  method: 'GET',
  path: '/api/courses/:courseId/exams/:examId/attempts/:attemptId',
  summary: 'Reads a marked copy, with its history.',
  params: examParams.extend({ attemptId: uuid }),
  reply: markedCopy.extend({
    receiptCode: text.nullable(),
    runNumber: int4,
    history: z.array(z.object({ at: instant, type: text, actorName: text, reason: text })),
  }),
  refusals: ['marks_missing'],
})

export const releaseResults = endpoint({
  access: 'trainer',
  method: 'POST',
  path: '/api/courses/:courseId/exams/:examId/release',
  summary: 'Shows students what the release policy says.',
  params: examParams,
  body: z.strictObject({
    what: z.enum(['mark', 'review']).optional(),
    parts: releaseParts.optional(),
    statistics: z.boolean().optional(),
    heldGroups: release.shape.heldGroups.unwrap().optional(),
    /** Although the window of somebody has not ended. */
    anyway: z.boolean().optional(),
  }),
  reply: done,
  refusals: ['exam_wrong_state', 'marks_missing', 'windows_to_come'],
})

export const tellReleased = endpoint({
  access: 'trainer',
  method: 'POST',
  path: '/api/courses/:courseId/exams/:examId/release/letters',
  summary: 'Tells the students whose results are shown that they are, each once; no mark is sent.',
  params: examParams,
  reply: mailQueued,
  refusals: ['mail_off', 'not_released'],
})

export const withholdResults = endpoint({
  access: 'trainer',
  method: 'DELETE',
  path: '/api/courses/:courseId/exams/:examId/release',
  summary: 'Takes released results back.',
  params: examParams,
  reply: done,
  refusals: ['not_released'],
})

/** Figures of the whole class, when the trainer shows them: hundredths, not rounded. */
const classMarks = z.object({ n: int4, mean: z.number(), median: z.number() }).nullable()

/** Where `parts` hides something, every question has blank values there: nothing ticked, right or earned. */
export const myReview = markedCopy.extend({ what: z.literal('review'), classMarks, parts: releaseParts })

export const getMyReview = endpoint({
  access: 'student',
  method: 'GET',
  path: '/api/attempts/:attemptId/review',
  summary: 'Reads the marked copy of the student, once released and as far as the policy goes.',
  params: z.object({ attemptId: uuid }),
  reply: z.discriminatedUnion('what', [
    markedCopy.omit({ questions: true, contexts: true, exact: true }).extend({ what: z.literal('mark'), classMarks }),
    myReview,
  ]),
  refusals: ['not_released'],
})

export type MarkedCopyView = Reply<typeof getCopy>

export type ExamResults = Reply<typeof getResults>

export type HeatMap = Reply<typeof getHeatMap>
