import type { WantedScore } from '#core/lms/scores.ts'
import { byName } from '#core/students/name-order.ts'
import type { Deps } from '#server/platform/deps.ts'
import { identitySource } from './identity-source.ts'
import type { MarksOut } from './wanted-scores.ts'

export type ColumnPerson = {
  studentId: string
  familyName: string
  givenName: string
  /** As the platform calls them; null when it never told us who this is. */
  userId: string | null
}

type In = { courseId: string; platformId: string }

/** The class with the names the platform has for it; those who left stay as long as they have a mark there. */
export async function listPeople({ db }: Deps, { courseId, platformId }: In): Promise<ColumnPerson[]> {
  const identities = {
    where: { source: identitySource(platformId) },
    orderBy: { lastUsedAt: 'desc' },
    take: 1,
    select: { subject: true },
  } as const
  const students = await db.student.findMany({
    where: { courseId, anonymisedAt: null, mergedIntoId: null },
    // Of two entries made one, the platform may know the other.
    select: { id: true, familyName: true, givenName: true, identities, merged: { select: { identities } } },
  })
  return students.toSorted(byName).map(({ id, familyName, givenName, merged, ...own }) => {
    const [known] = [own, ...merged].flatMap((entry) => entry.identities)
    return { studentId: id, familyName, givenName, userId: known?.subject ?? null }
  })
}

export type WantedOf = WantedScore & { studentId: string }

/** What the platform should hold of those it knows. One name for two entries of the class is written once. */
export function wantedScores(people: readonly ColumnPerson[], { marks, outOf }: MarksOut): WantedOf[] {
  const byUser = new Map<string, WantedOf>()
  for (const { studentId, userId } of people) {
    if (userId === null) continue
    const mark = marks.get(studentId) ?? null
    const known = byUser.get(userId)
    if (known === undefined || known.mark === null) byUser.set(userId, { userId, studentId, mark, outOf })
  }
  return [...byUser.values()]
}
