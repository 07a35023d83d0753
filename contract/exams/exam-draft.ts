import { z } from 'zod'
import { instant, int4, text } from '#contract/endpoint.ts'
import { scale } from '#contract/questions/scale.ts'
import { releaseTimes, wholeReview } from '#core/exams/release.ts'
import { bloomLevels, difficulties, questionTypes } from '#core/questions/question.ts'

export const mostQuestions = 200

/** The key of a question or of a section of the bank. */
export const bankKey = text.min(1).max(64)

export const blueprintLine = z.strictObject({
  count: int4.min(1).max(mostQuestions),
  /** Must exceed `count`: the exam then holds this many questions, and each copy asks `count` of them. */
  pool: int4.min(1).max(mostQuestions).optional(),
  section: bankKey.optional(),
  difficulty: z.enum(difficulties).optional(),
  level: z.enum(bloomLevels).optional(),
  type: z.enum(questionTypes).optional(),
})

export const blueprint = z.strictObject({
  /** Keys of questions that must be included. */
  questionIds: z.array(bankKey).max(mostQuestions),
  lines: z.array(blueprintLine).max(200),
})

/** core/exams/exam-terms.ts Exception. */
export const exception = z.strictObject({
  of: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('section'), section: bankKey }),
    z.strictObject({ kind: z.literal('question'), question: bankKey }),
  ]),
  scale: scale.nullable(),
  /** Hundredths, of each question concerned. */
  points: int4.min(0).max(100_000).nullable(),
})

/** How points become a mark, in hundredths; see core/points.ts. */
export const markRule = z.strictObject({
  outOf: int4.min(100).max(100_000),
  grain: z.literal([1, 10, 25, 50, 100]),
  rounding: z.enum(['down', 'nearest', 'up']),
  /** A lower mark is raised to it; 0 unless said: a mark is never negative. */
  floor: int4.min(0).max(100_000).default(0),
  /** A higher mark is lowered to it; none when absent. */
  ceiling: int4.min(0).max(100_000).optional(),
})

export const releaseParts = z.strictObject({
  points: z.boolean(),
  answers: z.boolean(),
  key: z.boolean(),
  explanations: z.boolean(),
})

const heldGroups = z.array(text.max(200)).max(50)

/** core/exams/release.ts Release. */
export const release = z.strictObject({
  what: z.enum(['never', 'mark', 'review']),
  when: z.enum(releaseTimes),
  at: instant.nullable().default(null),
  parts: releaseParts.default(wholeReview),
  statistics: z.boolean().default(false),
  heldGroups: heldGroups.default([]),
  early: z.boolean().default(false),
})

/** All a trainer decides while the exam is a draft. */
export const examDraft = z.strictObject({
  title: text.trim().min(1).max(200),
  /** Markdown, read by students before they start. */
  instructions: text.max(4_000),
  blueprint,
  /** Hundredths, of each question. */
  questionPoints: int4.min(1).max(100_000),
  limitMinutes: int4.min(1).max(600),
  opensAt: instant.nullable(),
  closesAt: instant.nullable(),
  timeZone: text.min(1).max(60),
  graceSeconds: int4.min(0).max(300),
  shuffleQuestions: z.boolean(),
  shuffleChoices: z.boolean(),
  /** Each slot asks other questions of the same strata, as far as the bank allows. */
  ownQuestions: z.boolean().default(false),
  scale,
  /** What differs for a section or for a single question. */
  exceptions: z.array(exception).max(mostQuestions).default([]),
  markRule,
  release,
})

export type ExamDraft = z.output<typeof examDraft>
