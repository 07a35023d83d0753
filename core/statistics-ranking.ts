import { average } from './statistics-moments.ts'

/**
 * The values in the order of the totals, weakest student first. Students of equal total share the mean of their values,
 * so that cutting a group among them takes the same share of each: no figure depends on the order of the list.
 */
export function rankByTotal(values: readonly number[], totals: readonly number[]): number[] {
  const order = totals.map((_, index) => index).sort((a, b) => (totals[a] as number) - (totals[b] as number))
  const ranked: number[] = []
  let start = 0
  while (start < order.length) {
    const end = endOfTie(order, totals, start)
    const tied = order.slice(start, end).map((index) => values[index] as number)
    const mean = average(tied)
    for (let i = start; i < end; i += 1) ranked.push(mean)
    start = end
  }
  return ranked
}

/** Kelley's groups, the best for telling students apart (The Selection of Upper and Lower Groups, 1939): 27 % each. */
export function extremeGroups(ranked: readonly number[]): { readonly upper: number; readonly lower: number } {
  const size = Math.max(1, Math.round(ranked.length * 0.27))
  return { upper: average(ranked.slice(-size)), lower: average(ranked.slice(0, size)) }
}

/** Totals that differ by less are equal: thirds do not add up exactly in floating numbers. */
const tolerance = 1e-9

function endOfTie(order: readonly number[], totals: readonly number[], start: number): number {
  const first = totals[order[start] as number] as number
  let end = start + 1
  while (end < order.length && (totals[order[end] as number] as number) - first <= tolerance) end += 1
  return end
}
