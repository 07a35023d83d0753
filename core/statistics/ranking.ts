import { average } from './moments.ts'

/** Students (their positions in the arrays) from the weakest to the strongest, grouped by equal total. */
export type Ranking = readonly (readonly number[])[]

/** Totals that differ by less are equal, because thirds do not add up exactly as floating-point numbers. */
const tolerance = 1e-9

export function rankingOf(totals: readonly number[]): Ranking {
  const order = totals.map((_, student) => student).sort((a, b) => (totals[a] as number) - (totals[b] as number))
  const ties: number[][] = []
  let first = Number.NEGATIVE_INFINITY
  for (const student of order) {
    const total = totals[student] as number
    const isNewTie = total - first > tolerance
    if (isNewTie) ties.push([])
    if (isNewTie) first = total
    ties[ties.length - 1]?.push(student)
  }
  return ties
}

/**
 * The values in the order of the ranking. Students of equal total share the mean of their values, so that no figure
 * depends on the order of the list when a group is cut among them.
 */
export function inRankOrder(values: readonly number[], ranking: Ranking): number[] {
  const ranked: number[] = []
  for (const tie of ranking) {
    const mean = average(tie.map((student) => values[student] as number))
    for (let place = 0; place < tie.length; place += 1) ranked.push(mean)
  }
  return ranked
}

/** Kelley's groups, the best for discrimination (The Selection of Upper and Lower Groups, 1939): 27 % each. */
export function extremeGroups(ranked: readonly number[]): { readonly upper: number; readonly lower: number } {
  const size = Math.max(1, Math.round(ranked.length * 0.27))
  return { upper: average(ranked.slice(-size)), lower: average(ranked.slice(0, size)) }
}
