import { isExamOver } from '#core/exams/exam.ts'
import { Refusal } from '#core/refusal.ts'
import { requireExam } from '#server/attempts/exam-of-course.ts'
import type { ExamPlace } from '#server/exams/exam.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { inAudienceOf } from '#server/platform/who-sits.ts'
import { forgetBrowserLock } from './lock.ts'

type Excused = ExamPlace & { studentId: string; isExcused: boolean; reason: string; actor: Actor }

/** Lets one student work in another browser, or no longer; said again, it changes nothing. */
export async function setBrowserPass(deps: Deps, { studentId, isExcused, reason, actor, ...place }: Excused) {
  const { courseId, examId } = place
  const exam = await requireExam(deps, place)
  if (exam.lockedBrowser === 'off' || isExamOver(exam.status)) throw new Refusal('exam_wrong_state')
  await deps.db.$transaction(async (tx) => {
    // Two invigilators at once write one exception.
    await tx.$queryRaw`select id from "Exam" where id = ${examId}::uuid for update`
    const who = { id: studentId, courseId }
    const isOfExam =
      (await tx.student.count({ where: { ...who, ...inAudienceOf(exam) } })) > 0 ||
      (await tx.student.count({ where: { ...who, attempts: { some: { examId } } } })) > 0
    if (!isOfExam) throw new Refusal('not_found')
    const held = await tx.lockedBrowserPass.findFirst({ where: { examId, studentId, withdrawnAt: null } })
    if ((held !== null) === isExcused) return
    if (held) {
      const data = { withdrawnAt: deps.now(), withdrawnByName: actor.name }
      await tx.lockedBrowserPass.update({ where: { id: held.id }, data })
    } else {
      await tx.lockedBrowserPass.create({ data: { examId, studentId, reason, at: deps.now(), byName: actor.name } })
    }
    const action = isExcused ? 'exam.browser_pass' : 'exam.browser_pass_withdrawn'
    await audit(tx, { courseId, actor, action, subject: `exam:${examId}`, after: { studentId }, reason })
  })
  await forgetBrowserLock(deps, examId)
  return { done: true as const }
}
