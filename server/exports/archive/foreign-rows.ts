import type { ArchiveRow, ArchiveTableName } from './row-shapes.ts'

/** After a name that another installation vouches for, and this one cannot. */
export const fromArchive = ' (archive)'

const attributed = (name: unknown) =>
  typeof name === 'string' && name !== '' && !name.endsWith(fromArchive) ? `${name}${fromArchive}` : name

/** Which columns name somebody of the staff, and which say whose account did it. */
const people: Partial<Record<ArchiveTableName, { names: readonly string[]; ids: readonly string[] }>> = {
  Exam: { names: ['invigilators'], ids: [] },
  PaperEntry: { names: ['byName'], ids: [] },
  LateDecision: { names: ['actorName'], ids: ['actorId'] },
  AttemptEvent: { names: ['actorName'], ids: ['actorId'] },
  ExamMessage: { names: ['authorName'], ids: ['authorId'] },
  Attendance: { names: ['actorName'], ids: [] },
  Incident: { names: ['authorName'], ids: ['authorId'] },
  MarkingRun: { names: ['createdByName'], ids: ['createdById'] },
  Contestation: { names: ['answeredByName'], ids: [] },
  AuditLine: { names: ['actorName'], ids: ['actorId'] },
}

/**
 * A row of an archive that another installation signed: what its staff did is told as coming from the archive, under no
 * account of ours, and nothing is released to students by a file.
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

/** The owner releases it, if they want to: by hand, so that the timer does not. */
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
