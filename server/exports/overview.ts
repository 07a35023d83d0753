import { wasHandedIn } from '#core/attempts/sitting.ts'
import { storyOf } from '#core/exports/course-story.ts'
import { type CourseState, type FinalState, isOver, type NextStep, nextSteps } from '#core/exports/next-steps.ts'
import { allowedMs } from '#core/timing.ts'
import { readFinalSheet } from '#server/assessment/final-sheet.ts'
import { findAssessmentIfAny } from '#server/assessment/live-sheet.ts'
import { readCopyCounts } from '#server/exams/copy-counts.ts'
import { listExams } from '#server/exams/queries.ts'
import type { Role } from '#server/platform/caller.ts'
import type { Deps } from '#server/platform/deps.ts'
import { inAudienceOf } from '#server/platform/who-sits.ts'
import { listProjects } from '#server/projects/queries.ts'
import { readJournal } from './journal.ts'

/**
 * The overview of a course. It reads data of every other concept, so it is here: only this late concept may import all
 * of them.
 */
export async function readOverview(deps: Deps, { courseId, role }: { courseId: string; role: Role }) {
  const [people, students, questionCount, rows, projects, journal] = await Promise.all([
    deps.db.membership.count({ where: { courseId } }),
    listClass(deps, courseId),
    deps.db.question.count({ where: { courseId, archivedAt: null } }),
    listExamStates(deps, courseId),
    listProjects(deps, courseId),
    role === 'invigilator' ? [] : listJournal(deps, courseId),
  ])
  const withoutCodeCount = students.filter(({ codeHash }) => codeHash === null).length
  const exams = rows.map(({ state }) => state)
  const course: Omit<CourseState, 'final'> = {
    ...{ studentCount: students.length, withoutCodeCount, questionCount, exams },
    projects: projects.map(({ releasedAt, ...project }) => ({ ...project, isReleased: releasedAt !== null })),
  }
  const state = { ...course, final: await readFinal(deps, courseId, course) }
  return {
    serverNow: deps.now().toISOString(),
    isPlainHttp: deps.settings.lan,
    nextSteps: nextSteps(state)
      .filter((step) => mayDo(role, step))
      .map((step) => viewStep(step, rows)),
    story: storyOf(state),
    counts: {
      ...{ people, students: students.length, withoutCode: withoutCodeCount, questions: questionCount },
      exams: exams.length,
      teams: projects.reduce((sum, { teamCount }) => sum + teamCount, 0),
      gradedTeams: projects.reduce((sum, { gradedCount }) => sum + gradedCount, 0),
      toDecide: role === 'invigilator' ? 0 : (state.final?.missingCount ?? 0),
    },
    contestations:
      role === 'invigilator'
        ? []
        : exams.flatMap(({ id, contestationCount: count }) => (count > 0 ? [{ examId: id, count }] : [])),
    nextExam: await viewNext(deps, rows),
    currentExamId: currentOf(rows)?.row.id ?? null,
    markedExam: rows.find(({ state: { status } }) => isOver({ status }))?.row ?? null,
    journal,
  }
}

type ExamRow = Awaited<ReturnType<typeof listExamStates>>[number]

async function listClass({ db }: Deps, courseId: string) {
  return db.student.findMany({
    where: { courseId, archivedAt: null },
    select: { codeHash: true },
  })
}

