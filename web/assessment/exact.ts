import { toHundredths } from '#core/points.ts'
import { multiply, type RationalText, rational, toRational } from '#core/rational.ts'

/** Rounds a mark to hundredths for display; computations keep the exact value. */
export const hundredthsOf = (exact: RationalText): number => toHundredths(multiply(toRational(exact), rational(100n)))

/** The number of decimals that the rounding step needs: 14,5 for half points, 14 for whole points. */
export function decimalsOf(grain: number): number {
  if (grain % 100 === 0) return 0
  return grain % 10 === 0 ? 1 : 2
}

const medianOf = (sorted: readonly number[]) => {
  const middle = sorted.length / 2
  return ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2
}

/** The mean and the median of grades in hundredths; null for an empty list. */
export function centreOf(grades: readonly number[]): { mean: number; median: number } | null {
  if (grades.length === 0) return null
  const sorted = grades.toSorted((a, b) => a - b)
  return { mean: sorted.reduce((sum, grade) => sum + grade, 0) / sorted.length, median: medianOf(sorted) }
}
