import { isExamOver } from '#core/exams/exam.ts'
import { Refusal } from '#core/refusal.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { freeJoinCode } from './create-exam.ts'
import { type ExamPlace, lockExam } from './exam.ts'

/** Replaces a join code that was disclosed too early. Students who already signed in stay signed in. */
export async function renewJoinCode(deps: Deps, { actor, ...place }: ExamPlace & { actor: Actor }) {
  await deps.db.$transaction(async (tx) => {
    const { id, courseId, status, joinCode: former, revision } = await lockExam(tx, place)
    if (isExamOver(status)) throw new Refusal('exam_closed')
    const joinCode = await freeJoinCode(deps, tx)
    await tx.exam.update({ where: { id }, data: { joinCode, revision: revision + 1 } })
    const change = { before: { joinCode: former }, after: { joinCode } }
    await audit(tx, { courseId, actor, action: 'exam.renew_join_code', subject: `exam:${id}`, ...change })
  })
  return place
}
