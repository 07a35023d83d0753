import { Refusal } from '#core/refusal.ts'
import type { Prisma } from '#prisma/client/client.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { lockAssessment } from './assessment.ts'

type ReleaseAssessmentInput = { courseId: string; released: boolean; actor: Actor }

/** Shows grades to all students or hides them; only a finalised sheet can be shown. */
export async function releaseAssessment(deps: Deps, { courseId, released, actor }: ReleaseAssessmentInput) {
  await deps.db.$transaction(async (tx) => {
    const assessment = await lockAssessment(tx, courseId)
    if (!assessment) throw new Refusal('not_found')
    if ((assessment.releasedAt !== null) === released) return
    if (released) await requireSealed(tx, assessment.id)
    await tx.assessment.update({ where: { courseId }, data: { releasedAt: released ? deps.now() : null } })
    await audit(tx, {
      courseId,
      actor,
      action: released ? 'assessment.release' : 'assessment.withhold',
      subject: `assessment:${assessment.id}`,
      after: { revision: assessment.revision },
    })
  })
  return { done: true as const }
}

/** Only a finalised sheet can be shown. */
async function requireSealed(tx: Prisma.TransactionClient, assessmentId: string) {
  const inForce = await tx.sealedSheet.count({ where: { assessmentId, reopenedAt: null } })
  if (inForce === 0) throw new Refusal('sheet_not_final')
}
