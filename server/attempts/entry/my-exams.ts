import { type Attempt, asOf } from '#core/attempts/sitting.ts'
import { sampleOf } from '#core/exams/pools.ts'
import { Refusal } from '#core/refusal.ts'
import { allowedMs, type ExamWindow, windowOf } from '#core/timing.ts'
import type { Exam, Prisma } from '#prisma/client/client.ts'
import { readClock } from '#server/attempts/change.ts'
import { loadAttempt } from '#server/attempts/load.ts'
import { shownToStudent } from '#server/attempts/release.ts'
import { type AskedTerms, scalesOf } from '#server/attempts/scales.ts'
import { askedCount, type FrozenStratum, stratumOf } from '#server/exams/draw-copy.ts'
import { findOwnPlace } from '#server/exams/own-place.ts'
import { renderInstructions } from '#server/exams/render-instructions.ts'
import type { StudentCaller } from '#server/platform/caller.ts'
import type { Deps } from '#server/platform/deps.ts'
import { findMyCourses } from './my-courses.ts'

/** The exams that this student can see: those of their courses that are for them, except drafts. */
export async function listMyExams(deps: Deps, caller: StudentCaller) {
  const courses = await findMyCourses(deps, caller)
  const lists = await Promise.all(courses.map((course) => listExamsOf(deps, course.caller)))
  return {
    studentName: caller.name,
    courses: courses.map(({ title, caller: { courseId } }) => ({
      ...{ id: courseId, title, isThisOne: courseId === caller.courseId },
    })),
    exams: lists.flat(),
  }
}

async function listExamsOf(deps: Deps, caller: StudentCaller) {
  const exams = await deps.db.exam.findMany({
    where: visibleTo(caller),
    orderBy: [{ opensAt: 'desc' }, { createdAt: 'desc' }],
    take: 200,
  })
  const now = await readClock(deps.pool, deps)
  return Promise.all(exams.map((exam) => view(deps, { caller, exam, now })))
}

/** An exam for others does not exist, unless the student has started it. */
export const visibleTo = ({ courseId, studentId }: StudentCaller): Prisma.ExamWhereInput => ({
  courseId,
  status: { not: 'draft' },
  OR: [
    { audience: { path: ['kind'], equals: 'class' } },
    { candidates: { some: { studentId, isListed: true } } },
    { attempts: { some: { studentId, startedAt: { not: null } } } },
  ],
})

export async function findMyExam(deps: Deps, caller: StudentCaller, examId: string) {
  const exam = await deps.db.exam.findFirst({ where: { id: examId, ...visibleTo(caller) } })
  if (!exam) throw new Refusal('not_found')
  const now = await readClock(deps.pool, deps)
  const { rows: questions } = await deps.pool.query<AskedTerms & FrozenStratum>(
    `select asked->>'type' as type, points, scale, stratum, take from "ExamQuestion" where "examId" = $1 order by position`,
    [examId],
  )
  const sample = sampleOf(questions.map((question) => ({ ...question, stratum: stratumOf(question) })))
  return {
    ...(await view(deps, { caller, exam, now })),
    instructions: await renderInstructions(exam.instructions),
    scales: scalesOf(exam.scale, sample),
    hasMultiple: questions.some(({ type }) => type === 'multiple'),
    graceSeconds: exam.graceSeconds,
    asksRoomCode: exam.roomCode !== 'none',
    release: exam.release,
    studentName: caller.name,
  }
}

async function view(deps: Deps, { caller, exam, now }: { caller: StudentCaller; exam: Exam; now: Date }) {
  const { studentId } = caller
  const [place, student, course, questions, ownAttempt] = await Promise.all([
    findOwnPlace(deps, { examId: exam.id, studentId }),
    deps.db.student.findUniqueOrThrow({ where: { id: studentId }, select: { extraTime: true, group: true } }),
    deps.db.course.findUniqueOrThrow({ where: { id: exam.courseId }, select: { title: true } }),
    deps.db.examQuestion.findMany({ where: { examId: exam.id }, select: { stratum: true, take: true } }),
    deps.db.attempt.findUnique({ where: { examId_studentId: { examId: exam.id, studentId } }, select: { id: true } }),
  ])
  const loaded = ownAttempt && (await loadAttempt(deps.pool, { attemptId: ownAttempt.id, reach: { studentId } }))
  const current = loaded ? asOf(loaded.attempt, now) : null
  const allowance = {
    limitMinutes: exam.limitMinutes,
    extraTime: student.extraTime,
    startedAt: startOf(place.window, current, now),
    addedMs: place.addedMinutes * 60_000,
    grantsMs: loaded?.attempt.grantsMs ?? 0,
  }
  const own = windowOf(place.window, allowance)
  const shown = await shownToStudent(deps, { exam, attemptId: ownAttempt?.id ?? null, group: student.group })
  return {
    id: exam.id,
    title: exam.title,
    courseId: exam.courseId,
    courseTitle: course.title,
    status: exam.status,
    attempt:
      ownAttempt && current
        ? {
            id: ownAttempt.id,
            status: current.status,
            closedAt: 'closedAt' in current ? current.closedAt.toISOString() : null,
          }
        : null,
    questionCount: askedCount(questions),
    limitMinutes: exam.limitMinutes,
    allowedMs: allowedMs(allowance),
    opensAt: own.opensAt?.toISOString() ?? null,
    closesAt: own.closesAt?.toISOString() ?? null,
    timeZone: exam.timeZone,
    slot: place.slot,
    room: place.room,
    override: place.override,
    serverNow: now.toISOString(),
    ...shown,
    answeredContestations:
      ownAttempt && shown.canReview
        ? await deps.db.contestation.count({ where: { attemptId: ownAttempt.id, answeredAt: { not: null } } })
        : 0,
  }
}

/** When they started, or the earliest they could, because extra time has dates. */
function startOf({ opensAt }: Pick<ExamWindow, 'opensAt'>, current: Attempt | null, now: Date): Date {
  if (current !== null && 'startedAt' in current && current.startedAt !== null) return current.startedAt
  return opensAt !== null && opensAt > now ? opensAt : now
}
