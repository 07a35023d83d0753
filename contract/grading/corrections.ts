import { z } from 'zod'
import { endpoint, examParams, hundredths, instant, int4, type Reply, text, uuid } from '#contract/endpoint.ts'
import { choiceName, listedParts, sharedContext } from '#contract/questions/asked-question.ts'
import { content } from '#contract/questions/content.ts'
import { keptScale, scale } from '#contract/questions/scale.ts'
import { examStatuses } from '#core/exams/exam.ts'
import { questionTypes } from '#core/questions/question.ts'
import { longestTyped } from '#core/questions/typed-answer.ts'

/** Of an exact answer, what was typed, after its sign. */
const choiceId = text.min(1).max(Math.max(64, longestTyped + 1))
const choiceIds = z.array(choiceId).max(50)
const name = text

/** core/grading/correction.ts Change. */
export const change = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('key'), questionId: uuid, choiceIds }),
  z.strictObject({ kind: z.literal('accept_also'), questionId: uuid, choiceIds }),
  z.strictObject({ kind: z.literal('neutralise'), questionId: uuid, how: z.enum(['full', 'removed']) }),
  z.strictObject({ kind: z.literal('neutralise_part'), questionId: uuid, part: text.min(1).max(2) }),
  z.strictObject({ kind: z.literal('points'), questionId: uuid, points: hundredths.min(0).max(100_000) }),
  z.strictObject({ kind: z.literal('scale'), scale }),
  z.strictObject({ kind: z.literal('question_scale'), questionId: uuid, scale }),
  z.strictObject({ kind: z.literal('void'), attemptId: uuid }),
  z.strictObject({ kind: z.literal('adjust'), attemptId: uuid, by: hundredths.min(-100_000).max(100_000) }),
  z.strictObject({ kind: z.literal('restore'), runNumber: int4.min(1) }),
])

export const policy = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('full') }),
  z.strictObject({ kind: z.literal('never_lower') }),
  z.strictObject({ kind: z.literal('only_ticked'), choiceId }),
])

const outlook = z.object({
  copies: int4,
  gain: int4,
  lose: int4,
  kept: int4,
  crossUp: int4,
  crossDown: int4,
  meanBefore: z.number().nullable(),
  meanAfter: z.number().nullable(),
})

/** A question as a run marks it. */
export const ruled = z.object({
  right: z.array(text),
  alsoAccepted: z.array(z.array(text)),
  points: hundredths,
  /** The kind of the question's own scale; null when it is the exam's. */
  scaleKind: text.nullable().default(null),
  neutral: z.enum(['full', 'removed']).nullable(),
  /** The choice that limits this rule to those who ticked it; null when the rule holds for everybody. */
  onlyIfTicked: text.nullable(),
})

/** A correction, with the texts as they were when it was recorded. */
export const correction = z.object({
  change,
  policy,
  outlook,
  question: z.object({ position: int4, opening: text, before: ruled, after: ruled }).nullable(),
  studentName: name.nullable(),
  scales: z.object({ before: text, after: text }).nullable(),
})

const run = z.object({
  number: int4,
  createdAt: instant,
  /** Empty for the first marking, which starts automatically. */
  byName: name,
  reason: text,
  correction: correction.nullable(),
})

export const getCorrections = endpoint({
  access: 'trainer',
  method: 'GET',
  path: '/api/courses/:courseId/exams/:examId/corrections',
  summary: 'Reads what can be corrected in a marked exam, and every run so far, the newest first.',
  params: examParams,
  reply: z.object({
    examTitle: name,
    examStatus: z.enum(examStatuses),
    releasedAt: instant.nullable(),
    outOf: hundredths,
    scale: keptScale,
    copyCount: int4,
    questions: z.array(
      z.object({
        id: uuid,
        position: int4,
        /** The bank's question; null once it is gone from the bank. */
        bankId: uuid.nullable(),
        type: z.enum(questionTypes),
        opening: text,
        /** The id of its document among the `contexts` of the reply. */
        context: text.optional(),
        stem: content,
        choices: z.array(z.object({ ...choiceName, text: content, count: int4 })),
        parts: listedParts.optional(),
        /** Of an exact answer: what was typed that its author did not write, under its sign, the most frequent first. */
        others: z.array(z.object({ id: text, text, count: int4 })).optional(),
        blanks: int4,
        ruled,
      }),
    ),
    /** The documents of these questions, each once; absent when they have none. */
    contexts: z.array(sharedContext).optional(),
    students: z.array(z.object({ attemptId: uuid, studentName: name, mark: hundredths.nullable() })),
    runs: z.array(run),
  }),
  refusals: ['marks_missing'],
})

export const previewCorrection = endpoint({
  access: 'trainer',
  method: 'POST',
  lane: 'long',
  path: '/api/courses/:courseId/exams/:examId/corrections/previews',
  summary: 'Works out everything a correction would change; changes nothing.',
  params: examParams,
  body: z.strictObject({ change, policy }),
  reply: z.object({
    /** Hash of the data behind this preview; sent back with the correction. */
    fingerprint: text,
    outOf: hundredths,
    pass: hundredths,
    outlook,
    /** The outlook under each policy that this change allows. */
    policies: z.array(z.object({ policy, outlook })),
    /** Why the correction cannot be recorded; null when it can. */
    fault: z.enum(['nothing_changes', 'nothing_left']).nullable(),
    rows: z.array(
      z.object({
        attemptId: uuid,
        familyName: name,
        givenName: name,
        /** What they ticked in the question concerned; null when the change is not about one question. */
        ticked: z.array(text).nullable(),
        before: hundredths.nullable(),
        after: hundredths.nullable(),
        computed: hundredths.nullable(),
      }),
    ),
  }),
  refusals: ['marks_missing', 'correction_impossible'],
})

export const recordCorrection = endpoint({
  access: 'trainer',
  touches: 'every_copy',
  method: 'POST',
  path: '/api/courses/:courseId/exams/:examId/corrections',
  summary: 'Makes a correction: a new marking run, exactly as previewed.',
  params: examParams,
  body: z.strictObject({
    change,
    policy,
    reason: text.trim().min(1).max(1_000),
    fingerprint: text.max(64),
  }),
  reply: z.object({ number: int4 }),
  refusals: ['marks_missing', 'correction_impossible', 'changed_meanwhile'],
})

export const getCorrectionRecord = endpoint({
  access: 'trainer',
  method: 'GET',
  path: '/api/courses/:courseId/exams/:examId/corrections/:number',
  summary: 'Reads the record of a correction: who, when, why, and every mark before and after.',
  params: examParams.extend({ number: z.coerce.number().int().min(2).max(100_000) }),
  reply: run.extend({
    correction,
    examTitle: name,
    courseTitle: name,
    outOf: hundredths,
    timeZone: text,
    isCurrent: z.boolean(),
    /** A keyed hash of the record, written as letters: the same record always gives the same code. */
    code: text,
    rows: z.array(
      z.object({
        attemptId: uuid,
        studentId: uuid,
        familyName: name,
        givenName: name,
        number: text,
        before: hundredths.nullable(),
        after: hundredths.nullable(),
      }),
    ),
  }),
})

export type Corrections = Reply<typeof getCorrections>

export type CorrectedQuestion = Corrections['questions'][number]
