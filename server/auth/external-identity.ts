import type { Prisma } from '#prisma/client/client.ts'
import type { Deps } from '#server/platform/deps.ts'

/** Somebody as another place calls them: `oidc:<name>`, `cas:<name>` or `lti:<platform id>`, and their name there. */
export type ForeignIdentity = { source: string; subject: string }
/** With the database, or inside the caller's transaction. */
type Reading = { db: Prisma.TransactionClient }
type Writing = Reading & Pick<Deps, 'now'>

/** The member of staff who signed in so before. */
export async function findPersonOf({ db }: Reading, { source, subject }: ForeignIdentity) {
  const found = await db.externalIdentity.findFirst({
    where: { source, subject, personId: { not: null } },
    include: { person: true },
  })
  return found?.person ?? null
}

/** The entries of this student, of any course that still lets its students in. */
export async function findStudentsOf({ db }: Reading, { source, subject }: ForeignIdentity) {
  const found = await db.externalIdentity.findMany({
    where: { source, subject, student: { archivedAt: null, course: { archivedAt: null } } },
    include: { student: { include: { course: { select: { id: true, title: true, year: true } } } } },
    orderBy: [{ student: { course: { createdAt: 'desc' } } }, { id: 'asc' }],
  })
  return found.flatMap(({ student }) => (student ? [student] : []))
}

type Owner = { personId: string; studentId?: never } | { studentId: string; personId?: never }

/** Remembers that this is who they are there; again, that they came back. Two requests at once leave one row. */
export async function rememberIdentity({ db, now }: Writing, { source, subject, ...owner }: ForeignIdentity & Owner) {
  const at = now()
  await db.externalIdentity.createMany({
    data: [{ source, subject, ...owner, createdAt: at, lastUsedAt: at }],
    skipDuplicates: true,
  })
  await db.externalIdentity.updateMany({ where: { source, subject, ...owner }, data: { lastUsedAt: at } })
}

/** Whether somebody else of the same source is already this person, or this student: an address may be given again. */
export async function isOtherIdentity({ db }: Reading, { source, subject, ...owner }: ForeignIdentity & Owner) {
  return (await db.externalIdentity.count({ where: { source, subject: { not: subject }, ...owner } })) > 0
}
