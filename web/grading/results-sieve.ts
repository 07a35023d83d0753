import { isFoundBy } from '#core/person-name.ts'
import type { Results } from './ResultsPage.tsx'

export type Row = Results['rows'][number]
export const standings = ['below', 'above', 'absent'] as const
export type Standing = (typeof standings)[number]
export type Sieve = { search: string; group: string; standing: Standing | null }

/** The rows a trainer asked to see. `pass` is on the scale of the exam. */
export function keepRows(rows: readonly Row[], { search, group, standing }: Sieve, pass: number): Row[] {
  return rows.filter(
    (row) =>
      (group === '' || row.group === group) &&
      (standing === null || standingOf(row, pass) === standing) &&
      isFoundBy(search, [row.familyName, row.givenName, row.number]),
  )
}

function standingOf({ mark }: Row, pass: number): Standing {
  if (mark === null) return 'absent'
  return mark < pass ? 'below' : 'above'
}
