import type { Interval } from './figure.ts'

/** 95 % intervals. Null where the formula has no meaning. */
const z = 1.959963984540054

/**
 * Wilson's score interval of a proportion (Wilson, 1927): stays inside [0, 1] and holds for small n, where the usual p
 * ± 1.96·√(p(1−p)/n) does not. For an item with partial marks it is conservative: no variable in [0, 1] with mean p has
 * a larger variance than 0/1. `n` may be a fraction, as an effective sample size is. Null without students or when `p` is
 * not a proportion.
 */
export function wilsonInterval(p: number, n: number): Interval | null {
  if (n <= 0 || p < 0 || p > 1) return null
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

/** What one student earned on some questions, and could have, in any one unit; and how many questions these were. */
export type SharedPoints = { readonly earned: number; readonly maximum: number; readonly answers: number }

/**
 * Interval of a share of points, Σ earned / Σ maximum, when each student answered several questions: the student was
 * sampled, not the answer, and the answers of one student go together. The variance is that of a ratio over clusters, v =
 * n Σ (earned − share · maximum)² / ((n − 1) (Σ maximum)²) (Cochran, Sampling Techniques, 1977, chapter 6). It gives an
 * effective sample size, share (1 − share) / v · (z / t)² with Student's t of n − 1 degrees, at most the number of
 * answers (Korn and Graubard, Confidence intervals for proportions with small expected number of positive counts
 * estimated from survey data, Survey Methodology 24, 1998), for which Wilson's interval is taken, one of the best in the
 * comparison of Franco, Little, Louis and Slud (Journal of Survey Statistics and Methodology 7, 2019).
 *
 * Students who all have the same share tell nothing about their spread: each then counts once. Where points were below
 * zero or above the maximum the share is no proportion: Student's interval, not cut. Null below two students.
 */
export function shareInterval(students: readonly SharedPoints[]): Interval | null {
  const n = students.length
  if (n < 2) return null
  let [earned, maximum, answers] = [0, 0, 0]
  for (const own of students) {
    earned += own.earned
    maximum += own.maximum
    answers += own.answers
  }
  const share = earned / maximum
  let squares = 0
  for (const own of students) squares += (own.earned - share * own.maximum) ** 2
  const variance = squares <= 1e-18 * maximum * maximum ? 0 : (n * squares) / ((n - 1) * maximum * maximum)
  const quantile = studentQuantile(n - 1)
  if (students.some((own) => own.earned < 0 || own.earned > own.maximum)) {
    const half = quantile * Math.sqrt(variance)
    return half === 0 ? null : { low: share - half, high: share + half }
  }
  const effective = variance === 0 ? n : ((share * (1 - share)) / variance) * (z / quantile) ** 2
  return wilsonInterval(share, Math.min(answers, effective))
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
