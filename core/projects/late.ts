/**
 * The penalty of a late delivery. A day ends at the hour of the deadline on the clock of the course, also across a
 * change of hour, and a started day counts whole: a second late is one day late. The penalty is subtracted from the
 * team's mark on 20, before the members' individual shares.
 */
import {
  compare,
  divide,
  largest,
  multiply,
  type Rational,
  type RationalText,
  rational,
  smallest,
  subtract,
  toRational,
  zero,
} from '#core/rational.ts'
import { wallClockMs } from '#core/wall-clock.ts'

export const lateUnits = ['points', 'percent'] as const
export type LateRule = {
  /** Points on 20, or percents of the team's mark, per started day. */
  readonly unit: (typeof lateUnits)[number]
  readonly amount: RationalText
  /** The maximum penalty in points on 20; null for no limit. */
  readonly most: RationalText | null
  /** The penalty never takes a mark below this one. */
  readonly floor: RationalText
}

export type Delay = { readonly deadline: Date; readonly submittedAt: Date; readonly timeZone: string }

export type LatePenalty = {
  readonly taken: Rational
  /** The limit that kept the penalty below days × amount, if any. */
  readonly limit: { readonly kind: 'most' | 'floor'; readonly at: RationalText } | null
}

const dayMs = 86_400_000

/** Started days since the deadline, in local time of the zone (IANA name); 0 when in time, to the millisecond. */
export function daysLate({ deadline, submittedAt, timeZone }: Delay): number {
  if (submittedAt <= deadline) return 0
  const elapsed = wallClockMs(submittedAt, timeZone) - wallClockMs(deadline, timeZone)
  // In the repeated hour of autumn, local time may be before the deadline although the delivery is late.
  return Math.max(1, Math.ceil(elapsed / dayMs))
}

export function latePenalty(mark: Rational, { rule, days }: { rule: LateRule; days: number }): LatePenalty {
  const amount = toRational(rule.amount)
  const daily = rule.unit === 'points' ? amount : divide(multiply(mark, amount), rational(100n))
  const asked = multiply(daily, rational(days))
  const most = rule.most === null ? asked : smallest(asked, toRational(rule.most))
  // A mark already below the floor loses nothing and is not raised to it.
  const taken = smallest(most, largest(zero, subtract(mark, toRational(rule.floor))))
  if (compare(taken, most) < 0) return { taken, limit: { kind: 'floor', at: rule.floor } }
  if (rule.most === null || compare(most, asked) === 0) return { taken, limit: null }
  return { taken, limit: { kind: 'most', at: rule.most } }
}
