import { countedExams } from '#core/assessment/counted-exam.ts'
import { examsOfParts } from '#core/assessment/exams-of-rules.ts'
import { type EntryStatus, type MarkPart, markParts, type SatExam } from '#core/assessment/rules.ts'
import type { Attendance } from '#core/attempts/attendance.ts'
import { isExamOver } from '#core/exams/exam.ts'
import { type MarkScale, toMark } from '#core/points.ts'
import {
  divide,
  largest,
  multiply,
  type Rational,
  type RationalText,
  rational,
  rationalText,
  smallest,
  toRational,
} from '#core/rational.ts'
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
  | 'several_marks'
  | 'not_expected'

/** The mark of one component for one student: exact, on 20. */
export type Known = { mark: RationalText; waiting: null } | { mark: null; waiting: WaitingReason }
export type KnownEntry = Known & {
  status: EntryStatus
  retake: RationalText | null
  typedRetake: RationalText | null
  reason: string
  exams: SatRow[]
  chosen: string | null
}
type SatRow = SatExam & { exact: RationalText | null }
/** Attendance noted for a student who did not start; used where the sheet itself has no status. */
type Noted = { status: EntryStatus; reason: string }
/** Student id → their mark for one component; `chosen` is the exam that the sheet says, of several. */
type MarksOfPart = (
  studentId: string,
  chosen: string | null,
) => Known & { noted?: Noted | undefined; retake?: RationalText | null; exams?: SatRow[] }

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
  const exams = await readExams(deps, { assessment, studentId })
  const marksOf = new Map<string, MarksOfPart>()
  for (const part of parts) {
    const { source } = part.content
    if (source.kind === 'hand') marksOf.set(part.id, byHand(part))
    if (source.kind === 'exam' || source.kind === 'exams') marksOf.set(part.id, examMarks(part, { assessment, exams }))
    if (source.kind === 'project') marksOf.set(part.id, projectMarks(projects.get(source.projectId)))
  }
  return (student: string): Record<string, KnownEntry> =>
    Object.fromEntries(
      parts.map(({ id }) => {
        const entry = storedOf.get(`${student}/${id}`)
        const chosen = entry?.examId ?? null
        const found = marksOf.get(id)?.(student, chosen) ?? { mark: null, waiting: 'no_source' as const }
        const { noted, retake: retaken = null, exams: sat = [], ...known } = found
        const { status, reason } = (entry as Noted | undefined) ?? noted ?? { status: 'present' as const, reason: '' }
        // What a retake gave prevails over a mark typed before it was linked.
        const typedRetake = knownMark(entry?.retake ?? null, 'by_hand').mark
        const retake = retaken ?? typedRetake
        return [id, { ...known, status, reason, retake, typedRetake, exams: sat, chosen }]
      }),
    )
}

type ReadExam = {
  title: string
  isOver: boolean
  outOf: number
  /** The mark on 20 before the exam rounded it. */
  exactOf: (row: StudentMark) => RationalText | null
  rows: ReadonlyMap<string, StudentMark>
  notes: ReadonlyMap<string, { status: string; reason: string; at: Date }>
}

/** Every exam that the rules read, retakes included, with the marks of the class or of one student. */
async function readExams(deps: Deps, { assessment, studentId }: MarksQuery) {
  const exams = await deps.db.exam.findMany({
    where: { courseId: assessment.courseId },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    select: { id: true, title: true, status: true, markRule: true, retakeOfId: true },
  })
  const ofParts = examsOfParts(assessment.rules, exams)
  const wanted = new Set([...ofParts.values()].flatMap(({ first, second }) => [...first, ...second]))
  const read = new Map<string, ReadExam>()
  for (const { id, title, status, markRule } of exams.filter((exam) => wanted.has(exam.id))) {
    const rows = new Map((await listMarks(deps, id, studentId)).map((row) => [row.studentId, row]))
    const attendance = await deps.db.attendance.findMany({ where: { examId: id, ...(studentId ? { studentId } : {}) } })
    const notes = new Map(attendance.map((note) => [note.studentId, note]))
    read.set(id, {
      title,
      isOver: isExamOver(status),
      outOf: markRule.outOf,
      exactOf: exactMarks(markRule),
      rows,
      notes,
    })
  }
  return { ofParts, read }
}

type ExamsOfPart = { assessment: Assessment; exams: Awaited<ReturnType<typeof readExams>> }

