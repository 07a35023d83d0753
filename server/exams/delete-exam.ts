import { requireDraft } from '#core/exams/exam.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { type ExamPlace, lockExam } from './exam.ts'

/** Deletes a draft; a published exam has marks and papers that must stay readable. */
export async function deleteExam({ db }: Deps, { actor, ...place }: ExamPlace & { actor: Actor }) {
  await db.$transaction(async (tx) => {
    const { id, courseId, status, title } = await lockExam(tx, place)
    requireDraft(status)
    await tx.exam.delete({ where: { id } })
    await audit(tx, { courseId, actor, action: 'exam.delete', subject: `exam:${id}`, before: { title } })
  })
  return { done: true as const }
}
