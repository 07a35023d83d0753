import { cutText } from '#core/cut-text.ts'
import { tidyName } from '#core/students/person-name.ts'
import type { RosterChange, RosterLine } from '#core/students/roster.ts'
import { type RosterRow, rosterFields } from '#core/students/roster-columns.ts'
import type { ExtraTime } from '#core/timing.ts'
import type { Prisma } from '#prisma/client/client.ts'
import type { Deps } from '#server/platform/deps.ts'
import { planRosterImport, type RosterPlan } from './plan-import.ts'
import type { RosterContent } from './read-roster.ts'
import { readRosterInThread } from './read-roster-in-thread.ts'

/** The effect of an import, line by line; nothing is written. */
export async function previewImport({ db }: Deps, where: { courseId: string; content: RosterContent }) {
  const roster = await readRosterInThread(where.content)
  const plan = await planRosterImport(db, {
    courseId: where.courseId,
    roster,
    mends: where.content.mends,
  })
  const { encoding, separator, headers, columns, firstLine, isGuessed, skipped } = plan.roster
  const shown = (cells: readonly string[]) => cutText(tidyName(cells.filter(Boolean).join(' · ')), 160)
  const used = new Set(Object.values(columns))
  return {
    fingerprint: plan.fingerprint,
    encoding,
    separator,
    headers: headers.map((header) => cutText(tidyName(header), 80)),
    ...{ columns, firstLine, isGuessed },
    skipped: skipped.map(({ cells }) => shown(cells)),
    ignored:
      firstLine === 'student'
        ? []
        : headers.flatMap((header, at) => (used.has(at) ? [] : cutText(tidyName(header), 80) || [])),
    ...(await viewPlan(db, { courseId: where.courseId, plan })),
  }
}

/** What a plan would do, counted and line by line, as people read it. */
export async function viewPlan(
  db: Prisma.TransactionClient,
  { courseId, plan }: { courseId: string; plan: RosterPlan },
) {
  const archived = await db.student.findMany({ where: { courseId, archivedAt: { not: null } }, select: { id: true } })
  const archivedIds = new Set(archived.map(({ id }) => id))
  return { counts: countsOf(plan.lines), lines: viewLines(plan, archivedIds) }
}

function viewLines({ roster, rows, lines, known }: RosterPlan, archivedIds: ReadonlySet<string>) {
  const byId = new Map(known.map((student) => [student.id, student]))
  const rowAt = new Map(rows.map((row) => [row.line, row]))
  const cellsAt = new Map(roster.records.map(({ line, cells }) => [line, cells]))
  const said = (line: number) => cutText(tidyName((cellsAt.get(line) ?? []).filter(Boolean).join(' · ')), 160)
  const nameOf = (id: string) => byId.get(id) ?? { familyName: '', givenName: '', number: null, email: null }
  const viewOf = (line: RosterLine) => {
    switch (line.outcome) {
      case 'new':
        return { ...line, doubts: doubtsOf(line) }
      case 'changed':
        return {
          ...line,
          name: line.student,
          changes: viewChanges(line.changes),
          isArchived: archivedIds.has(line.id),
          doubts: doubtsOf(line),
        }
      case 'unchanged':
        return { ...line, name: nameOf(line.id), isArchived: archivedIds.has(line.id), doubts: doubtsOf(line) }
      case 'duplicated':
        return { ...line, said: said(line.line), changes: viewChanges(line.changes) }
      case 'unusable':
        return { ...line, said: said(line.line), people: [...(line.people ?? [])] }
    }
  }
  return lines.map((line) => ({ ...viewOf(line), cells: textsOf(rowAt.get(line.line)) }))
}

const textsOf = (row: RosterRow | undefined) =>
  Object.fromEntries(
    rosterFields.flatMap((field) => {
      const text = row?.[field]
      return text === undefined ? [] : [[field, cutText(tidyName(text), 200)] as const]
    }),
  )

const doubtsOf = ({ doubts = [] }: RosterLine) => [...doubts]

/** Every field of a student is a text, null or an extra time. */
function viewChanges(changes: readonly RosterChange[]) {
  type Cell = string | ExtraTime | null
  return changes.map(({ field, before, after }) => ({ field, before: before as Cell, after: after as Cell }))
}

function countsOf(lines: readonly RosterLine[]) {
  const counts = { new: 0, changed: 0, unchanged: 0, duplicated: 0, unusable: 0 }
  for (const { outcome } of lines) counts[outcome] += 1
  return counts
}
