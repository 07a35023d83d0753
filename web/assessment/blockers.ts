import type { EntryStatus } from '#core/assessment/rules.ts'
import { type MarkPart, markParts } from '#core/assessment/rules.ts'
import { type FinalSheetView, isWaiting, type SheetEntry, type SheetLine } from './final-sheet.ts'

type Waiting = NonNullable<SheetEntry['waiting']>

/** The students who wait for a grade for one reason; `part` is null where every component of theirs is left out. */
export type Blocker = {
  /** `qcm-absent`: also its value in the address. */
  id: string
  part: MarkPart | null
  reason: Waiting | 'left_out'
  lines: SheetLine[]
}

const leftOut = 'left_out'

/** What keeps the sheet from being complete, by component and reason: each group has one thing to do. */
export function blockersOf({ lines, rules }: Pick<FinalSheetView, 'lines' | 'rules'>): Blocker[] {
  const blockers = new Map<string, Blocker>()
  const parts = markParts(rules)
  for (const line of lines) {
    for (const id of blockerIdsOf(line)) {
      const part = parts.find((one) => id.startsWith(`${one.id}-`)) ?? null
      const reason = part === null ? leftOut : (id.slice(part.id.length + 1) as Waiting)
      const known = blockers.get(id) ?? { id, part, reason, lines: [] }
      known.lines.push(line)
      blockers.set(id, known)
    }
  }
  const rank = ({ part }: Blocker) => (part === null ? parts.length : parts.indexOf(part))
  return [...blockers.values()].sort((one, other) => rank(one) - rank(other) || other.lines.length - one.lines.length)
}

/** The groups that a line is in; none once it has a grade. */
export function blockerIdsOf(line: SheetLine): string[] {
  if (!isWaiting(line)) return []
  const ids = line.entries.flatMap(({ component, status, waiting }) =>
    status === 'present' && waiting !== null && isCounted(line, component) ? `${component}-${waiting}` : [],
  )
  return ids.length > 0 ? ids : [leftOut]
}

/** A bonus without a mark is waited for by nobody. */
const isCounted = ({ result }: SheetLine, component: string) =>
  result.status !== 'missing' || result.what.includes(component)

/** The statuses that settle a whole group in one act. */
export const statusesFor: Partial<Record<Blocker['reason'], readonly EntryStatus[]>> = {
  absent: ['abi', 'abj'],
  not_expected: ['exempt', 'abj'],
  voided: ['abi', 'fraud'],
}
