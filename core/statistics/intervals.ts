import type { Interval } from './figure.ts'

/** 95 % intervals. Null where the formula has no meaning. */
const z = 1.959963984540054

/**
 * Wilson's score interval of a proportion (Wilson, 1927): stays inside [0, 1] and holds for small n, where the usual p
 * ± 1.96·√(p(1−p)/n) does not. For an item with partial marks it is conservative: no variable in [0, 1] with mean p has
 * a larger variance than 0/1. Null without students or when `p` is not a proportion.
 */
export function wilsonInterval(p: number, n: number): Interval | null {
  if (n < 1 || p < 0 || p > 1) return null
  const spread = z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))
  const scale = 1 + (z * z) / n
  const centre = p + (z * z) / (2 * n)
  return { low: Math.max(0, (centre - spread) / scale), high: Math.min(1, (centre + spread) / scale) }
}

/** Interval of a correlation by Fisher's transformation; null below four students or when it is exactly −1 or 1. */
export function correlationInterval(r: number, n: number): Interval | null {
  if (n < 4 || Math.abs(r) >= 1) return null
  const half = z / Math.sqrt(n - 3)
  return { low: Math.tanh(Math.atanh(r) - half), high: Math.tanh(Math.atanh(r) + half) }
}

/** Interval of a mean by Student's t; null below two students. */
export function meanInterval(mean: number, standardDeviation: number, n: number): Interval | null {
  if (n < 2) return null
  const half = (studentQuantile(n - 1) * standardDeviation) / Math.sqrt(n)
  return { low: mean - half, high: mean + half }
}

/**
 * Interval of Cronbach's alpha: ln(1 − α) is close to normal with variance 2k / ((k − 1)(n − 2)) (Bonett, Sample Size
 * Requirements for Testing and Estimating Coefficient Alpha, 2002). Null below three students or two items, or at α = 1.
 */
export function alphaInterval(alpha: number, items: number, n: number): Interval | null {
  if (n < 3 || items < 2 || alpha >= 1) return null
  const half = z * Math.sqrt((2 * items) / ((items - 1) * (n - 2)))
  const centre = Math.log(1 - alpha)
  return { low: 1 - Math.exp(centre + half), high: 1 - Math.exp(centre - half) }
}

/** The first four are tabulated; beyond, the Cornish-Fisher expansion is accurate to 0.005. */
const firstQuantiles = [12.706205, 4.302653, 3.182446, 2.776445]

/** The 97.5 % quantile of Student's distribution with `freedom` degrees, 1 or more. */
function studentQuantile(freedom: number): number {
  const tabled = firstQuantiles[freedom - 1]
  if (tabled !== undefined) return tabled
  const first = (z ** 3 + z) / 4
  const second = (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96
  const third = (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384
  return z + first / freedom + second / freedom ** 2 + third / freedom ** 3
}
