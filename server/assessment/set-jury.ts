import { Refusal } from '#core/refusal.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { lockAssessment, requireOpenSheet } from './assessment.ts'

type SetJuryInput = { courseId: string; studentId: string; points: number; reason: string; actor: Actor }

/** Sets the jury points of one student; zero deletes the row. */
export async function setJury({ db }: Deps, { courseId, studentId, points, reason, actor }: SetJuryInput) {
  await db.$transaction(async (tx) => {
    const assessment = await lockAssessment(tx, courseId)
    const student = await tx.student.findFirst({ where: { id: studentId, courseId }, select: { id: true } })
    if (!assessment || !student) throw new Refusal('not_found')
    await requireOpenSheet(tx, assessment)
    const where = { assessmentId_studentId: { assessmentId: assessment.id, studentId } }
    const current = await tx.juryDecision.findUnique({ where, select: { points: true, reason: true } })
    if (points === 0 ? current === null : current?.points === points && current.reason === reason) return
    if (points === 0) await tx.juryDecision.delete({ where })
    else
      await tx.juryDecision.upsert({
        where,
        create: { assessmentId: assessment.id, studentId, points, reason },
        update: { points, reason },
      })
    await audit(tx, {
      ...{ courseId, actor, action: 'assessment.jury', subject: `student:${studentId}`, reason },
      ...(current ? { before: current } : {}),
      after: { points, reason },
    })
  })
  return { done: true as const }
}
