import type { ArchiveRow, ArchiveTableName } from './row-shapes.ts'

/** Appended to names that only another installation can vouch for. */
export const fromArchive = ' (archive)'

const attributed = (name: unknown) =>
  typeof name === 'string' && name !== '' && !name.endsWith(fromArchive) ? `${name}${fromArchive}` : name

/** Columns with names of staff, and those with ids of their accounts. */
const people: Partial<Record<ArchiveTableName, { names: readonly string[]; ids: readonly string[] }>> = {
  Exam: { names: ['invigilators'], ids: [] },
  PaperEntry: { names: ['byName'], ids: [] },
  LateDecision: { names: ['actorName'], ids: ['actorId'] },
  AttemptEvent: { names: ['actorName'], ids: ['actorId'] },
  ExamMessage: { names: ['authorName'], ids: ['authorId'] },
  ExamSlot: { names: ['invigilators'], ids: [] },
  Candidate: { names: ['byName'], ids: [] },
  LockedBrowserFile: { names: ['byName'], ids: [] },
  LockedBrowserPass: { names: ['byName', 'withdrawnByName'], ids: [] },
  Attendance: { names: ['actorName'], ids: [] },
  Incident: { names: ['authorName'], ids: ['authorId'] },
  MarkingRun: { names: ['createdByName'], ids: ['createdById'] },
  Contestation: { names: ['answeredByName'], ids: [] },
  AuditLine: { names: ['actorName'], ids: ['actorId'] },
}

/**
 * Adapts a row of an archive signed by another installation: actions of its staff are marked as coming from the archive
 * and linked to no account here, and results are not released.
 */
export function foreignRow(table: ArchiveTableName, row: ArchiveRow): ArchiveRow {
  const { names, ids } = people[table] ?? { names: [], ids: [] }
  const own: ArchiveRow = {
    ...row,
    ...Object.fromEntries(names.map((column) => [column, attributed(row[column])])),
    ...Object.fromEntries(ids.map((column) => [column, null])),
  }
  switch (table) {
    case 'Exam':
      return withheld(own)
    case 'MarkingRun':
      return { ...own, rules: attributedRules(row['rules'] as Ruled) }
    default:
      return own
  }
}

type Imported = { byName: string } | null

/** Sets the exam to manual release, so that only the owner can release it, not the timer. */
function withheld(exam: ArchiveRow): ArchiveRow {
  const imported = exam['imported'] as Imported
  return {
    ...exam,
    status: 'closed',
    releasedAt: null,
    contestableUntil: null,
    release: { ...(exam['release'] as object), when: 'by_hand', at: null },
    imported: imported && { ...imported, byName: attributed(imported.byName) },
  }
}

type Ruled = { adjustments?: Record<string, { byName: string }> }

function attributedRules(rules: Ruled): Ruled {
  if (!rules.adjustments) return rules
  const adjustments = Object.entries(rules.adjustments).map(([id, one]) => [
    id,
    { ...one, byName: attributed(one.byName) },
  ])
  return { ...rules, adjustments: Object.fromEntries(adjustments) }
}
