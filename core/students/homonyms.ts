import { nameKey } from './person-name.ts'

type Person = {
  readonly id: string
  readonly familyName: string
  readonly givenName: string
  readonly number: string | null
  readonly email: string | null
  readonly group: string
}

/**
 * Of people who bear the same name, accents and case aside, what tells each from the others: their number, else their
 * e-mail, else their group. Nobody else is in the answer (student id → words).
 */
export function homonymsOf(people: readonly Person[]): Map<string, string> {
  const namesakes = new Map<string, Person[]>()
  for (const person of people) {
    // Whose name was erased has no name to share.
    if (person.familyName === '' && person.givenName === '') continue
    const key = nameKey(person)
    namesakes.set(key, [...(namesakes.get(key) ?? []), person])
  }
  const several = [...namesakes.values()].filter(({ length }) => length > 1).flat()
  return new Map(several.map(({ id, number, email, group }) => [id, number || email || group]))
}
