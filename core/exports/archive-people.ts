import { nameKey } from '#core/students/person-name.ts'

/**
 * Who a student of an archive is, in the class where it is restored:
 * 1. the student with the same id: the archive comes from here, or was restored here before;
 * 2. else the one with the same number and the same family name: a number alone may belong to another school;
 * 3. else the one with the same e-mail, without case, unless number and family name both say it is somebody else.
 * Otherwise a new student: a copy given to the wrong person is worse than a duplicate, which a trainer can see and
 * merge. Each student of the class is one student of the archive at most.
 */
export type ArchivedPerson = {
  readonly id: string
  readonly familyName: string
  readonly number: string | null
  readonly email: string | null
}

export const matchKinds = ['id', 'number', 'email'] as const
export type Match = { readonly id: string; readonly by: (typeof matchKinds)[number] }

export function matchPeople(
  archived: readonly ArchivedPerson[],
  existing: readonly ArchivedPerson[],
): ReadonlyMap<string, Match> {
  const matches = new Map<string, Match>()
  const taken = new Set<string>()
  for (const by of matchKinds) {
    const known = onlyOnes(existing, keys[by])
    const sought = onlyOnes(archived, keys[by])
    for (const [key, person] of sought) {
      const found = known.get(key)
      if (!found || taken.has(found.id) || matches.has(person.id)) continue
      if (by === 'email' && isOther(person, found)) continue
      taken.add(found.id)
      matches.set(person.id, { id: found.id, by })
    }
  }
  return matches
}

const keys: Record<Match['by'], (person: ArchivedPerson) => string | null> = {
  id: ({ id }) => id,
  number: ({ number, familyName }) => number && `${number.toLowerCase()} ${nameKey({ familyName, givenName: '' })}`,
  email: ({ email }) => email?.toLowerCase() ?? null,
}

function isOther(one: ArchivedPerson, other: ArchivedPerson): boolean {
  const isNumbered = one.number !== null && other.number !== null
  return isNumbered && keys.number(one) !== keys.number(other) && familyKey(one) !== familyKey(other)
}

const familyKey = ({ familyName }: ArchivedPerson) => nameKey({ familyName, givenName: '' })

/** A key shared by two people identifies neither. */
function onlyOnes(people: readonly ArchivedPerson[], keyOf: (person: ArchivedPerson) => string | null) {
  const found = new Map<string, ArchivedPerson>()
  const shared = new Set<string>()
  for (const person of people) {
    const key = keyOf(person)
    if (!key) continue
    if (found.has(key)) shared.add(key)
    found.set(key, person)
  }
  for (const key of shared) found.delete(key)
  return found
}
