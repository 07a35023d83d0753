/**
 * From what a rubric gives a team to the mark of one member, step by step; exact, on 20, never rounded here.
 *
 * the rubric (or the mean of two gradings) − late penalty = the team's mark team's mark × individual factor +
 * individual adjustment, kept between 0 and 20 = the member's mark
 */

import {
  add,
  compare,
  divide,
  largest,
  multiply,
  type Rational,
  type RationalText,
  rational,
  rationalText,
  smallest,
  subtract,
  toRational,
  zero,
} from '#core/rational.ts'
import { daysLate, type LatePenalty, type LateRule, latePenalty } from './late.ts'

/** A delivery: due and actual instants, the penalty, and the reason for waiving it (empty: not waived). */
export type Delivery = {
  readonly deadline: Date | null
  readonly rule: LateRule | null
  readonly submittedAt: Date | null
  readonly waived: string
  /** Time zone of the course (IANA name), in which days are counted. */
  readonly timeZone: string
}

/** `factor` multiplies the team's mark (`1` changes nothing); `adjustment` is added to it, in hundredths. */
export type MemberShare = { readonly factor: RationalText; readonly adjustment: number; readonly reason: string }

export type ProjectStep =
  | { readonly kind: 'rubric'; readonly value: RationalText }
  | {
      readonly kind: 'mean'
      readonly first: RationalText
      readonly second: RationalText
      readonly value: RationalText
    }
  | {
      readonly kind: 'late'
      readonly days: number
      readonly rule: LateRule
      readonly before: RationalText
      readonly taken: RationalText
      readonly limit: LatePenalty['limit']
      readonly value: RationalText
    }
  | { readonly kind: 'waived'; readonly days: number; readonly reason: string }
  | {
      readonly kind: 'factor'
      readonly before: RationalText
      readonly factor: RationalText
      readonly value: RationalText
    }
  | {
      readonly kind: 'adjustment'
      readonly before: RationalText
      readonly points: number
      readonly value: RationalText
    }
  | { readonly kind: 'reason'; readonly reason: string }
  | { readonly kind: 'bounded'; readonly value: RationalText }

export type Worked = { readonly mark: Rational; readonly steps: readonly ProjectStep[] }

/** From one mark, or from the mean of two. */
export function teamMark(marks: readonly [Rational, Rational?], delivery: Delivery): Worked {
  const [first, second] = marks
  const graded = second ? divide(add(first, second), rational(2n)) : first
  const value = rationalText(graded)
  const start: ProjectStep = second
    ? { kind: 'mean', first: rationalText(first), second: rationalText(second), value }
    : { kind: 'rubric', value }
  return withDelay({ mark: graded, steps: [start] }, delivery)
}

export function memberMark(team: Worked, { factor, adjustment, reason }: MemberShare): Worked {
  const steps = [...team.steps]
  const shared = multiply(team.mark, toRational(factor))
  const isShared = compare(toRational(factor), rational(1n)) !== 0
  if (isShared) steps.push({ kind: 'factor', before: rationalText(team.mark), factor, value: rationalText(shared) })
  const adjusted = add(shared, rational(adjustment, 100n))
  if (adjustment !== 0) {
    const value = rationalText(adjusted)
    steps.push({ kind: 'adjustment', before: rationalText(shared), points: adjustment, value })
  }
  if ((isShared || adjustment !== 0) && reason !== '') steps.push({ kind: 'reason', reason })
  const mark = largest(zero, smallest(adjusted, rational(20n)))
  if (compare(mark, adjusted) !== 0) steps.push({ kind: 'bounded', value: rationalText(mark) })
  return { mark, steps }
}

function withDelay({ mark, steps }: Worked, { deadline, rule, submittedAt, waived, timeZone }: Delivery): Worked {
  if (deadline === null || rule === null || submittedAt === null) return { mark, steps }
  const days = daysLate({ deadline, submittedAt, timeZone })
  if (days === 0) return { mark, steps }
  if (waived !== '') return { mark, steps: [...steps, { kind: 'waived', days, reason: waived }] }
  const { taken, limit } = latePenalty(mark, { rule, days })
  const after = subtract(mark, taken)
  const late: ProjectStep = {
    kind: 'late',
    ...{ days, rule, limit },
    before: rationalText(mark),
    taken: rationalText(taken),
    value: rationalText(after),
  }
  return { mark: after, steps: [...steps, late] }
}
