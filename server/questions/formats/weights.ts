import type { QuestionType } from '#core/questions/question.ts'
import {
  divide,
  largest,
  parseRational,
  type Rational,
  type RationalText,
  rational,
  rationalText,
  sum,
  zero,
} from '#core/rational.ts'

/** Denominators of repeating decimals: Moodle writes such percentages rounded, and means the fraction. */
const repeating = [3, 6, 7, 9, 11, 12, 13, 14, 15]

/** `50` → 1/2; `33.33333` → 1/3, as in Moodle; null when it is not a number. */
export function weightOfPercent(text: string): RationalText | null {
  const value = parseRational(text.trim() === '' ? '0' : text)
  if (!value) return null
  const decimals = /[.,](\d*)$/.exec(text.trim())?.[1]?.replace(/0+$/, '').length ?? 0
  return rationalText(decimals >= 3 ? nearestFraction(value, decimals) : rational(value.num, value.den * 100n))
}

function nearestFraction(percent: Rational, decimals: number): Rational {
  const scale = 10n ** BigInt(decimals)
  const written = (percent.num * scale) / percent.den
  for (const den of repeating) {
    for (let num = -den; num <= den; num += 1) {
      const exact = Number(num * 100) / den
      const same = BigInt(Math.round(exact * Number(scale))) === written || truncated(exact, scale) === written
      if (same) return rational(num, den)
    }
  }
  return rational(percent.num, percent.den * 100n)
}

const truncated = (value: number, scale: bigint) => BigInt(Math.trunc(value * Number(scale)))

/** 1/3 → `33.33333`, 1/2 → `50`, in Moodle's form. */
export function percentOfWeight(weight: RationalText): string {
  const value = parseRational(weight) ?? rational(0)
  const scaled = (value.num * 100n * 10n ** 6n) / value.den
  const rounded = (scaled + (scaled < 0n ? -5n : 5n)) / 10n
  const [whole, rest] = [rounded / 100_000n, (rounded < 0n ? -rounded : rounded) % 100_000n]
  const sign = rounded < 0n && whole === 0n ? '-' : ''
  return `${sign}${whole}${rest === 0n ? '' : `.${String(rest).padStart(5, '0').replace(/0+$/, '')}`}`
}

/** For a file that only gives the right choices: they share the points. */
export function evenWeights<T extends { readonly correct: boolean }>(
  type: QuestionType,
  choices: readonly T[],
): (T & { weight: RationalText })[] {
  const keys = choices.filter(({ correct }) => correct).length
  const share = type === 'multiple' && keys > 0 ? rationalText(rational(1, keys)) : '1'
  return choices.map((choice) => ({ ...choice, weight: choice.correct ? share : '0' }))
}

/**
 * Points per choice → shares: of the best choice for a single answer, of all the right ones for a multiple response.
 */
export function sharesOf(type: QuestionType, points: readonly Rational[], most?: Rational): RationalText[] {
  const positive = points.filter(({ num }) => num > 0n)
  const whole = most ?? (type === 'multiple' ? sum(positive) : positive.reduce(largest, zero))
  if (whole.num <= 0n) return points.map(() => '0')
  return points.map((value) => rationalText(divide(value, whole)))
}

/** Whether a choice earns something else than all the points, its share of them, or none. */
export function hasPartialChoices(
  type: QuestionType,
  choices: readonly { readonly correct: boolean; readonly weight: RationalText }[],
): boolean {
  const keys = choices.filter(({ correct }) => correct).length
  const share = type === 'multiple' && keys > 1 ? `1/${keys}` : '1'
  return choices.some(({ correct, weight }) => weight !== (correct ? share : '0'))
}

/** 1 or more: all the points. */
export const isWhole = (weight: RationalText) => {
  const value = parseRational(weight)
  return value !== null && value.num >= value.den
}

export const isPositive = (weight: RationalText) => (parseRational(weight)?.num ?? 0n) > 0n

/** 1, 2/3, 1/3 → 3, 2, 1 out of 3: exact integers for formats that count in points. */
export function wholePoints(weights: readonly RationalText[]): { points: bigint[]; outOf: bigint } {
  const values = weights.map((weight) => parseRational(weight) ?? zero)
  const outOf = values.reduce((all, { den }) => all * rational(all, den).den, 1n)
  return { points: values.map(({ num, den }) => (num * outOf) / den), outOf }
}
