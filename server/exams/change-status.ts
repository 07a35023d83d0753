import { advanceExam, type ExamEvent } from '#core/exams/exam.ts'
import { firstOpeningOf, lastKnownClosingOf } from '#core/exams/slots.ts'
import { Refusal } from '#core/refusal.ts'
import type { Exam, Prisma } from '#prisma/client/client.ts'
import { type Actor, audit, systemActor } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { drawCopies } from './draw-copies.ts'
import { type ExamPlace, lockExam } from './exam.ts'
import { readSlots } from './slots.ts'

type Step = ExamPlace & { actor: Actor }
type Tx = Prisma.TransactionClient

/**
 * Lets students start; when done by hand before the opening time, the exam opens now. With several slots, each still
 * opens at its own hour, but for the first to open, which opens now.
 */
export async function openExam(deps: Deps, step: Step) {
  await changeStatus(deps, step, {
    action: 'exam.open',
    event: () => ({ type: 'open' }),
    also: async (tx, exam) => {
      const now = deps.now()
      if (step.actor === systemActor) return { openedAt: now }
      const slots = await readSlots(tx, exam)
      const first = firstOpeningOf(slots)
      if (first === null || first <= now) return { openedAt: now }
      for (const { number, opensAt } of slots)
        if (number > 0 && opensAt && opensAt <= first)
          await tx.examSlot.update({ where: { examId_number: { examId: exam.id, number } }, data: { opensAt: now } })
      return { openedAt: now, ...(exam.opensAt && exam.opensAt <= first ? { opensAt: now } : {}) }
    },
  })
  // Draws the copies of students added since the publication, or all of them if the publication was interrupted.
  await drawCopies(deps, step.examId)
  return { courseId: step.courseId, examId: step.examId }
}

/**
 * Takes back an opening by hand, while nobody has started. A slot whose opening time is past would open again by itself,
 * so this one is refused there.
 */
export async function cancelOpening(deps: Deps, step: Step) {
  return changeStatus(deps, step, {
    action: 'exam.cancel_opening',
    event: async (tx, exam) => {
      // Waits for a copy that is being started, so that it is counted.
      await tx.$queryRaw`select 1 from "Attempt" where "examId" = ${exam.id}::uuid order by id for update`
      const startedCount = await tx.attempt.count({ where: { examId: exam.id, startedAt: { not: null } } })
      const slots = await readSlots(tx, exam)
      if (slots.some(({ opensAt }) => opensAt !== null && opensAt <= deps.now())) throw new Refusal('exam_wrong_state')
      return { type: 'cancel_opening', startedCount }
    },
    also: async (tx, exam) => ({ openedAt: null, ...(await endPauses(tx, exam)) }),
  })
}

/** Lets nobody start any more. Running copies are closed by server/attempts, which reads the status of the exam. */
export async function closeExam(deps: Deps, step: Step) {
  return changeStatus(deps, step, {
    action: 'exam.close',
    event: () => ({ type: 'close' }),
    also: async (tx, exam) => ({ closedAt: await databaseNow(deps, tx), ...(await endPauses(tx, exam)) }),
  })
}

/** Nobody waits for the end of a pause any more: of the class nor of a slot. */
export async function endPauses(tx: Tx, { id }: Exam) {
  const none = { pausedAt: null, pauseReason: '' }
  await tx.examSlot.updateMany({ where: { examId: id, pausedAt: { not: null } }, data: none })
  return { ...none, slotPausedAt: null, slotPauseReason: '' }
}

/** Database time, the same clock as for closing copies, so that copies closed before and after can be told apart. */
async function databaseNow({ sqlNow }: Deps, tx: Tx): Promise<Date> {
  const [row] = await tx.$queryRaw<{ now: Date }[]>`
    select date_trunc('milliseconds', coalesce(${sqlNow()}::timestamptz, clock_timestamp())) as now`
  return (row as { now: Date }).now
}

/**
 * Undoes a closing. If every window is over, the exam must then be closed by hand, or it would close again at once. The
 * collected copies are reopened by server/attempts/monitor/give-back.ts.
 */
export async function reopenExam(deps: Deps, { reason, ...step }: Step & { reason: string }) {
  return changeStatus(deps, step, {
    action: 'exam.reopen_exam',
    reason,
    event: () => ({ type: 'reopen', reason }),
    also: async (tx, exam) => {
      const own = await tx.candidate.findMany({ where: { examId: exam.id, student: { archivedAt: null } } })
      const last = lastKnownClosingOf([...(await readSlots(tx, exam)), ...own])
      return { closedAt: null, ...(last !== null && last <= deps.now() ? { closesAt: null } : {}) }
    },
  })
}

/** Back to a draft, while nobody has started: deletes its frozen questions and unstarted copies. */
export async function withdrawExam(deps: Deps, step: Step) {
  return changeStatus(deps, step, {
    action: 'exam.withdraw',
    event: async (tx, { id }) => {
      // Waits for a paper sheet that is being submitted, so that it is counted or refused.
      await tx.$queryRaw`select 1 from "Attempt" where "examId" = ${id}::uuid order by id for update`
      const startedCount = await tx.attempt.count({ where: { examId: id, NOT: { status: 'ready' } } })
      return { type: 'withdraw', startedCount }
    },
    also: async (tx, { id }) => {
      await tx.attempt.deleteMany({ where: { examId: id } })
      await tx.examQuestion.deleteMany({ where: { examId: id } })
      return { publishedAt: null }
    },
  })
}

type Change = {
  action: string
  reason?: string
  event: (tx: Tx, exam: Exam) => ExamEvent | Promise<ExamEvent>
  also: (tx: Tx, exam: Exam) => Promise<Prisma.ExamUpdateInput>
}

/** Locks, decides (core/exams/exam.ts), saves, and adds an audit entry. A step already done changes nothing. */
async function changeStatus({ db }: Deps, { actor, ...place }: Step, { action, reason, event, also }: Change) {
  await db.$transaction(
    async (tx) => {
      const exam = await lockExam(tx, place)
      const status = advanceExam(exam.status, await event(tx, exam))
      if (status === exam.status) return
      const data = await also(tx, exam)
      await tx.exam.update({ where: { id: exam.id }, data: { ...data, status, revision: exam.revision + 1 } })
      const { courseId, id } = exam
      await audit(tx, {
        courseId,
        actor,
        action,
        subject: `exam:${id}`,
        before: { status: exam.status },
        after: { status },
        ...(reason === undefined ? {} : { reason }),
      })
    },
    { timeout: 60_000 },
  )
  return place
}
