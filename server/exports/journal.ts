import { cutText } from '#core/cut-text.ts'
import type { Prisma } from '#prisma/client/client.ts'
import type { Deps } from '#server/platform/deps.ts'

type ReadJournalInput = {
  courseId: string
  count: number
  order: 'asc' | 'desc'
  /** The last line of the previous page, in that order; null for the first page. */
  beyond: bigint | null
  /** `exam`, `student`…: the first part of the action's name. */
  concept?: string | undefined
  /** Matches the actor's name or the reason. */
  search?: string | undefined
}

/** The audit of a course, by pages; the cursor is the number of a line, so that new entries do not shift pages. */
export async function readJournal({ db }: Deps, { courseId, count, order, beyond, concept, search }: ReadJournalInput) {
  const where: Prisma.AuditLineWhereInput = {
    courseId,
    ...(beyond === null ? {} : { id: order === 'asc' ? { gt: beyond } : { lt: beyond } }),
    ...(concept ? { action: { startsWith: `${concept}.` } } : {}),
    ...(search
      ? {
          OR: [
            { actorName: { contains: search, mode: 'insensitive' as const } },
            { reason: { contains: search, mode: 'insensitive' as const } },
          ],
        }
      : {}),
  }
  const rows = await db.auditLine.findMany({ where, orderBy: { id: order }, take: count + 1 })
  const lines = rows.slice(0, count).map(({ id, at, actorName, action, subject, before, after, reason }) => ({
    ...{ id: String(id), at: at.toISOString(), actorName, action, subject, reason },
    before: textOf(before),
    after: textOf(after),
  }))
  return { lines, next: rows.length > count ? (lines.at(-1)?.id ?? null) : null }
}

const longest = 4_000

/** A value before or after a change, as text for display. */
function textOf(value: unknown): string {
  if (value === null) return ''
  const text = JSON.stringify(value)
  return text.length > longest ? `${cutText(text, longest)}…` : text
}