function examMarks(part: MarkPart, { assessment, exams: { ofParts, read } }: ExamsOfPart): MarksOfPart {
  const { first = [], second = [] } = ofParts.get(part.id) ?? {}
  const found = (ids: readonly string[]) =>
    ids.flatMap((id) => (read.has(id) ? [[id, read.get(id) as ReadExam] as const] : []))
  const [firsts, seconds] = [found(first), found(second)]
  if (firsts.length === 0) return () => ({ mark: null, waiting: 'no_source' })
  return (student, chosen) => {
    const exams = [
      ...firsts.flatMap(([id, exam]) => satExam(exam, { id, student, session: 'first' })),
      ...seconds.flatMap(([id, exam]) => satExam(exam, { id, student, session: 'second' })),
    ]
    const counted = countedExams(part.content.source, assessment.rules.retake, { exams, chosen })
    const known: Known = counted.first
      ? { mark: counted.first.mark, waiting: null }
      : { mark: null, waiting: counted.why === 'undecided' ? 'several_marks' : waitingOf(firsts, student) }
    return { ...known, noted: notedOf(firsts, student), retake: counted.second?.mark ?? null, exams }
  }
}

type Sat = { id: string; student: string; session: SatExam['session'] }

/** Nothing for a student who neither started the exam nor has a mark at it, or whose copy is void: no mark will come. */
function satExam({ title, outOf, exactOf, rows }: ReadExam, { id, student, session }: Sat): SatRow[] {
  const row = rows.get(student)
  if (!row || (row.mark === null && (!row.startedAt || row.status === 'voided'))) return []
  const mark = row.mark === null ? null : rationalText(onTwenty(rational(row.mark), outOf))
  const exact = exactOf(row)
  return [
    {
      ...{ examId: id, title, session, mark, at: row.startedAt?.toISOString() ?? null },
      exact: exact === null || exact === mark ? null : exact,
    },
  ]
}

/** Few totals are different in a class, and each is worked out in exact fractions. */
function exactMarks(rule: MarkScale): ReadExam['exactOf'] {
  const known = new Map<string, RationalText | null>()
  return (row) => {
    const total = `${row.mark} ${row.earned} ${row.maximum}`
    const exact = known.get(total) ?? exactMark(row, rule)
    known.set(total, exact)
    return exact
  }
}

/** The mark on 20 before the exam rounded it; null when rounding is not all that made it, after an adjustment for one. */
function exactMark({ mark, earned, maximum }: StudentMark, rule: MarkScale): RationalText | null {
  if (mark === null || earned === null || maximum === null) return null
  const [got, most] = [toRational(earned), toRational(maximum)]
  if (toMark(got, most, { floor: 0, ...rule }) !== mark) return null
  const exact = divide(multiply(got, rational(rule.outOf)), most)
  const floor = rational(rule.floor ?? 0)
  const atLeast = largest(exact, floor)
  const bounded = rule.ceiling === undefined ? atLeast : smallest(atLeast, rational(rule.ceiling))
  return rationalText(onTwenty(bounded, rule.outOf))
}

/** Hundredths of a mark out of `outOf`, on 20. */
const onTwenty = (hundredths: Rational, outOf: number) => divide(multiply(hundredths, rational(20)), rational(outOf))

/** Why none of these exams gives a mark: what leads to a decision first. */
function waitingOf(exams: readonly (readonly [string, ReadExam])[], student: string): WaitingReason {
  // The rows of an exam are those of whom it is for.
  const expected = exams.filter(([, { rows: of }]) => of.has(student))
  if (expected.length === 0) return 'not_expected'
  const rows = expected.map(([, { rows: of }]) => of.get(student))
  if (rows.some((row) => row?.status === 'voided')) return 'voided'
  if (rows.some((row) => row?.closedAt)) return 'not_marked'
  return expected.every(([, { isOver }]) => isOver) ? 'absent' : 'exam_not_over'
}

/** The latest note of somebody who started none of these exams; who arrived late and started was present. */
function notedOf(exams: readonly (readonly [string, ReadExam])[], student: string) {
  if (exams.some(([, { rows }]) => rows.get(student)?.startedAt)) return undefined
  const noted = exams
    // A note about somebody the exam is no longer for counts for nothing.
    .flatMap(([, { rows, notes }]) => (rows.has(student) ? (notes.get(student) ?? []) : []))
    .toSorted((a, b) => Number(a.at) - Number(b.at))
  return noted.at(-1) as { status: Attendance; reason: string } | undefined
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
