import { dueStep, lastClosingOf } from '#core/exams/exam.ts'
import { firstOpeningOf, noOverride, ownWindowOf, slotOf } from '#core/exams/slots.ts'
import type { Exam, Prisma } from '#prisma/client/client.ts'
import { systemActor } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { troublesOf } from '#server/platform/troubles.ts'
import { closeExam, openExam } from './change-status.ts'
import { type ExamSlotRow, readSlots, withOwnWindow } from './slots.ts'

/** Opens and closes the exams that are due; called by the timer. Returns them. */
export async function openAndCloseDue(deps: Deps): Promise<{ opened: string[]; closed: string[] }> {
  const now = deps.now()
  const exams = await deps.db.exam.findMany({
    where: {
      OR: [
        { status: 'published', course: { archivedAt: null }, OR: opensBy(now) },
        { status: 'open', closesAt: { lte: now } },
      ],
    },
  })
  const opened: string[] = []
  const closed: string[] = []
  const troubles = troublesOf(deps)
  troubles.forget('open_and_close', new Set(exams.map(({ id }) => id)))
  for (const exam of exams)
    await troubles.apart(deps, { examId: exam.id, chore: 'open_and_close' }, async () => {
      const schedule = { status: exam.status, graceMs: exam.graceSeconds * 1_000, ...(await timesOf(deps, exam, now)) }
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

/** Exams of which a slot, or somebody’s own window, has opened. */
const opensBy = (now: Date): Prisma.ExamWhereInput[] => [
  { opensAt: { lte: now } },
  { slots: { some: { opensAt: { lte: now } } } },
  { candidates: { some: { opensAt: { lte: now } } } },
]

/**
 * An exam opens with the first window of its slots and students, and closes after the last student's own, which includes
 * extra time and grants. Who has a time of their own and no copy yet is waited for as well.
 */
async function timesOf({ db }: Deps, exam: Exam, now: Date) {
  const slots = await readSlots(db, exam)
  const windowOfSlot = (number: number) => slots.find((slot) => slot.number === number) ?? (slots[0] as ExamSlotRow)
  const waiting = {
    attempts: { none: { examId: exam.id } },
    candidacies: { some: { examId: exam.id, ...withOwnWindow } },
  }
  const students = await db.student.findMany({
    where: {
      courseId: exam.courseId,
      archivedAt: null,
      OR: [{ attempts: { some: { examId: exam.id, status: { in: ['ready', 'in_progress', 'paused'] } } } }, waiting],
      ...(exam.status === 'published' ? { candidacies: { some: { examId: exam.id, ...withOwnWindow } } } : {}),
    },
    select: {
      group: true,
      extraTime: true,
      attempts: {
        where: { examId: exam.id },
        select: { status: true, startedAt: true, grantsMs: true, pausedMs: true },
      },
      candidacies: { where: { examId: exam.id } },
    },
  })
  const timed = students.map(({ group, extraTime, attempts: [attempt], candidacies: [own] }) => ({
    window: ownWindowOf(windowOfSlot(slotOf(slots, { group, chosen: own?.slot ?? null })), own ?? noOverride),
    ...{ limitMinutes: exam.limitMinutes, extraTime, startedAt: attempt?.startedAt ?? now },
    addedMs: (own?.minutes ?? 0) * 60_000,
    grantsMs: Number(attempt?.grantsMs ?? 0),
    pausedMs: Number(attempt?.pausedMs ?? 0),
  }))
  const running = students.filter(({ attempts: [attempt] }) => attempt && attempt.status !== 'ready')
  return {
    opensAt: firstOpeningOf(
      slots,
      timed.map(({ window }) => window),
    ),
    lastClosingAt: lastClosingOf(slots, timed),
    runningCount: running.length,
  }
}
