import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'

type SetClassPauseInput = { courseId: string; examId: string; actor: Actor; type: string; reason: string }

/** Records on the exam that its whole class is paused, for students who have not started yet. */
export async function setClassPause({ db, now }: Deps, { courseId, examId, actor, type, reason }: SetClassPauseInput) {
  if (type !== 'pause' && type !== 'resume') return
  const isPause = type === 'pause'
  await db.$transaction(async (tx) => {
    const { count } = await tx.exam.updateMany({
      where: isPause
        ? { id: examId, status: { in: ['published', 'open'] }, pausedAt: null }
        : { id: examId, pausedAt: { not: null } },
      data: isPause ? { pausedAt: now(), pauseReason: reason } : { pausedAt: null, pauseReason: '' },
    })
    // Asked twice, it has no further effect.
    if (count === 0) return
    await audit(tx, { courseId, actor, action: `exam.${type}`, subject: `exam:${examId}`, reason })
  })
}
