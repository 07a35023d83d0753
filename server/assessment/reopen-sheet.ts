import { Refusal } from '#core/refusal.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { lockAssessment } from './assessment.ts'

type ReopenSheetInput = { courseId: string; number: number; reason: string; actor: Actor }

/** Keeps the signed sheet with the reason of its reopening, and hides all grades during the revision. */
export async function reopenSheet(deps: Deps, { courseId, number, reason, actor }: ReopenSheetInput) {
  await deps.db.$transaction(async (tx) => {
    const assessment = await lockAssessment(tx, courseId)
    const sealed = assessment && (await tx.sealedSheet.findFirst({ where: { assessmentId: assessment.id, number } }))
    if (!sealed) throw new Refusal('not_found')
    if (sealed.reopenedAt !== null) throw new Refusal('sheet_not_final')
    await tx.sealedSheet.update({
      where: { id: sealed.id },
      data: { reopenedAt: deps.now(), reopenedByName: actor.name, reopenReason: reason },
    })
    await tx.assessment.update({ where: { courseId }, data: { releasedAt: null } })
    await audit(tx, {
      courseId,
      actor,
      action: 'assessment.reopen',
      subject: `sheet:${sealed.id}`,
      before: { number, hash: sealed.hash },
      reason,
    })
  })
  return { done: true as const }
}
