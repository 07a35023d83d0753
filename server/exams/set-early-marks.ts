import { releaseFrom } from '#core/exams/release.ts'
import { Refusal } from '#core/refusal.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { type ExamPlace, lockExam } from './exam.ts'

type SetEarlyMarksInput = ExamPlace & { isEarly: boolean; actor: Actor }

/** Whether the mark alone is shown before the last has sat the exam. */
export async function setEarlyMarks(deps: Deps, { isEarly, actor, ...place }: SetEarlyMarksInput) {
  await deps.db.$transaction(async (tx) => {
    const { id, courseId, status, release, revision } = await lockExam(tx, place)
    if (status === 'released') throw new Refusal('exam_closed')
    const { early } = releaseFrom(release)
    if (early === isEarly) return
    await tx.exam.update({ where: { id }, data: { release: { ...release, early: isEarly }, revision: revision + 1 } })
    const change = { before: { early }, after: { early: isEarly } }
    await audit(tx, { courseId, actor, action: 'exam.early_marks', subject: `exam:${id}`, ...change })
  })
  return place
}
