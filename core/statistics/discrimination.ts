import { derive, type Figure, figure, type Interval, missing } from './figure.ts'
import { correlationInterval } from './intervals.ts'
import { correlationOf, covariance, fewerThanTwo, isFlat, total } from './moments.ts'
import { extremeGroups, inRankOrder, type Ranking } from './ranking.ts'

/** How far an item agrees with the exam: x is the mark on the item, T the total, R = T − x the rest. */
export type Discrimination = {
  /** Correlation of x and T. */
  readonly itemTotal: Figure
  /** Correlation of x and R: Moodle's discrimination index, over 100. */
  readonly itemRest: Figure
  readonly itemRestInterval: Interval | null
  /** cov(x, R) divided by its value if x and R were in the same order (Moodle, over 100). */
  readonly discriminativeEfficiency: Figure
  /** Facility among the strongest 27 % minus facility among the weakest 27 %. */
  readonly upperLower: Figure
}

/** Parallel arrays over the students who were asked the item. */
type Asked = {
  readonly marks: readonly number[]
  readonly totals: readonly number[]
  readonly rests: readonly number[]
  readonly ranking: Ranking
}

export function discriminationOf({ marks, totals, rests, ranking }: Asked, maximum: number): Discrimination {
  const itemRest = correlationOf(marks, rests)
  return {
    itemTotal: correlationOf(marks, totals),
    itemRest,
    itemRestInterval: itemRest.value === null ? null : correlationInterval(itemRest.value, marks.length),
    discriminativeEfficiency: efficiencyOf(marks, rests),
    upperLower: upperLowerOf({ marks, totals, ranking }, maximum),
  }
}

/** √cov(x, T) / Σ √cov(xⱼ, T) for each item x: its share in the spread of the marks (Moodle, over 100). */
export function effectiveWeights(items: readonly Pick<Asked, 'marks' | 'totals'>[]): Figure[] {
  const roots = items.map(covarianceRootOf)
  const sum = total(roots.map(({ value }) => value ?? 0))
  return roots.map((root) => derive(root, (value) => (sum === 0 ? missing('no_variance') : figure(value / sum))))
}

/** √cov(x, T). */
function covarianceRootOf({ marks, totals }: Pick<Asked, 'marks' | 'totals'>): Figure {
  const tooFew = fewerThanTwo(marks)
  if (tooFew) return tooFew
  const shared = covariance(marks, totals)
  return shared < 0 ? missing('negative_covariance') : figure(Math.sqrt(shared))
}

function efficiencyOf(marks: readonly number[], rests: readonly number[]): Figure {
  const tooFew = fewerThanTwo(marks)
  if (tooFew) return tooFew
  const best = covariance(ascending(marks), ascending(rests))
  return best === 0 ? missing('no_variance') : figure(covariance(marks, rests) / best)
}

function upperLowerOf({ marks, totals, ranking }: Omit<Asked, 'rests'>, maximum: number): Figure {
  const tooFew = fewerThanTwo(marks)
  if (tooFew) return tooFew
  if (maximum <= 0) return missing('no_points')
  if (isFlat(totals)) return missing('no_variance')
  const { upper, lower } = extremeGroups(inRankOrder(marks, ranking))
  return figure((upper - lower) / maximum)
}

const ascending = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b)
