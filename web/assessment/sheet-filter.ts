import type { MarkPart } from '#core/assessment/rules.ts'
import { isFoundBy } from '#core/students/person-name.ts'
import { blockerIdsOf } from './blockers.ts'
import { hundredthsOf } from './exact.ts'
import { gradeOf, type SheetLine } from './final-sheet.ts'

export const outcomes = ['waiting', 'validated', 'resit', 'failed', 'defaulted'] as const
export type SheetOutcome = (typeof outcomes)[number]
export type SheetFilter = {
  search: string
  group: string
  outcome: SheetOutcome | null
  /** What they wait for, by its id in blockers.ts; empty: anything. */
  blocker: string
}
export const noSheetFilter: SheetFilter = { search: '', group: '', outcome: null, blocker: '' }

/** The rows that match the filters, plus those held in place, because they may hold text being typed. */
export function filterSheetLines(
  lines: readonly SheetLine[],
  { search, group, outcome, blocker }: SheetFilter,
  held: ReadonlyMap<string, boolean>,
): SheetLine[] {
  return lines.filter(
    (line) =>
      held.has(line.studentId) ||
      ((group === '' || line.group === group) &&
        (outcome === null || outcomeOf(line) === outcome) &&
        (blocker === '' || blockerIdsOf(line).includes(blocker)) &&
        isFoundBy(search, [line.familyName, line.givenName, line.number])),
  )
}

function outcomeOf({ result }: SheetLine): SheetOutcome {
  switch (result.status) {
    case 'missing':
      return 'waiting'
    case 'blocked':
      return 'defaulted'
    case 'graded':
      return result.decision
  }
}

/** The sort value of each column: a mark that is missing or does not count sorts last. */
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
