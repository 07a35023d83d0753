import { Refusal } from '#core/refusal.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'

type Unbound = { courseId: string; contextId: string; actor: Actor }

/** What its activities opened is forgotten with the course: who binds it again decides again. */
export async function unbindContext({ db }: Deps, { courseId, contextId, actor }: Unbound) {
  await db.$transaction(async (tx) => {
    const context = await tx.ltiContext.findFirst({ where: { id: contextId, courseId } })
    if (!context) throw new Refusal('not_found')
    const data = { courseId: null, boundAt: null, addsStudents: false }
    await tx.ltiContext.update({ where: { id: contextId }, data })
    await tx.ltiLink.updateMany({ where: { contextId }, data: { examId: null, isFinalGrade: false } })
    const subject = `lti_context:${contextId}`
    await audit(tx, { courseId, actor, action: 'lms.unbind', subject, before: { context: context.title } })
  })
  return { done: true as const }
}
