import { dueStep, lastClosingOf } from '#core/exams/exam.ts'
import { systemActor } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { troublesOf } from '#server/platform/troubles.ts'
import { closeExam, openExam } from './change-status.ts'

/** Opens and closes the exams that are due; called by the timer. Returns them. */
export async function openAndCloseDue(deps: Deps): Promise<{ opened: string[]; closed: string[] }> {
  const now = deps.now()
  const exams = await deps.db.exam.findMany({
    where: {
      OR: [
        { status: 'published', opensAt: { lte: now }, course: { archivedAt: null } },
        { status: 'open', closesAt: { lte: now } },
      ],
    },
    select: {
      id: true,
      courseId: true,
      status: true,
      opensAt: true,
      closesAt: true,
      limitMinutes: true,
      graceSeconds: true,
    },
  })
  const opened: string[] = []
  const closed: string[] = []
  const troubles = troublesOf(deps)
  troubles.forget('open_and_close', new Set(exams.map(({ id }) => id)))
  for (const exam of exams)
    await troubles.apart(deps, { examId: exam.id, chore: 'open_and_close' }, async () => {
      const schedule = { ...exam, graceMs: exam.graceSeconds * 1_000, ...(await copiesOf(deps, exam, now)) }
      const step = { courseId: exam.courseId, examId: exam.id, actor: systemActor }
      switch (dueStep(schedule, now)) {
        case 'open':
          await openExam(deps, step)
          opened.push(exam.id)
          break
        case 'close':
          await closeExam(deps, step)
          closed.push(exam.id)
          break
        case null:
          break
      }
    })
  return { opened, closed }
}

type Timed = { id: string; opensAt: Date | null; closesAt: Date | null; limitMinutes: number }

/** The exam closes after the last student's own window, which includes extra time and grants. */
async function copiesOf({ db }: Deps, exam: Timed, now: Date) {
  const copies = await db.attempt.findMany({
    where: { examId: exam.id, status: { in: ['ready', 'in_progress', 'paused'] } },
    select: { status: true, startedAt: true, grantsMs: true, pausedMs: true, student: { select: { extraTime: true } } },
  })
  const students = copies.map(({ startedAt, grantsMs, pausedMs, student }) => ({
    limitMinutes: exam.limitMinutes,
    extraTime: student.extraTime,
    startedAt: startedAt ?? now,
    breaksMs: 0,
    grantsMs: Number(grantsMs),
    pausedMs: Number(pausedMs),
  }))
  return {
    lastClosingAt: lastClosingOf(exam, students),
    runningCount: copies.filter(({ status }) => status !== 'ready').length,
  }
}
