import { limitOf, namesLimit } from '#core/privacy/retention.ts'
import type { Prisma } from '#prisma/client/client.ts'
import type { Deps } from '#server/platform/deps.ts'
import { readRetention } from './read-retention.ts'

type Db = Prisma.TransactionClient

/** Students whose name is past its date: all their exams, or their entry when they took none, are older. */
export async function listDue({ now }: Deps, db: Db, courseId: string): Promise<string[]> {
  const limit = namesLimit(await readRetention(db, courseId), now())
  if (limit === null) return []
  const students = await db.student.findMany({
    where: {
      ...{ courseId, anonymisedAt: null, mergedIntoId: null, createdAt: { lt: limit } },
      attempts: { none: { exam: { OR: [{ closedAt: null }, { closedAt: { gte: limit } }] } } },
    },
    select: { id: true },
  })
  return students.map(({ id }) => id)
}

/** Number of saves of long-closed exams, and of audit entries, past their date. */
export async function countDueLines({ now }: Deps, db: Db, courseId: string) {
  const retention = await readRetention(db, courseId)
  const [journals, audit] = [limitOf(retention.journals, now()), limitOf(retention.audit, now())]
  const closed = { courseId, status: { in: ['closed' as const, 'released' as const] } }
  return {
    journals:
      journals &&
      (await db.answerEvent.count({ where: { attempt: { exam: { ...closed, closedAt: { lt: journals } } } } })),
    audit: audit && (await db.auditLine.count({ where: { courseId, at: { lt: audit } } })),
    limits: { journals, audit },
  }
}
