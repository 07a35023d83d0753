import { type Attempt, asOf } from '#core/attempts/sitting.ts'
import { Refusal } from '#core/refusal.ts'
import { allowedMs, type ExamWindow, windowOf } from '#core/timing.ts'
import type { Prisma } from '#prisma/client/client.ts'
import { type TermsRow, toAttempt } from '#server/attempts/load.ts'
import { shownToStudent } from '#server/attempts/release.ts'
import { scalesOf } from '#server/attempts/scales.ts'
import { askedCount } from '#server/exams/draw-copy.ts'
import { ownPlaceOf } from '#server/exams/own-place.ts'
import { renderInstructions } from '#server/exams/render-instructions.ts'
import type { StudentCaller } from '#server/platform/caller.ts'
import type { Deps } from '#server/platform/deps.ts'
import { findMyCourses } from './my-courses.ts'
import { type OwnExam, readOwnExams } from './read-own-exams.ts'
import { readSample } from './read-sample.ts'

/** The exams that this student can see: those of their courses that are for them, except drafts. */
export async function listMyExams(deps: Deps, caller: StudentCaller) {
  const [courses, own] = await Promise.all([findMyCourses(deps, caller), listExamsOf(deps, caller)])
  const elsewhere = courses.filter((course) => course.caller !== caller)
  const others = await Promise.all(elsewhere.map((course) => listExamsOf(deps, course.caller)))
  return {
    studentName: caller.name,
    courses: courses.map(({ title, caller: { courseId } }) => ({
      ...{ id: courseId, title, isThisOne: courseId === caller.courseId },
    })),
    exams: [...own, ...others.flat()],
  }
}

async function listExamsOf(deps: Deps, { studentId, courseId }: StudentCaller) {
  const exams = await readOwnExams(deps, { studentId, courseId, examId: null })
  return Promise.all(exams.map((exam) => view(deps, { exam, courseId })))
}

/** For Prisma, whom `readOwnExams` shows an exam to. */
export const visibleTo = ({ courseId, studentId }: StudentCaller): Prisma.ExamWhereInput => ({
  courseId,
  status: { not: 'draft' },
  OR: [
    { audience: { path: ['kind'], equals: 'class' } },
    { candidates: { some: { studentId, isListed: true } } },
    { attempts: { some: { studentId, startedAt: { not: null } } } },
  ],
})

export async function findMyExam(deps: Deps, { studentId, courseId, name }: StudentCaller, examId: string) {
  const [exam] = await readOwnExams(deps, { studentId, courseId, examId })
  if (!exam) throw new Refusal('not_found')
  const sample = await readSample(deps, exam)
  return {
    ...(await view(deps, { exam, courseId })),
    instructions: await renderInstructions(exam.instructions),
    scales: scalesOf(exam.scale, sample),
    hasMultiple: sample.some(({ type }) => type === 'multiple'),
    graceSeconds: exam.graceSeconds,
    asksRoomCode: exam.roomCode !== 'none',
    lockedBrowser: exam.lockedBrowser,
    release: exam.release,
    studentName: name,
  }
}

async function view(deps: Deps, { exam, courseId }: { exam: OwnExam; courseId: string }) {
  const { id, now } = exam
  const place = ownPlaceOf(exam)
  const attempt = id === null ? null : toAttempt({ ...exam, id } satisfies TermsRow)
  const current = attempt && asOf(attempt, now)
  const allowance = {
    limitMinutes: exam.limitMinutes,
    extraTime: exam.extraTime,
    startedAt: startOf(place.window, current, now),
    addedMs: place.addedMinutes * 60_000,
    grantsMs: attempt?.grantsMs ?? 0,
  }
  const own = windowOf(place.window, allowance)
  const shown = await shownToStudent(deps, {
    exam: { ...exam, id: exam.examId, status: exam.examStatus },
    attemptId: id,
    group: exam.group,
  })
  return {
    id: exam.examId,
    title: exam.title,
    courseId,
    courseTitle: exam.courseTitle,
    status: exam.examStatus,
    attempt:
      id !== null && current
        ? {
            id,
            status: current.status,
            closedAt: 'closedAt' in current ? current.closedAt.toISOString() : null,
          }
        : null,
    questionCount: exam.alwaysAsked + askedCount(exam.strata),
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
  }
}

/** When they started, or the earliest they could, because extra time has dates. */
function startOf({ opensAt }: Pick<ExamWindow, 'opensAt'>, current: Attempt | null, now: Date): Date {
  if (current !== null && 'startedAt' in current && current.startedAt !== null) return current.startedAt
  return opensAt !== null && opensAt > now ? opensAt : now
}
