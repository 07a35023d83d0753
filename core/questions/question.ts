/**
 * A question, and the faults that make it unusable. Terms follow the field (Haladyna & Rodriguez, Developing and
 * Validating Test Items, 2013): stem, choices, key (the right choices), distractors (the others).
 */
import type { LintCode } from '#core/questions/lint/codes.ts'
import type { RationalText } from '#core/rational.ts'
import type { TypedRule } from './typed-answer.ts'

export const questionTypes = [
  'single',
  'multiple',
  'true_false',
  'cloze',
  'ordering',
  'matching',
  'exact_answer',
] as const
export type QuestionType = (typeof questionTypes)[number]

export const difficulties = ['easy', 'medium', 'hard'] as const
export type Difficulty = (typeof difficulties)[number]

/** Levels of the revised Bloom taxonomy (Anderson & Krathwohl, 2001) that a multiple-choice item can reach. */
export const bloomLevels = ['remember', 'understand', 'apply', 'analyse'] as const
export type BloomLevel = (typeof bloomLevels)[number]

/** What a question is for: an exam question is never shown in practice. */
export const purposes = ['exam', 'practice'] as const
export type Purpose = (typeof purposes)[number]

export type QuestionPart = { readonly id: string; readonly text?: string | undefined }

/** What earns a part of the points of an ordering (docs/scoring.md); `exact`: nothing does. */
export const orderingCredits = ['exact', 'places', 'pairs', 'longest_run'] as const
export type OrderingCredit = (typeof orderingCredits)[number]

export type Choice = {
  /** Stable within its question: `a`, `b`, `c`… in the order of the file; of a question in parts, part and option: `2b`. */
  readonly id: string
  /** The part that this choice answers (parts.ts), and its option: `2` and `b`. */
  readonly part?: string | undefined
  readonly option?: string | undefined
  /** Markdown; of an exact answer, the words or the number themselves. */
  readonly text: string
  readonly correct: boolean
  /** Why this choice is right or wrong, Markdown; shown only after release. */
  readonly feedback?: string | undefined
  /** Stays at the end when choices are shuffled (« Aucune de ces réponses »). */
  readonly keepLast: boolean
  /** Fraction of the question's points under a scale by weights: `0.5`, `-1/3`. */
  readonly weight?: RationalText | undefined
  /** A right choice without which the answer earns nothing under the discordance scale. */
  readonly indispensable?: boolean | undefined
  /** A wrong choice with which the answer earns nothing under the discordance scale. */
  readonly inacceptable?: boolean | undefined
}

/** A document that several questions are about: a manifest, a log, a diagram. */
export type QuestionContext = {
  readonly id: string
  /** Plain words; the document goes by its first words without it. */
  readonly title?: string | undefined
  /** Markdown. */
  readonly text: string
}

/** Two questions share a context when all of it is the same; null for a question without one. */
export const contextKey = (context: QuestionContext | null | undefined): string | null =>
  context ? JSON.stringify([context.id, context.title ?? '', context.text]) : null

export type Question = {
  /** Never changes; unique in its course. */
  readonly id: string
  /** The section of the course outline it belongs to. */
  readonly section: string
  readonly type: QuestionType
  /** The document it is about, whole, so that a version of a question can be read alone. */
  readonly context?: QuestionContext | undefined
  /** Markdown. */
  readonly stem: string
  readonly choices: readonly Choice[]
  /** The gaps of a cloze, the places of an ordering, the items of a matching (with their Markdown), in order. */
  readonly parts?: readonly QuestionPart[] | undefined
  /** Partial credit of an ordering; absent: by places. */
  readonly partial?: OrderingCredit | undefined
  /** How an exact answer is compared. */
  readonly typed?: TypedRule | undefined
  /** Markdown; teaches the point, and why each distractor is wrong. */
  readonly explanation: string
  readonly difficulty: Difficulty
  readonly level: BloomLevel
  readonly purpose: Purpose
  /** The objective of its section that it measures, in the words of the outline. */
  readonly objective?: string | undefined
  /** Time a prepared student needs, in seconds. */
  readonly expectedSeconds: number
  readonly tags: readonly string[]
  /** The passage of the course it is based on. */
  readonly source: { readonly heading: string; readonly quote: string; readonly hash?: string | undefined }
  /** Official documentation (https) that proves the answer: secret like the explanation, which it can replace. */
  readonly reference?: string | undefined
  /** When its facts were last checked, and on which version of what it is about. */
  readonly verified?: { readonly date: string; readonly version: string } | undefined
  /** Ids of questions never drawn with this one; it is enough that one of the two names the other. */
  readonly enemies?: readonly string[] | undefined
  /** Lint remarks that the author keeps, each with the reason. */
  readonly allow?: Readonly<Partial<Record<LintCode, string>>> | undefined
}
