import type { z } from 'zod'
import type { arrangeDraw as contract } from '#contract/exams/composition.ts'
import { requireDraft } from '#core/exams/exam.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { drawnAfter, slowly } from './draw-from-bank.ts'
import { type ExamPlace, lockExam, requireExamRevision } from './exam.ts'

type Arrangement = ExamPlace & z.output<typeof contract.body> & { actor: Actor }

/** Locks, replaces or moves questions of a draft; every question that is not replaced stays. */
export async function arrangeDraw(deps: Deps, { revision, order, locked, refused, actor, ...place }: Arrangement) {
  await deps.db.$transaction(async (tx) => {
    const exam = await lockExam(tx, place)
    requireDraft(exam.status)
    requireExamRevision(exam, revision)
    const before = await drawnAfter({ db: tx }, exam)
    // A question that was replaced comes back when it is asked for again.
    const kept = [...new Set([...before.kept.filter((key) => order.includes(key)), ...order])]
    const drawn = await drawnAfter({ db: tx }, { ...exam, drawn: { kept, order, locked, refused } })
    await tx.exam.update({ where: { id: exam.id }, data: { drawn, revision: exam.revision + 1 } })
    await audit(tx, {
      ...{ courseId: exam.courseId, actor, action: 'exam.arrange', subject: `exam:${exam.id}` },
      before: { locked: before.locked, refused: before.refused },
      after: { locked: drawn.locked, refused: drawn.refused },
    })
  }, slowly)
  return place
}
