import type { Retention } from '#core/privacy/retention.ts'
import { usualRetention } from '#core/privacy/retention.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { countDueLines, listDue } from './due.ts'
import { readRetention } from './read-retention.ts'

/** The retention periods, and what waits for a decision: nothing is deleted automatically. */
export async function viewRetention(deps: Deps, courseId: string) {
  const { db } = deps
  const [retention, people, lines] = [
    await readRetention(db, courseId),
    await listDue(deps, db, courseId),
    await countDueLines(deps, db, courseId),
  ]
  const where = { courseId, mergedIntoId: null }
  return {
    retention,
    usual: usualRetention,
    namedCount: await db.student.count({ where: { ...where, anonymisedAt: null } }),
    anonymisedCount: await db.student.count({ where: { ...where, NOT: { anonymisedAt: null } } }),
    due: {
      people: { count: people.length },
      journals: { count: lines.journals ?? 0 },
      audit: { count: lines.audit ?? 0 },
    },
  }
}

type SetRetentionInput = { courseId: string; retention: Retention; actor: Actor }

export async function setRetention({ db }: Deps, { courseId, retention, actor }: SetRetentionInput) {
  return db.$transaction(async (tx) => {
    const before = await readRetention(tx, courseId)
    await tx.course.update({ where: { id: courseId }, data: { retention } })
    const subject = `course:${courseId}`
    await audit(tx, { courseId, actor, action: 'privacy.retention', subject, before, after: retention })
    return retention
  })
}
