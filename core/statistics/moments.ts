import { type Figure, figure, missing } from './figure.ts'

/**
 * Moments of plain arrays. Variances and covariances are over n − 1; skewness and kurtosis are Fisher's k-statistics,
 * as in Moodle's quiz statistics.
 */
export function total(values: readonly number[]): number {
  let sum = 0
  for (let i = 0; i < values.length; i += 1) sum += values[i] as number
  return sum
}

/** `values` must not be empty. */
export const average = (values: readonly number[]): number => total(values) / values.length

/** Whether all values are equal, within the rounding error of adding thirds as floating-point numbers. */
export function isFlat(values: readonly number[]): boolean {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i] as number
    if (value < low) low = value
    if (value > high) high = value
  }
  return values.length === 0 || high - low <= 1e-9 * Math.max(1, Math.abs(high), Math.abs(low))
}

export const meanOf = (values: readonly number[]): Figure =>
  values.length === 0 ? missing('no_student') : figure(average(values))

export function medianOf(values: readonly number[]): Figure {
  if (values.length === 0) return missing('no_student')
  const sorted = [...values].sort((a, b) => a - b)
  const upper = sorted.length >> 1
  const middle = sorted.length % 2 === 1 ? [sorted[upper]] : [sorted[upper - 1], sorted[upper]]
  return figure(average(middle as number[]))
}

/** For two arrays of the same length, 2 or more. Exactly 0 when either does not vary. */
export const covariance = (a: readonly number[], b: readonly number[]): number =>
  productsOf(a, b).together / (a.length - 1)

export const variance = (values: readonly number[]): number => covariance(values, values)

export function standardDeviationOf(values: readonly number[]): Figure {
  return fewerThanTwo(values) ?? figure(Math.sqrt(variance(values)))
}

/** Pearson's correlation; a point-biserial when one side is 0/1. */
export function correlationOf(a: readonly number[], b: readonly number[]): Figure {
  const tooFew = fewerThanTwo(a)
  if (tooFew) return tooFew
  const { together, squaresA, squaresB } = productsOf(a, b)
  if (squaresA === 0 || squaresB === 0) return missing('no_variance')
  const ratio = together / Math.sqrt(squaresA * squaresB)
  return figure(1 - Math.abs(ratio) < 1e-12 ? Math.sign(ratio) : ratio)
}

/**
 * Sums of the products and of the squares of the deviations from the means; 0 where the values do not vary, and where
 * the products are mere rounding error, because callers use their sign.
 */
function productsOf(a: readonly number[], b: readonly number[]) {
  const products = { together: 0, squaresA: 0, squaresB: 0 }
  const [isFlatA, isFlatB, meanA, meanB] = [isFlat(a), isFlat(b), average(a), average(b)]
  for (let i = 0; i < a.length; i += 1) {
    const x = isFlatA ? 0 : (a[i] as number) - meanA
    const y = isFlatB ? 0 : (b[i] as number) - meanB
    products.together += x * y
    products.squaresA += x * x
    products.squaresB += y * y
  }
  const { together, squaresA, squaresB } = products
  return Math.abs(together) <= 1e-12 * Math.sqrt(squaresA * squaresB) ? { ...products, together: 0 } : products
}

/** k₃ / k₂^(3/2). */
export function skewnessOf(values: readonly number[]): Figure {
  const n = values.length
  if (n < 3) return missing('too_few_students')
  if (isFlat(values)) return missing('no_variance')
  const [, , m2, m3] = centralMoments(values)
  const k3 = (n * n * m3) / ((n - 1) * (n - 2))
  return figure(k3 / ((n * m2) / (n - 1)) ** 1.5)
}

/** k₄ / k₂², the excess over a normal distribution. */
export function kurtosisOf(values: readonly number[]): Figure {
  const n = values.length
  if (n < 4) return missing('too_few_students')
  if (isFlat(values)) return missing('no_variance')
  const [, , m2, , m4] = centralMoments(values)
  const k4 = (n * n * ((n + 1) * m4 - 3 * (n - 1) * m2 * m2)) / ((n - 1) * (n - 2) * (n - 3))
  return figure(k4 / ((n * m2) / (n - 1)) ** 2)
}

/** Means of the powers 0 to 4 of the deviation from the mean. */
function centralMoments(values: readonly number[]): [number, number, number, number, number] {
  const mean = average(values)
  const moment = (power: number) => average(values.map((value) => (value - mean) ** power))
  return [1, 0, moment(2), moment(3), moment(4)]
}

export function fewerThanTwo(values: readonly unknown[]): Figure | null {
  if (values.length === 0) return missing('no_student')
  return values.length === 1 ? missing('one_student') : null
}
