import type { Prisma } from '#prisma/client/client.ts'
import type { Deps } from '#server/platform/deps.ts'

type ReadJournalInput = {
  courseId: string
  count: number
  order: 'asc' | 'desc'
  /** The last line already read, in that order; null to begin. */
  beyond: bigint | null
  /** `exam`, `student`…: the concept an action begins with. */
  concept?: string | undefined
  /** Who did it, or what the reason says. */
  search?: string | undefined
}

/** The audit of a course, a page at a time; by the number of the line, so that a page never moves under its reader. */
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

/** What a change said of before and after, as text: a line is read, not computed with. */
function textOf(value: unknown): string {
  if (value === null) return ''
  const text = JSON.stringify(value)
  return text.length > longest ? `${text.slice(0, longest)}…` : text
}