/** The exams, newest first, with counts of their copies. */
async function listExamStates(deps: Deps, courseId: string) {
  const copies = await readCopyCounts(deps, courseId)
  const [rows, policies, contestations] = await Promise.all([
    listExams(deps, courseId, copies),
    deps.db.exam.findMany({ where: { courseId }, select: { id: true, release: true } }),
    deps.db.contestation.findMany({
      where: { answeredAt: null, attempt: { exam: { courseId } } },
      select: { attempt: { select: { examId: true } } },
    }),
  ])
  return rows.map((row) => {
    const own = copies.filter(({ examId }) => examId === row.id)
    const running = own.filter(({ status }) => status === 'in_progress' || status === 'paused')
    const closed = own.filter(({ status }) => wasHandedIn(status))
    const policy = policies.find(({ id }) => id === row.id)?.release as { what: string } | undefined
    const state = {
      ...{ id: row.id, title: row.title, status: row.status, startedCount: row.startedCount },
      opensAt: row.opensAt === null ? null : new Date(row.opensAt),
      runningCount: running.reduce((sum, { count }) => sum + count, 0),
      unmarkedCount: closed.reduce((sum, { count, marked }) => sum + count - marked, 0),
      contestationCount: contestations.filter(({ attempt }) => attempt.examId === row.id).length,
      isShown: policy?.what !== 'never',
    }
    return { row, state }
  })
}

/** Expensive for a large class, so it is computed only once an exam was marked. */
async function readFinal(
  deps: Deps,
  courseId: string,
  { exams, projects }: Omit<CourseState, 'final'>,
): Promise<FinalState> {
  const assessment = await findAssessmentIfAny(deps, courseId)
  if (assessment === null) return null
  const isReleased = assessment.releasedAt !== null
  if (isReleased || !(exams.some(isOver) || projects.some(({ gradedCount }) => gradedCount > 0)))
    return { missingCount: 0, isReleased }
  const { lines } = await readFinalSheet(deps, courseId)
  return { missingCount: lines.filter(({ result }) => result.status === 'missing').length, isReleased }
}

async function listJournal(deps: Deps, courseId: string) {
  return (await readJournal(deps, { courseId, count: 5, order: 'desc', beyond: null })).lines
}

/** An invigilator only gets the steps about running an exam. */
function mayDo(role: Role, { kind }: NextStep): boolean {
  return role !== 'invigilator' || kind === 'watch_exam'
}

/** The exam of a step for the reply: dates as text, with its time zone. */
function viewStep(step: NextStep, rows: readonly ExamRow[]) {
  if (!('exam' in step)) return step
  const timeZone = rows.find(({ row }) => row.id === step.exam.id)?.row.timeZone ?? ''
  return { ...step, exam: { ...step.exam, opensAt: step.exam.opensAt?.toISOString() ?? null, timeZone } }
}

async function viewNext({ db, now: clock }: Deps, rows: readonly ExamRow[]) {
  const next = comingOf(rows)
  if (next === undefined) return null
  const now = clock()
  const exam = await db.exam.findUniqueOrThrow({ where: { id: next.row.id } })
  const students = await db.student.findMany({
    where: { courseId: exam.courseId, archivedAt: null, ...inAudienceOf(exam) },
    select: { extraTime: true },
  })
  const { limitMinutes } = next.row
  const { opensAt } = next.state
  const startedAt = opensAt !== null && opensAt > now ? opensAt : now
  const lengths = students.map(({ extraTime }) => {
    const allowance = { limitMinutes, extraTime: extraTime, startedAt, addedMs: 0, grantsMs: 0 }
    return Math.ceil(allowedMs(allowance) / 60_000)
  })
  const longer = lengths.filter((length) => length > limitMinutes)
  return { ...next.row, extendedMinutes: [...new Set(longer)].sort((one, other) => one - other) }
}

/** The running exam, else the one that opens first; exams without a date come last. */
function comingOf(rows: readonly ExamRow[]): ExamRow | undefined {
  const place = ({ state: { status, opensAt } }: ExamRow) =>
    status === 'open' ? 0 : (opensAt?.getTime() ?? Number.MAX_SAFE_INTEGER)
  return rows.filter(({ state }) => !isOver(state)).sort((one, other) => place(one) - place(other))[0]
}

function currentOf(rows: readonly ExamRow[]): ExamRow | undefined {
  const open = rows.find(({ state: { status } }) => status === 'open')
  return open ?? rows.find(({ state }) => isOver(state)) ?? comingOf(rows)
}
