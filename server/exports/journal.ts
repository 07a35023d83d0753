import { journalChanges } from '#core/exports/journal-changes.ts'
import type { Prisma } from '#prisma/client/client.ts'
import type { Deps } from '#server/platform/deps.ts'
import { type JournalNames, namesIn } from './journal-names.ts'

export type JournalFilter = {
  /** `exam`, `student`…: what it is about. */
  concept?: string | undefined
  /** Matches the actor's name or the reason. */
  search?: string | undefined
  actor?: string | undefined
  from?: string | undefined
  until?: string | undefined
  studentId?: string | undefined
}
type ReadJournalInput = JournalFilter & {
  courseId: string
  count: number
  order: 'asc' | 'desc'
  /** The last line of the previous page, in that order; null for the first page. */
  beyond: bigint | null
}

/** What people call by one name has several in the code. */
const together: Record<string, readonly string[]> = {
  question: ['question', 'questions', 'bank'],
  student: ['student', 'students'],
  attempt: ['attempt', 'contestation'],
  exam: ['exam', 'blueprint'],
  team: ['team', 'grading'],
  course: ['course', 'outline', 'material'],
}

/** The audit of a course, by pages; the cursor is the number of a line, so that new entries do not shift pages. */
export async function readJournal(deps: Deps, { courseId, count, order, beyond, ...filter }: ReadJournalInput) {
  const where = {
    courseId,
    ...(beyond === null ? {} : { id: order === 'asc' ? { gt: beyond } : { lt: beyond } }),
    AND: await conditionsOf(deps, courseId, filter),
  }
  const rows = await deps.db.auditLine.findMany({ where, orderBy: { id: order }, take: count + 1 })
  const shown = rows.slice(0, count)
  const names = await namesIn(deps, { courseId, rows: shown })
  return {
    lines: shown.map((row) => ({
      ...{ id: String(row.id), at: row.at.toISOString(), actorName: row.actorName, action: row.action },
      subject: names.subjectOf(row.subject),
      people: names.peopleOf(row),
      changes: changesOf(names, row),
      reason: row.reason,
    })),
    next: rows.length > count ? String(shown.at(-1)?.id) : null,
  }
}

/** Everybody who wrote a line of this journal, by name. */
export async function listJournalActors({ db }: Deps, courseId: string): Promise<string[]> {
  const rows = await db.auditLine.groupBy({ by: ['actorName'], where: { courseId }, orderBy: { actorName: 'asc' } })
  return rows.map(({ actorName }) => actorName)
}

async function conditionsOf(
  deps: Deps,
  courseId: string,
  filter: JournalFilter,
): Promise<Prisma.AuditLineWhereInput[]> {
  const { concept, search, actor, from, until, studentId } = filter
  const insensitive = (text: string) => ({ contains: text, mode: 'insensitive' as const })
  return [
    ...(concept
      ? [{ OR: (together[concept] ?? [concept]).map((each) => ({ action: { startsWith: `${each}.` } })) }]
      : []),
    ...(search ? [{ OR: [{ actorName: insensitive(search) }, { reason: insensitive(search) }] }] : []),
    ...(actor ? [{ actorName: actor }] : []),
    ...(from ? [{ at: { gte: new Date(from) } }] : []),
    ...(until ? [{ at: { lt: new Date(until) } }] : []),
    ...(studentId ? [{ id: { in: await linesAbout(deps, { courseId, studentId }) } }] : []),
  ]
}

const mostAbout = 500

/** The lines that name a student: those of their entry and of their copies, and those whose values have their id. */
async function linesAbout({ db }: Deps, { courseId, studentId }: { courseId: string; studentId: string }) {
  const rows = await db.$queryRaw<{ id: bigint }[]>`
    select id from "AuditLine"
    where "courseId" = ${courseId}::uuid
      and (subject = ${`student:${studentId}`}
        or subject in (select 'attempt:' || a.id from "Attempt" a where a."studentId" = ${studentId}::uuid)
        or before::text like ${`%${studentId}%`} or after::text like ${`%${studentId}%`})
    order by id desc limit ${mostAbout}`
  return rows.map(({ id }) => id)
}

type Row = Parameters<JournalNames['peopleOf']>[0]

function changesOf(names: JournalNames, { before, after }: Row) {
  return journalChanges(names.named(before), names.named(after))
}

/** A side of a line as one text, for a file: « title : Partiel ; minutes : 40 ». */
export const journalText = (changes: ReturnType<typeof journalChanges>, side: 'before' | 'after') =>
  changes.flatMap((change) => (change[side] === null ? [] : `${change.field}: ${change[side]}`)).join(' ; ')
