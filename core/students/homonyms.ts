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
 * For people with the same name, ignoring accents and case, a text that tells each from the others: their number, else
 * their e-mail address, else their group (student id → text). Other people are left out.
 */
export function homonymsOf(people: readonly Person[]): Map<string, string> {
  const namesakes = new Map<string, Person[]>()
  for (const person of people) {
    // Anonymised students have no name left.
    if (person.familyName === '' && person.givenName === '') continue
    const key = nameKey(person)
    namesakes.set(key, [...(namesakes.get(key) ?? []), person])
  }
  const several = [...namesakes.values()].filter(({ length }) => length > 1).flat()
  return new Map(several.map(({ id, number, email, group }) => [id, number || email || group]))
}
