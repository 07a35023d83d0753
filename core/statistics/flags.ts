import { partsOf } from '#core/questions/parts.ts'
import type { ChoiceStatistics } from './choices.ts'
import type { Figure, Interval } from './figure.ts'

export const itemFlagCodes = [
  'key_suspect',
  'negative_discrimination',
  'weak_discrimination',
  'too_easy',
  'below_guess',
  'too_hard',
  'many_blanks',
  'dead_distractor',
] as const satisfies readonly ItemFlag['code'][]

/** An item to review, as a code that a page turns into a sentence with what to do. A flag is no verdict. */
export type ItemFlag =
  | { readonly code: 'too_easy' | 'too_hard' | 'below_guess' | 'many_blanks' }
  | { readonly code: 'weak_discrimination' | 'negative_discrimination' }
  | { readonly code: 'dead_distractor'; readonly choice: string }
  | { readonly code: 'key_suspect'; readonly choice: string; readonly count: number; readonly n: number }

/** Fractions. The limits of Ebel (Essentials of Educational Measurement) and of Haladyna and Downing for distractors. */
export const limits = {
  easy: 0.95,
  hard: 0.2,
  discrimination: 0.2,
  deadShare: 0.05,
  blanks: 0.2,
  suspectCorrelation: 0.1,
} as const

/** With fewer students there is no verdict: one more or less would change it. */
export const verdictFrom = 20

export type Flaggable = {
  readonly n: number
  readonly isSingle: boolean
  /** Whether the answer is typed: an answer nobody gave is then no distractor. */
  readonly isTyped?: boolean | undefined
  readonly facility: Figure
  readonly facilityInterval: Interval | null
  readonly itemRest: Figure
  readonly guess: Figure
  readonly blanks: number
  readonly choices: readonly ChoiceStatistics[]
}

/** The gravest first; empty below `verdictFrom` students. */
export function flagsOf(item: Flaggable): ItemFlag[] {
  const facility = item.facility.value
  if (item.n < verdictFrom || facility === null) return []
  return [
    ...eachPart(item).flatMap(suspectChoices),
    ...discriminationFlags(item.itemRest, facility),
    ...facilityFlags(item, facility),
    ...(item.blanks / item.n >= limits.blanks ? [{ code: 'many_blanks' } as const] : []),
    ...(item.isTyped ? [] : eachPart(item).flatMap((part) => deadDistractors(part, facilityOfPart(part, facility)))),
  ]
}

/** Each part of a question in parts is a single choice. */
const eachPart = (item: Flaggable): Flaggable[] => partsOf(item.choices).map(({ choices }) => ({ ...item, choices }))

/** Of a part, the share of those who were right. */
const facilityOfPart = ({ choices, n }: Flaggable, facility: number): number =>
  choices.some(({ part }) => part !== undefined)
    ? choices.reduce((sum, { correct, count }) => sum + (correct ? count : 0), 0) / n
    : facility

/**
 * A wrong choice that better students prefer: on a single choice, the strongest 27 % chose it more than any right one;
 * on a multiple response, most of them ticked it.
 */
function suspectChoices({ choices, isSingle, n }: Flaggable): ItemFlag[] {
  const upper = (choice: ChoiceStatistics) => choice.upperShare.value ?? 0
  const rightShares = choices.filter((choice) => choice.correct).map(upper)
  const threshold = isSingle ? Math.max(0, ...rightShares) : 0.5
  return choices
    .filter((choice) => !choice.correct && (choice.pointBiserial.value ?? 0) > limits.suspectCorrelation)
    .filter((choice) => upper(choice) > threshold)
    .map((choice) => ({ code: 'key_suspect', choice: choice.id, count: choice.count, n }))
}

/** An item that nearly everybody answers correctly cannot discriminate: it is flagged as easy, not as weak. */
function discriminationFlags({ value }: Figure, facility: number): ItemFlag[] {
  if (value === null) return []
  if (value < 0) return [{ code: 'negative_discrimination' }]
  return value < limits.discrimination && facility < limits.easy ? [{ code: 'weak_discrimination' }] : []
}

/** Below the guess: even the top of the interval is under the expected score of a random answer. */
function facilityFlags({ facilityInterval, guess }: Flaggable, facility: number): ItemFlag[] {
  if (facility >= limits.easy) return [{ code: 'too_easy' }]
  if (facilityInterval && guess.value !== null && facilityInterval.high < guess.value) return [{ code: 'below_guess' }]
  return facility <= limits.hard ? [{ code: 'too_hard' }] : []
}

/** Chosen by less than 5 %, when wrong answers spread evenly over the distractors would have given 5 % or more. */
function deadDistractors({ choices }: Flaggable, facility: number): ItemFlag[] {
  const distractors = choices.filter((choice) => !choice.correct)
  if ((1 - facility) / Math.max(1, distractors.length) < limits.deadShare) return []
  return distractors
    .filter((choice) => (choice.share.value ?? 0) < limits.deadShare)
    .map((choice) => ({ code: 'dead_distractor', choice: choice.id }))
}
