import { type EntryStatus, type MarkPart, markParts } from '#core/assessment/rules.ts'
import type { Attendance } from '#core/attempts/attendance.ts'
import { isExamOver } from '#core/exams/exam.ts'
import { type RationalText, rational, rationalText } from '#core/rational.ts'
import type { Assessment } from '#prisma/client/client.ts'
import { listMarks, type StudentMark } from '#server/grading/queries.ts'
import type { Deps } from '#server/platform/deps.ts'
import { listProjectMarks } from '#server/projects/marks.ts'

/** Why there is no mark; each reason leads to a different next step. */
export type WaitingReason =
  | 'exam_not_over'
  | 'not_marked'
  | 'absent'
  | 'voided'
  | 'no_team'
  | 'not_graded'
  | 'names_withheld'
  | 'no_source'
  | 'by_hand'

/** The mark of one component for one student: exact, on 20. */
export type Known = { mark: RationalText; waiting: null } | { mark: null; waiting: WaitingReason }
export type KnownEntry = Known & { status: EntryStatus; retake: RationalText | null; reason: string }
/** Attendance noted for a student who did not start; used where the sheet itself has no status. */
type Noted = { status: EntryStatus; reason: string }
/** Student id → their mark for one component. */
type MarksOfPart = (studentId: string) => Known & { noted?: Noted | undefined }

type MarksQuery = { assessment: Assessment; studentId: string | null }

/** The entries of every student (or of one) for each component: the mark if any, and the status. */
export async function readEntries(deps: Deps, { assessment, studentId }: MarksQuery) {
  const parts = markParts(assessment.rules)
  const stored = await deps.db.assessmentEntry.findMany({
    where: { assessmentId: assessment.id, ...(studentId ? { studentId } : {}) },
  })
  const storedOf = new Map(stored.map((entry) => [`${entry.studentId}/${entry.component}`, entry]))
  const byHand = (part: MarkPart): MarksOfPart => {
    return (student) => knownMark(storedOf.get(`${student}/${part.id}`)?.mark ?? null, 'by_hand')
  }
  const projects = await listProjectMarks(deps, assessment.courseId)
  const marksOf = new Map<string, MarksOfPart>()
  for (const part of parts) {
    const { source } = part.content
    if (source.kind === 'hand') marksOf.set(part.id, byHand(part))
    if (source.kind === 'exam') marksOf.set(part.id, await examMarks(deps, { ...source, assessment, studentId }))
    if (source.kind === 'project') marksOf.set(part.id, projectMarks(projects.get(source.projectId)))
  }
  return (student: string): Record<string, KnownEntry> =>
    Object.fromEntries(
      parts.map(({ id }) => {
        const entry = storedOf.get(`${student}/${id}`)
        const { noted, ...known } = marksOf.get(id)?.(student) ?? { mark: null, waiting: 'no_source' as const }
        const { status, reason } = (entry as Noted | undefined) ?? noted ?? { status: 'present' as const, reason: '' }
        return [id, { ...known, status, reason, retake: knownMark(entry?.retake ?? null, 'by_hand').mark }]
      }),
    )
}

async function examMarks(
  deps: Deps,
  { assessment, examId, studentId }: MarksQuery & { examId: string },
): Promise<MarksOfPart> {
  const exam = await deps.db.exam.findFirst({
    where: { id: examId, courseId: assessment.courseId },
    select: { status: true, markRule: true },
  })
  if (!exam) return () => ({ mark: null, waiting: 'no_source' })
  const { outOf } = exam.markRule
  const isOver = isExamOver(exam.status)
  const rows = new Map((await listMarks(deps, examId, studentId)).map((row) => [row.studentId, row]))
  const attendance = await deps.db.attendance.findMany({ where: { examId, ...(studentId ? { studentId } : {}) } })
  const notes = new Map(attendance.map((note) => [note.studentId, note]))
  const markOf = (row: StudentMark | undefined): Known => {
    if (row && row.mark !== null) return { mark: rationalText(rational(row.mark * 20, outOf)), waiting: null }
    if (row?.status === 'voided') return { mark: null, waiting: 'voided' }
    if (!isOver) return { mark: null, waiting: 'exam_not_over' }
    return { mark: null, waiting: row?.closedAt ? 'not_marked' : 'absent' }
  }
  return (student) => {
    const row = rows.get(student)
    const note = notes.get(student)
    // A student who arrived late and started was present.
    const noted = note && !row?.startedAt ? (note as { status: Attendance; reason: string }) : undefined
    return { ...markOf(row), noted }
  }
}

type ProjectMarks = Awaited<ReturnType<typeof listProjectMarks>> extends Map<string, infer Marks> ? Marks : never

function projectMarks(marks: ProjectMarks | undefined): MarksOfPart {
  if (!marks) return () => ({ mark: null, waiting: 'no_source' })
  return (student) => {
    const found = marks.get(student)
    if (!found) return { mark: null, waiting: 'no_team' }
    if (found.isWithheld) return { mark: null, waiting: 'names_withheld' }
    if (found.worked === null) return { mark: null, waiting: 'not_graded' }
    return { mark: rationalText(found.worked.mark), waiting: null }
  }
}

function knownMark(hundredths: number | null, waiting: WaitingReason): Known {
  return hundredths === null
    ? { mark: null, waiting }
    : { mark: rationalText(rational(hundredths, 100)), waiting: null }
}
