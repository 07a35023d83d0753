import { homonymsOf } from '#core/students/homonyms.ts'
import type { Deps } from '#server/platform/deps.ts'

type Named = { id: string; givenName: string; familyName: string }

/** Of the students of a course who share a name, what tells each from the others (core/students/homonyms.ts). */
export async function readHomonyms({ db }: Pick<Deps, 'db'>, courseId: string) {
  return homonymsOf(
    await db.student.findMany({
      where: { courseId, anonymisedAt: null },
      select: { id: true, familyName: true, givenName: true, number: true, email: true, group: true },
      orderBy: { id: 'asc' },
    }),
  )
}

/** « Ana Kerdoncuff », or « Ana Kerdoncuff (12) » where somebody else of the course bears the same name. */
export function fullNameOf({ id, givenName, familyName }: Named, homonyms: ReadonlyMap<string, string>): string {
  const words = homonyms.get(id)
  return words ? `${givenName} ${familyName} (${words})` : `${givenName} ${familyName}`
}
