import { byName } from '#core/students/name-order.ts'
import { splitFullName } from '#core/students/person-name.ts'
import type { KnownStudent } from '#core/students/roster.ts'
import type { Prisma } from '#prisma/client/client.ts'
import { sha256 } from '#server/platform/sha256.ts'
import { planRosterImport, type RosterPlan } from '#server/students/plan-import.ts'
import { listKnown } from '#server/students/queries.ts'
import { identitySource } from './identity-source.ts'
import type { Bound, LmsMember } from './read-members.ts'

type Given = { courseId: string; context: Bound; members: readonly LmsMember[]; takesNumbers: boolean }

export type MembersPlan = {
  /** Null: the platform named nobody who can be imported. */
  plan: RosterPlan | null
  /** By line of the plan, what the platform calls them. */
  userIds: readonly string[]
  nameless: number
  missingIds: readonly string[]
  fingerprint: string
}

/** What importing these members would do to the class, by the rules of any class list. */
export async function planMembers(db: Prisma.TransactionClient, given: Given): Promise<MembersPlan> {
  const { courseId, context, members, takesNumbers } = given
  const known = await listKnown(db, courseId)
  const linked = await linkedStudents(db, { courseId, context, known })
  const named = members
    .filter(({ name, givenName, familyName, email }) =>
      [name, givenName, familyName, email].some((text) => text !== ''),
    )
    .toSorted((one, other) => byName(one, other) || (one.userId < other.userId ? -1 : 1))
  const records = named.map((member, at) => ({
    line: at + 1,
    cells: cellsOf(member, { linked: linked.get(member.userId), takesNumbers }),
  }))
  const plan = records.length === 0 ? null : await planRosterImport(db, { courseId, roster: rosterOf(records) })
  const found = new Set(plan?.lines.flatMap((line) => ('id' in line ? [line.id] : [])))
  const missingIds = await missingStudents(db, { courseId, found, named, linked })
  const userIds = named.map(({ userId }) => userId)
  const fingerprint = sha256(JSON.stringify([plan?.fingerprint ?? '', userIds, missingIds, takesNumbers]))
  return { plan, userIds, nameless: members.length - named.length, missingIds, fingerprint }
}

const headers = ['nom', 'prénom', 'e-mail', 'numéro']
const columns = { familyName: 0, givenName: 1, email: 2, number: 3 }

const rosterOf = (records: { line: number; cells: string[] }[]) => ({
  ...{ encoding: 'text' as const, separator: ',' as const, firstLine: 'titles' as const, order: null },
  ...{ headers, columns, isGuessed: false, skipped: [], records },
})

type Cells = { linked: KnownStudent | undefined; takesNumbers: boolean }

/**
 * Somebody already known by the platform's name is found by what stands in the class, whatever the platform calls them
 * now; an empty cell erases nothing.
 */
function cellsOf({ name, givenName, familyName, email, number }: LmsMember, { linked, takesNumbers }: Cells) {
  const split = familyName === '' && givenName === '' ? splitFullName(name, null) : { familyName, givenName }
  const names = [split.familyName ?? '', split.givenName ?? '']
  if (linked?.number) return [...names, email, linked.number]
  if (linked?.email) return [...names, linked.email, takesNumbers ? number : '']
  if (linked) return [linked.familyName, linked.givenName, email, takesNumbers ? number : '']
  return [...names, email, takesNumbers ? number : '']
}

type Linking = { courseId: string; context: Bound; known: readonly KnownStudent[] }

async function linkedStudents(db: Prisma.TransactionClient, { courseId, context, known }: Linking) {
  const identities = await db.externalIdentity.findMany({
    where: { source: identitySource(context.platformId), student: { courseId } },
    select: { subject: true, studentId: true },
  })
  const byId = new Map(known.map((student) => [student.id, student]))
  const pairs = identities.flatMap(({ subject, studentId }) => {
    const student = byId.get(studentId ?? '')
    return student ? [[subject, student] as const] : []
  })
  return new Map(pairs)
}

type Missing = {
  courseId: string
  found: ReadonlySet<string>
  named: readonly LmsMember[]
  linked: ReadonlyMap<string, KnownStudent>
}

/** Who is in the class and not in the list: left, or never there. */
async function missingStudents(db: Prisma.TransactionClient, { courseId, found, named, linked }: Missing) {
  const present = new Set(named.flatMap(({ userId }) => linked.get(userId)?.id ?? []))
  const students = await db.student.findMany({
    where: { courseId, archivedAt: null, anonymisedAt: null, mergedIntoId: null },
    select: { id: true },
    orderBy: { id: 'asc' },
  })
  return students.map(({ id }) => id).filter((id) => !found.has(id) && !present.has(id))
}
