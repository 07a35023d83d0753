/** The exact weighted mean of marks, of all of them or of the best ones. */
import { add, compare, divide, multiply, type Rational, subtract, sum, zero } from '#core/rational.ts'

export type Keep =
  | { readonly kind: 'all' }
  /** At least one mark is kept, whatever the count. */
  | { readonly kind: 'best'; readonly count: number }
  | { readonly kind: 'drop_lowest'; readonly count: number }

export type Weighted = { readonly coefficient: Rational; readonly mark: Rational }
type Mean<T> = {
  readonly value: Rational
  readonly coefficients: Rational
  readonly kept: readonly T[]
  readonly dropped: readonly T[]
}

/**
 * Null when no coefficient is above zero. A mark with coefficient zero is neither kept nor dropped: it does not count.
 */
export function weightedMean<T extends Weighted>(marks: readonly T[], keep: Keep): Mean<T> | null {
  const weighing = marks.filter(({ coefficient }) => compare(coefficient, zero) > 0)
  if (weighing.length === 0) return null
  const kept = bestFor(weighing, countOf(keep, weighing.length))
  const dropped = weighing.filter((mark) => !kept.includes(mark))
  return { value: meanOf(kept), coefficients: sum(kept.map(({ coefficient }) => coefficient)), kept, dropped }
}

function countOf(keep: Keep, available: number): number {
  switch (keep.kind) {
    case 'all':
      return available
    case 'best':
      return Math.max(Math.min(keep.count, available), 1)
    case 'drop_lowest':
      return Math.max(available - keep.count, 1)
  }
}

/**
 * The choice of `count` marks with the highest mean, which is not always the highest marks when coefficients differ:
 * only so does a better mark never lower the mean. Found exactly by Dinkelbach's method (1967): choose what gains most
 * over the mean so far, until the mean no longer rises. Kept in the order given.
 */
function bestFor<T extends Weighted>(marks: readonly T[], count: number): readonly T[] {
  let kept = marks.slice(0, count)
  for (;;) {
    const mean = meanOf(kept)
    const gain = ({ coefficient, mark }: T) => multiply(coefficient, subtract(mark, mean))
    const ranked = [...marks].sort((a, b) => compare(gain(b), gain(a))).slice(0, count)
    if (compare(meanOf(ranked), mean) <= 0) return marks.filter((mark) => kept.includes(mark))
    kept = ranked
  }
}

function meanOf(marks: readonly Weighted[]): Rational {
  const products = marks.map(({ coefficient, mark }) => multiply(coefficient, mark))
  return divide(products.reduce(add, zero), sum(marks.map(({ coefficient }) => coefficient)))
}
