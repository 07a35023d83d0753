import { requireDraft } from '#core/exams/exam.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { newSeed } from './create-exam.ts'
import { type ExamPlace, lockExam, requireExamRevision } from './exam.ts'

type Redraw = ExamPlace & { revision: number; actor: Actor }

/** Draws other questions for the same blueprint, with a new seed. */
export async function redrawExam(deps: Deps, { revision, actor, ...place }: Redraw) {
  await deps.db.$transaction(async (tx) => {
    const exam = await lockExam(tx, place)
    requireDraft(exam.status)
    requireExamRevision(exam, revision)
    const seed = newSeed(deps)
    await tx.exam.update({ where: { id: exam.id }, data: { seed, revision: exam.revision + 1 } })
    const change = { before: { seed: exam.seed }, after: { seed } }
    await audit(tx, { courseId: exam.courseId, actor, action: 'exam.redraw', subject: `exam:${exam.id}`, ...change })
  })
  return place
}
