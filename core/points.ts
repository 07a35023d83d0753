import type { Language } from '#core/language.ts'
import { compare, divide, floorOf, multiply, parseRational, type Rational, rational } from './rational.ts'

/**
 * Points and marks are integers in hundredths: a question worth 1 point has `points: 100`, a mark of 12,75 is 1275.
 * What a student earned stays an exact fraction until `toMark`, the only place where a mark is rounded, once.
 */
export type Rounding = 'down' | 'nearest' | 'up'

/** Every number in hundredths, every number an integer. */
export type MarkScale = {
  /** The mark of a full score: 2000 for a mark out of 20. */
  readonly outOf: number
  /** The step between two marks, above zero: 1, 10, 25, 50 or 100. */
  readonly grain: number
  /** `down` towards −∞, `up` towards +∞, `nearest` with halves going up, in favour of the student. */
  readonly rounding: Rounding
  /** The lowest possible mark (0 after negative points); applied after rounding. */
  readonly floor?: number | undefined
  /** The highest possible mark (bonus questions); applied after rounding. */
  readonly ceiling?: number | undefined
}

/** Bound on the absolute value of any mark, in hundredths, so that the database, files and pages can hold it. */
export const mostMark = 10_000_000

/**
 * The mark in hundredths, or null when there is nothing to earn (`total` is not above zero). Earned and total are in
 * the same unit, whichever. Rounded once, on the exact value: 12.345 at a grain of 0.1 is 12.3 (rounding to 12.35 first
 * would give 12.4). Rounding alone never lifts a mark above `outOf`, whatever the grain.
 */
export function toMark(earned: Rational, total: Rational, scale: MarkScale): number | null {
  if (total.num <= 0n) return null
  const exact = divide(multiply(earned, rational(scale.outOf)), total)
  const steps = roundToInteger(divide(exact, rational(scale.grain)), scale.rounding)
  const rounded = Number(steps) * scale.grain
  const mark = compare(earned, total) <= 0 ? Math.min(rounded, scale.outOf) : rounded
  const bounded = Math.min(Math.max(mark, scale.floor ?? -mostMark), scale.ceiling ?? mostMark)
  return Math.min(Math.max(bounded, -mostMark), mostMark)
}

/** Earned points as shown beside a question, to the nearest hundredth. For display only: totals use the exact value. */
export const toHundredths = (points: Rational): number => Number(roundToInteger(points, 'nearest'))

/**
 * Hundredths from what a person typed or a file holds: `12,5`, `12.50`, `-0,25`. Null when it is not a decimal or would
 * lose a digit (`12.345` has thousandths: the caller reports it, or uses `parseRational`).
 */
export function parseHundredths(text: string): number | null {
  const value = parseRational(text)
  const hundredths = value && multiply(value, rational(100n))
  if (hundredths?.den !== 1n || text.includes('/')) return null
  const count = Number(hundredths.num)
  return Number.isSafeInteger(count) ? count : null
}

/**
 * `1250` → `12,5` in French, `12.5` in English; no trailing zero, and a hyphen as minus sign, because files are read
 * back.
 */
export function formatMark(hundredths: number, language: Language): string {
  const magnitude = Math.abs(hundredths)
  const cents = `${magnitude % 100}`.padStart(2, '0').replace(/0+$/, '')
  const whole = `${hundredths < 0 ? '-' : ''}${Math.floor(magnitude / 100)}`
  return cents === '' ? whole : `${whole}${language === 'fr' ? ',' : '.'}${cents}`
}

function roundToInteger(value: Rational, rounding: Rounding): bigint {
  switch (rounding) {
    case 'down':
      return floorOf(value)
    case 'up':
      return -floorOf({ num: -value.num, den: value.den })
    case 'nearest':
      return floorOf(rational(value.num * 2n + value.den, value.den * 2n))
  }
}
