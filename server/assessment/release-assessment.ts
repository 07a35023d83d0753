import { Refusal } from '#core/refusal.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { lockAssessment } from './assessment.ts'
import { readFinalSheet } from './final-sheet.ts'

type Given = { courseId: string; released: boolean; actor: Actor }

/** A grade is shown to everybody or to nobody: while one student waits for a mark, the trainer decides for them first. */
export async function releaseAssessment(deps: Deps, { courseId, released, actor }: Given) {
  await deps.db.$transaction(async (tx) => {
    const assessment = await lockAssessment(tx, courseId)
    if (!assessment) throw new Refusal('not_found')
    if ((assessment.releasedAt !== null) === released) return
    if (released) await requireComplete(deps, courseId)
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

async function requireComplete(deps: Deps, courseId: string) {
  const { lines } = await readFinalSheet(deps, courseId)
  const waiting = lines.filter(({ result }) => result.status === 'missing').map(({ studentId }) => studentId)
  if (waiting.length > 0) throw new Refusal('marks_missing', { studentIds: waiting })
}
