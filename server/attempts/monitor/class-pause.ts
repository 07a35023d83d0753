import { Refusal } from '#core/refusal.ts'
import type { Prisma } from '#prisma/client/client.ts'
import { endPauses } from '#server/exams/change-status.ts'
import { lockExam } from '#server/exams/exam.ts'
import { readSlots } from '#server/exams/slots.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'

type SetClassPauseInput = {
  courseId: string
  examId: string
  actor: Actor
  type: string
  reason: string
  /** One slot; absent: the whole class. */
  slot: number | undefined
}

/**
 * Records on the exam that its whole class is paused, or on a slot that it is, for students who have not started yet.
 * When one slot goes on while the class is paused, the others stay paused.
 */
export async function setClassPause(
  { db, now }: Deps,
  { courseId, examId, actor, type, reason, slot }: SetClassPauseInput,
) {
  if (type !== 'pause' && type !== 'resume') return
  await db.$transaction(async (tx) => {
    const exam = await lockExam(tx, { courseId, examId })
    const slots = await readSlots(tx, exam)
    const named = slots.find(({ number }) => number === slot)
    if (slot !== undefined && !named) throw new Refusal('not_found')
    const ofSlot = slots.length > 1 ? named : undefined
    if (type === 'pause') {
      const isPaused = exam.pausedAt !== null || (ofSlot && ofSlot.pausedAt !== null)
      if (isPaused || (exam.status !== 'published' && exam.status !== 'open')) return
      const pause = { pausedAt: now(), pauseReason: reason }
      if (ofSlot) await pauseSlot(tx, { examId, number: ofSlot.number, ...pause })
      else await tx.exam.update({ where: { id: examId }, data: pause })
    } else {
      // Asked twice, it has no further effect.
      if (exam.pausedAt === null && (ofSlot ? [ofSlot] : slots).every(({ pausedAt }) => pausedAt === null)) return
      const isOther = ({ number, pausedAt }: (typeof slots)[number]) =>
        ofSlot && number !== ofSlot.number && (exam.pausedAt !== null || pausedAt !== null)
      const waiting = slots.filter(isOther)
      await tx.exam.update({ where: { id: examId }, data: await endPauses(tx, exam) })
      for (const { number, pausedAt, pauseReason } of waiting) {
        const pause = pausedAt ? { pausedAt, pauseReason } : { pausedAt: exam.pausedAt, pauseReason: exam.pauseReason }
        await pauseSlot(tx, { examId, number, ...pause })
      }
    }
    const after = ofSlot && { slot: ofSlot.number, slotName: ofSlot.name }
    const action = ofSlot ? `exam.${type}_slot` : `exam.${type}`
    await audit(tx, { courseId, actor, action, subject: `exam:${examId}`, reason, ...(after ? { after } : {}) })
  })
}

type SlotPause = { examId: string; number: number; pausedAt: Date | null; pauseReason: string }

/** The first slot is kept in the exam. */
async function pauseSlot(tx: Prisma.TransactionClient, { examId, number, pausedAt, pauseReason }: SlotPause) {
  if (number === 0) {
    const data = { slotPausedAt: pausedAt, slotPauseReason: pauseReason }
    await tx.exam.update({ where: { id: examId }, data })
  } else {
    const data = { pausedAt, pauseReason }
    await tx.examSlot.update({ where: { examId_number: { examId, number } }, data })
  }
}
