import type { OrderingCredit, QuestionType } from '#core/questions/question.ts'
import type { TypedRule } from '#core/questions/typed-answer.ts'
import type { Rational, RationalText } from '#core/rational.ts'

/**
 * (question, answer, scale) → points, with the reason. The only code that computes partial credit and penalties. The
 * guide for trainers, with a worked example of each scale, is docs/scoring.md.
 *
 * In the formulas S is the set of ticked choices, C the set of right choices, n the number of choices. Where a scale
 * counts choice by choice, it does so on multiple-response questions, and part by part on questions in parts (parted.ts); a single choice or true/false question is then
 * right or wrong (half the boxes of a wrong single choice are "in the right state": that earns nothing).
 */
export type Scale =
  /** 1 if S = C, else 0. PrairieLearn `partial-credit="off"`. */
  | { readonly kind: 'all_or_nothing' }
  /** (|S∩C| − |S∖C|) / |C|. PrairieLearn `net-correct`; Canvas does the same. Not floored, it can be negative. */
  | { readonly kind: 'right_minus_wrong'; readonly floorAtZero: boolean }
  /** |S∩C| / |C| − |S∖C| / (n − |C|): ticking everything earns nothing; on a single choice, the correction for guessing. */
  | { readonly kind: 'balanced'; readonly floorAtZero: boolean }
  /** (|S∩C| / |C|) × (|S∩C| / |S|). PrairieLearn `coverage`. */
  | { readonly kind: 'coverage' }
  /** 1 − (|S∖C| + |C∖S|) / n. PrairieLearn `each-answer`. */
  | { readonly kind: 'each_choice' }
  /** The sum of the weights of S, at most 1. Moodle `multichoice`; QTI `mapResponse` with its bounds. */
  | { readonly kind: 'choice_weights'; readonly floorAtZero: boolean }
  /** 1 if right, `wrong` (a fraction of the points, below zero) if not, `blank` if there is no answer. */
  | { readonly kind: 'negative'; readonly wrong: RationalText; readonly blank: RationalText }
  /** 1, 0.5, 0.2 or 0 for 0, 1, 2 or more discordances; 0 too for an inacceptable ticked or an indispensable left out. */
  | { readonly kind: 'discordance' }
  /** Five propositions: 5 coherent answers 1, 4 one half, 3 one fifth, fewer nothing. */
  | { readonly kind: 'coherences' }
  /** Auto Multiple Choice's own parameters, in its own points; see amc.ts. */
  | { readonly kind: 'amc'; readonly single: AmcParameters; readonly multiple: AmcParameters }
  /** Right or wrong, weighted by the certainty of the answer; see certainty.ts. Level 1 is the first. */
  | { readonly kind: 'certainty'; readonly levels: readonly CertaintyLevel[] }

export type ScaleKind = Scale['kind']

/** AMC's parameters by their letters; an absent one has AMC's default. `max` is its MAX. */
export type AmcParameters = {
  readonly b?: RationalText | undefined
  readonly m?: RationalText | undefined
  readonly e?: RationalText | undefined
  readonly v?: RationalText | undefined
  readonly p?: RationalText | undefined
  readonly d?: RationalText | undefined
  readonly mz?: RationalText | undefined
  readonly haut?: RationalText | undefined
  readonly max?: RationalText | undefined
}

export type CertaintyLevel = { readonly right: RationalText; readonly wrong: RationalText }

export type ScoredChoice = {
  readonly id: string
  readonly correct: boolean
  /** Of a question in parts: the part it answers, and its option. */
  readonly part?: string | undefined
  readonly option?: string | undefined
  /** Of an exact answer: what is compared with what was typed. */
  readonly text?: string | undefined
  /** Fraction of the question's points, for `choice_weights`: `0.5`, `-1/3`. Absent: 0. */
  readonly weight?: RationalText | undefined
  /** A right choice without which the answer earns nothing (discordance). */
  readonly indispensable?: boolean | undefined
  /** A wrong choice with which the answer earns nothing (discordance). */
  readonly inacceptable?: boolean | undefined
}

export type ScoringInput = {
  readonly type: QuestionType
  readonly choices: readonly ScoredChoice[]
  /** Ids of the ticked choices, in any order, repeated or not; null or empty when the question was left blank. */
  readonly ticked: readonly string[] | null
  /** The points of the question: integer hundredths, 0 or more. */
  readonly points: number
  readonly scale: Scale
  /** The certainty of the answer, from 1; read by `certainty` only. Absent: 1. */
  readonly certainty?: number | null | undefined
  /** Of an ordering: what earns a part of the points. Absent: its right places. */
  readonly partial?: OrderingCredit | undefined
  /** Of an exact answer. Absent: words, whose case does not matter. */
  readonly typed?: TypedRule | undefined
}

export type Outcome = 'right' | 'partial' | 'wrong' | 'blank' | 'invalid'

export type QuestionScore = {
  /** Exact hundredths of a point; below zero only under a scale with negative marking. */
  readonly earned: Rational
  /** Exact hundredths of a point: the question's points, or 0 when nothing can be earned (no key). */
  readonly maximum: Rational
  readonly outcome: Outcome
  readonly working: Working
}

/** The reason of a score as a code with its numbers (rationals as text), which a page turns into a sentence. */
export type Working = { readonly code: WorkingCode; readonly values: Readonly<Record<string, number | RationalText>> }

export type WorkingCode =
  /** No answer. */
  | 'blank'
  /** No right choice in the key: nothing can be earned and nothing is lost. */
  | 'no_key'
  /** The scale's own maximum is not above zero for this question: nothing can be earned and nothing is lost. */
  | 'no_maximum'
  /** Several ticks on a single choice. */
  | 'several_ticked'
  /** Only ids that are not choices of the question. */
  | 'only_unknown'
  /** Under a scale that has no partial credit. */
  | 'right_or_wrong'
  | 'right_minus_wrong'
  | 'balanced'
  | 'coverage'
  | 'each_choice'
  | 'choice_weights'
  | 'negative'
  | 'discordance'
  | 'indispensable_left_out'
  | 'inacceptable_ticked'
  | 'coherences'
  | 'amc'
  | 'certainty'
  /** Of a question in parts, under any scale that gives a part of the points. */
  | 'parts'
  | 'pairs'
  | 'longest_run'

/** The result of a scale's own rule: a fraction of the question's points, and the reason. */
export type Verdict = {
  readonly code: WorkingCode
  /** 1 is full points; below zero takes points away. */
  readonly fraction: Rational
  readonly values?: Working['values'] | undefined
}

/** The counts of an answer used by every scale: S, C and n of the formulas. */
export type Tally = {
  readonly ticked: readonly ScoredChoice[]
  /** |C|; on a single choice 1, however many answers a corrected key accepts. */
  readonly right: number
  /** How many choices are wrong. */
  readonly wrong: number
  /** |S∩C| */
  readonly rightTicked: number
  /** |S∖C| */
  readonly wrongTicked: number
  /** Number of ticked ids that are not choices of the question. */
  readonly unknown: number
  /** S = C; on a single choice, the one ticked is right. */
  readonly isExact: boolean
  /** Two ticks where one is possible. */
  readonly isTwice: boolean
}
