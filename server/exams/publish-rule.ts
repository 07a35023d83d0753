import { type PublishRule, publishRules } from '#core/exams/publish-rule.ts'
import type { Prisma } from '#prisma/client/client.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'

/** Which remarks on questions hold an exam of this course back. */
export async function findPublishRule(db: Prisma.TransactionClient, courseId: string): Promise<PublishRule> {
  const course = await db.course.findUniqueOrThrow({ where: { id: courseId }, select: { publishRule: true } })
  return publishRules.find((rule) => rule === course.publishRule) ?? 'off'
}

type Setting = { courseId: string; rule: PublishRule; actor: Actor }

export async function setPublishRule({ db }: Deps, { courseId, rule, actor }: Setting) {
  await db.$transaction(async (tx) => {
    const before = { publishRule: await findPublishRule(tx, courseId) }
    if (before.publishRule === rule) return
    const after = { publishRule: rule }
    await tx.course.update({ where: { id: courseId }, data: after })
    await audit(tx, { courseId, actor, action: 'course.publish_rule', subject: `course:${courseId}`, before, after })
  })
  return { done: true as const }
}
