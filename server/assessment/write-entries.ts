import type { EntryStatus } from '#core/assessment/rules.ts'
import type { Prisma } from '#prisma/client/client.ts'

type EntryRow = {
  status: EntryStatus
  mark: number | null
  retake: number | null
  /** Only where one of several exams was chosen. */
  examId?: string
  reason: string
}
type JuryRow = { points: number; reason: string }
/** One row of the sheet: a component of a student, or (`component` null) the points of the jury. */
export type SheetRowChange = { studentId: string } & (
  | { component: string; before: EntryRow | null; after: EntryRow | null }
  | { component: null; before: JuryRow | null; after: JuryRow | null }
)

type Tx = Prisma.TransactionClient

/** Sets each row to its `after` value; null deletes it. */
export async function writeSheetRows(
  tx: Tx,
  { assessmentId, rows }: { assessmentId: string; rows: readonly SheetRowChange[] },
) {
  for (const row of rows) {
    if (row.component === null) {
      const where = { assessmentId_studentId: { assessmentId, studentId: row.studentId } }
      const key = { assessmentId, studentId: row.studentId }
      if (row.after) await tx.juryDecision.upsert({ where, create: { ...key, ...row.after }, update: row.after })
      else await tx.juryDecision.deleteMany({ where: key })
    } else {
      const key = { assessmentId, studentId: row.studentId, component: row.component }
      const where = { assessmentId_studentId_component: key }
      if (row.after) await tx.assessmentEntry.upsert({ where, create: { ...key, ...row.after }, update: row.after })
      else await tx.assessmentEntry.deleteMany({ where: key })
    }
  }
}

/** The current rows: null where there is none. */
export async function readRows(tx: Tx, assessmentId: string) {
  const [entries, jury] = await Promise.all([
    tx.assessmentEntry.findMany({ where: { assessmentId } }),
    tx.juryDecision.findMany({ where: { assessmentId } }),
  ])
  const entryOf = new Map(entries.map((entry) => [`${entry.studentId}/${entry.component}`, entry]))
  const juryOf = new Map(jury.map((each) => [each.studentId, each]))
  return {
    entry: (studentId: string, component: string): EntryRow | null => {
      const row = entryOf.get(`${studentId}/${component}`)
      if (!row) return null
      const { mark, retake, examId, reason } = row
      return { status: row.status as EntryStatus, mark, retake, ...(examId ? { examId } : {}), reason }
    },
    jury: (studentId: string): JuryRow | null => {
      const row = juryOf.get(studentId)
      return row ? { points: row.points, reason: row.reason } : null
    },
  }
}
