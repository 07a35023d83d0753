import type { ExamResults } from '#contract/grading/grading.ts'
import { isFoundBy } from '#core/students/person-name.ts'

export type Row = ExamResults['rows'][number]
export const standings = ['below', 'above', 'absent'] as const
export type Standing = (typeof standings)[number]
/** Filters on blanks and on time; `fast` and `slow` are the first and last quarters of the class by time. */
export const ways = ['blanks', 'complete', 'fast', 'slow'] as const
export type Way = (typeof ways)[number]
export type ResultsFilter = {
  search: string
  group: string
  standing: Standing | null
  status: Row['status'] | null
  way: Way | null
  /** The number of a slot; null: all of them. */
  slot: number | null
}
export const noResultsFilter: ResultsFilter = {
  search: '',
  group: '',
  standing: null,
  status: null,
  way: null,
  slot: null,
}

/** The rows that match the filters. `pass` is on the scale of the exam. */
export function filterRows(
  rows: readonly Row[],
  { search, group, standing, status, way, slot }: ResultsFilter,
  pass: number,
): Row[] {
  const quarters = quartersOf(rows)
  return rows.filter(
    (row) =>
      (group === '' || row.group === group) &&
      (slot === null || row.slot === slot) &&
      (standing === null || standingOf(row, pass) === standing) &&
      (status === null || row.status === status) &&
      (way === null || wentThisWay(row, way, quarters)) &&
      isFoundBy(search, [row.familyName, row.givenName, row.number]),
  )
}

function standingOf({ mark }: Row, pass: number): Standing {
  if (mark === null) return 'absent'
  return mark < pass ? 'below' : 'above'
}

type Quarters = { readonly fast: number; readonly slow: number }

/**
 * The longest time of the fastest quarter and the shortest of the slowest, over the whole class whatever the other
 * filters.
 */
function quartersOf(rows: readonly Row[]): Quarters {
  const times = rows.flatMap(({ durationMs }) => durationMs ?? []).sort((a, b) => a - b)
  const size = Math.ceil(times.length / 4)
  return { fast: times[size - 1] ?? 0, slow: times.at(-size) ?? 0 }
}

function wentThisWay({ counts, durationMs }: Row, way: Way, { fast, slow }: Quarters): boolean {
  switch (way) {
    case 'blanks':
      return counts !== null && counts.blank > 0
    case 'complete':
      return counts?.blank === 0
    case 'fast':
      return durationMs !== null && durationMs <= fast
    case 'slow':
      return durationMs !== null && durationMs >= slow
  }
}
