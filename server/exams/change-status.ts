import { advanceExam, type ExamEvent } from '#core/exams/exam.ts'
import type { Exam, Prisma } from '#prisma/client/client.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { drawCopies } from './draw-copies.ts'
import { type ExamPlace, lockExam } from './exam.ts'

type Step = ExamPlace & { actor: Actor }
type Tx = Prisma.TransactionClient

/** Students may start. Opened by hand before its time, it opens now. */
export async function openExam(deps: Deps, step: Step) {
  await changeStatus(deps, step, {
    action: 'exam.open',
    event: () => ({ type: 'open' }),
    also: async (_tx, exam) => {
      const now = deps.now()
      return { openedAt: now, ...(exam.opensAt && exam.opensAt > now ? { opensAt: now } : {}) }
    },
  })
  // Who joined the class since the publication; all of them, when a publication was cut short.
  await drawCopies(deps, step.examId)
  return { courseId: step.courseId, examId: step.examId }
}

/** Nobody starts any more. The copies still running are the attempts' business: they see that the exam is closed. */
export async function closeExam(deps: Deps, step: Step) {
  return changeStatus(deps, step, {
    action: 'exam.close',
    event: () => ({ type: 'close' }),
    also: async (tx) => ({ closedAt: await databaseNow(deps, tx), pausedAt: null, pauseReason: '' }),
  })
}

/** The clock by which copies are reopened: what came before a closing and what came after it are told apart by it. */
async function databaseNow({ sqlNow }: Deps, tx: Tx): Promise<Date> {
  const [row] = await tx.$queryRaw<{ now: Date }[]>`
    select date_trunc('milliseconds', coalesce(${sqlNow()}::timestamptz, clock_timestamp())) as now`
  return (row as { now: Date }).now
}

/**
 * Takes a closing back. A window that is over would close the exam again at once, so the exam is then closed by hand.
 * The copies the closing took are the attempts' business (server/attempts/monitor/give-back.ts).
 */
export async function reopenExam(deps: Deps, { reason, ...step }: Step & { reason: string }) {
  return changeStatus(deps, step, {
    action: 'exam.reopen_exam',
    reason,
    event: () => ({ type: 'reopen', reason }),
    also: async (_tx, { closesAt }) => ({
      closedAt: null,
      ...(closesAt !== null && closesAt <= deps.now() ? { closesAt: null } : {}),
    }),
  })
}

/** A draft again, while nobody has started: its frozen questions and its untouched copies go. */
export async function withdrawExam(deps: Deps, step: Step) {
  return changeStatus(deps, step, {
    action: 'exam.withdraw',
    event: async (tx, { id }) => {
      // A sheet of paper handed in at this very moment is counted, or comes too late.
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

/** Lock, decide (core/exams/exam.ts), save, say so in the journal. A step already taken changes nothing. */
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
