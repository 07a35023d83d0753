import type { EntryStatus } from '#core/assessment-rules.ts'
import { type RationalText, rational, rationalText } from '#core/rational.ts'
import { listMarks } from '#server/grading/queries.ts'
import type { Deps } from '#server/platform/deps.ts'
import { listProjectMarks } from '#server/projects/marks.ts'
import { type Assessment, type MarkPart, markParts } from './assessment.ts'

/** Why there is no mark: what to do about it is not the same. */
export type Waiting =
  | 'exam_not_over'
  | 'not_marked'
  | 'absent'
  | 'voided'
  | 'no_team'
  | 'not_graded'
  | 'no_source'
  | 'by_hand'

/** The mark of one component for one student: exact, on 20. */
export type Known = { mark: RationalText; waiting: null } | { mark: null; waiting: Waiting }
export type KnownEntry = Known & { status: EntryStatus; retake: RationalText | null; reason: string }
/** student id → their mark for one component. */
type MarksOfPart = (studentId: string) => Known

type Asked = { assessment: Assessment; studentId: string | null }

/** What is known of every student (or of one) for each component: the mark where it was given, the status beside it. */
export async function readEntries(deps: Deps, { assessment, studentId }: Asked) {
  const parts = markParts(assessment.rules)
  const held = await deps.db.assessmentEntry.findMany({
    where: { assessmentId: assessment.id, ...(studentId ? { studentId } : {}) },
  })
  const heldOf = new Map(held.map((entry) => [`${entry.studentId}/${entry.component}`, entry]))
  const byHand = (part: MarkPart): MarksOfPart => {
    return (student) => given(heldOf.get(`${student}/${part.id}`)?.mark ?? null, 'by_hand')
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
        const entry = heldOf.get(`${student}/${id}`)
        const known = marksOf.get(id)?.(student) ?? { mark: null, waiting: 'no_source' as const }
        const retake = given(entry?.retake ?? null, 'by_hand').mark
        return [
          id,
          { ...known, retake, status: (entry?.status ?? 'present') as EntryStatus, reason: entry?.reason ?? '' },
        ]
      }),
    )
}

async function examMarks(
  deps: Deps,
  { assessment, examId, studentId }: Asked & { examId: string },
): Promise<MarksOfPart> {
  const exam = await deps.db.exam.findFirst({
    where: { id: examId, courseId: assessment.courseId },
    select: { status: true, markRule: true },
  })
  if (!exam) return () => ({ mark: null, waiting: 'no_source' })
  const { outOf } = exam.markRule as { outOf: number }
  const isOver = exam.status === 'closed' || exam.status === 'released'
  const rows = new Map((await listMarks(deps, examId, studentId)).map((row) => [row.studentId, row]))
  return (student) => {
    const row = rows.get(student)
    if (row && row.mark !== null) return { mark: rationalText(rational(row.mark * 20, outOf)), waiting: null }
    if (row?.status === 'voided') return { mark: null, waiting: 'voided' }
    if (!isOver) return { mark: null, waiting: 'exam_not_over' }
    return { mark: null, waiting: row?.closedAt ? 'not_marked' : 'absent' }
  }
}

type ProjectMarks = Awaited<ReturnType<typeof listProjectMarks>> extends Map<string, infer Marks> ? Marks : never

function projectMarks(marks: ProjectMarks | undefined): MarksOfPart {
  if (!marks) return () => ({ mark: null, waiting: 'no_source' })
  return (student) => {
    const held = marks.get(student)
    if (!held) return { mark: null, waiting: 'no_team' }
    return held.mark === null ? { mark: null, waiting: 'not_graded' } : { mark: rationalText(held.mark), waiting: null }
  }
}

function given(hundredths: number | null, waiting: Waiting): Known {
  return hundredths === null
    ? { mark: null, waiting }
    : { mark: rationalText(rational(hundredths, 100)), waiting: null }
}
