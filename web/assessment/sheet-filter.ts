import { isFoundBy } from '#core/students/person-name.ts'
import { hundredthsOf } from './exact.ts'
import { gradeOf, type MarkPart, type SheetLine } from './final-sheet.ts'

export const outcomes = ['waiting', 'validated', 'resit', 'failed', 'defaulted'] as const
export type Outcome = (typeof outcomes)[number]
export type SheetFilter = { search: string; group: string; outcome: Outcome | null }
export const noSheetFilter: SheetFilter = { search: '', group: '', outcome: null }

/** The lines a trainer asked to see, and the one that is open: what is being written in it must not vanish. */
export function filterSheetLines(
  lines: readonly SheetLine[],
  { search, group, outcome }: SheetFilter,
  opened: string | undefined,
): SheetLine[] {
  return lines.filter(
    (line) =>
      line.studentId === opened ||
      ((group === '' || line.group === group) &&
        (outcome === null || outcomeOf(line) === outcome) &&
        isFoundBy(search, [line.familyName, line.givenName, line.number])),
  )
}

function outcomeOf({ result }: SheetLine): Outcome {
  switch (result.status) {
    case 'missing':
      return 'waiting'
    case 'blocked':
      return 'defaulted'
    case 'graded':
      return result.decision
  }
}

/** What a column is put in order by: a mark that is missing, or that did not count, goes last. */
export const orderColumns = (parts: readonly MarkPart[]) => [
  orderBy('name', (line) => line),
  ...parts.map(({ id }) => orderBy(id, (line) => markOf(line, id))),
  orderBy('final', gradeOf),
]

const orderBy = (id: string, sortValue: (line: SheetLine) => string | number | SheetLine | null) => ({
  ...{ id, sortValue, header: null },
  cell: () => null,
})

function markOf({ entries }: SheetLine, id: string): number | null {
  const entry = entries.find(({ component }) => component === id)
  return entry?.status === 'present' && entry.mark !== null ? hundredthsOf(entry.mark) : null
}
