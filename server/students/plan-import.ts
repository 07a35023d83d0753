import { createHash } from 'node:crypto'
import { Refusal } from '#core/refusal.ts'
import { type KnownStudent, planRoster, type RosterLine } from '#core/students/roster.ts'
import { mendRows, type RosterMend, type RosterRow, rosterRow } from '#core/students/roster-columns.ts'
import type { Prisma } from '#prisma/client/client.ts'
import { listKnown } from './queries.ts'
import type { RosterText } from './read-roster.ts'

export type RosterPlan = {
  roster: RosterText
  rows: RosterRow[]
  lines: RosterLine[]
  known: KnownStudent[]
  /** Hash of the plan: equal when the same content would have the same effect on the class. */
  fingerprint: string
}

/** The effect of importing this content, on the class in its current state. */
export async function planRosterImport(
  db: Prisma.TransactionClient,
  { courseId, roster, mends = [] }: { courseId: string; roster: RosterText; mends?: readonly RosterMend[] | undefined },
): Promise<RosterPlan> {
  if (roster.records.length === 0) throw new Refusal('nothing_to_import')
  const read = roster.records.map(({ line, cells }) => rosterRow(cells, roster.columns, { line, order: roster.order }))
  const rows = mendRows(read, mends)
  const known = await listKnown(db, courseId)
  const lines = planRoster({ rows, existing: known })
  const fingerprint = createHash('sha256').update(JSON.stringify(lines)).digest('hex')
  return { roster, rows, lines, known, fingerprint }
}
