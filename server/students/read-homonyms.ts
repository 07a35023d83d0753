import { homonymsOf } from '#core/students/homonyms.ts'
import type { Deps } from '#server/platform/deps.ts'

type Named = { id: string; givenName: string; familyName: string }

/** For students of a course with the same name, a text that tells each from the others (core/students/homonyms.ts). */
export async function readHomonyms({ db }: Pick<Deps, 'db'>, courseId: string) {
  return homonymsOf(
    await db.student.findMany({
      where: { courseId, anonymisedAt: null },
      select: { id: true, familyName: true, givenName: true, number: true, email: true, group: true },
      orderBy: { id: 'asc' },
    }),
  )
}

/** « Ana Kerdoncuff », or « Ana Kerdoncuff (12) » when another student of the course has the same name. */
export function fullNameOf({ id, givenName, familyName }: Named, homonyms: ReadonlyMap<string, string>): string {
  const words = homonyms.get(id)
  return words ? `${givenName} ${familyName} (${words})` : `${givenName} ${familyName}`
}
