import { requireDraft } from '#core/exams/exam.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { newSeed } from './create-exam.ts'
import { drawnAfter, slowly } from './draw-from-bank.ts'
import { type ExamPlace, lockExam, requireExamRevision } from './exam.ts'

type Redraw = ExamPlace & { revision: number; actor: Actor }

/** Draws other questions for the same blueprint, with a new seed, but for those that are locked. */
export async function redrawExam(deps: Deps, { revision, actor, ...place }: Redraw) {
  await deps.db.$transaction(async (tx) => {
    const exam = await lockExam(tx, place)
    requireDraft(exam.status)
    requireExamRevision(exam, revision)
    const seed = newSeed(deps)
    const { locked } = exam.drawn ?? { locked: [] }
    const from = { seed, drawn: { kept: locked, order: [], locked, refused: [] } }
    const drawn = await drawnAfter({ db: tx }, { ...exam, ...from })
    await tx.exam.update({ where: { id: exam.id }, data: { seed, drawn, revision: exam.revision + 1 } })
    const change = { before: { seed: exam.seed }, after: { seed } }
    await audit(tx, { courseId: exam.courseId, actor, action: 'exam.redraw', subject: `exam:${exam.id}`, ...change })
  }, slowly)
  return place
}
