import { compare, type Rational, rational, sum } from '#core/rational.ts'
import type { QuestionScore } from './scale.ts'

export type TotalRules = {
  /** AMC's `allowempty`: how many blank questions are left out of both sums, those with the most points first. */
  readonly allowEmpty?: number | undefined
  /** AMC's `SUF`: the points that make a full mark, in hundredths, instead of the sum of the questions. */
  readonly fullMarkPoints?: number | undefined
}

/** The exact points earned in an attempt, and their maximum; `toMark` makes a mark of the two. */
export function totalOf(
  scores: readonly Pick<QuestionScore, 'earned' | 'maximum' | 'outcome'>[],
  { allowEmpty = 0, fullMarkPoints }: TotalRules = {},
): { readonly earned: Rational; readonly total: Rational } {
  const blanks = scores.filter((score) => score.outcome === 'blank').sort((a, b) => compare(b.maximum, a.maximum))
  const forgiven = new Set(blanks.slice(0, allowEmpty))
  const counted = scores.filter((score) => !forgiven.has(score))
  return {
    earned: sum(counted.map((score) => score.earned)),
    total: fullMarkPoints === undefined ? sum(counted.map((score) => score.maximum)) : rational(fullMarkPoints),
  }
}
