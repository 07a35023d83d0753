/**
 * Finds the person of a line, for every import of marks, teams or answers. Every identifier the line has must agree:
 * the number of one person with the e-mail or the names of another is refused, never guessed, because a mark given to
 * the wrong person is worse than a line to correct.
 */
import { nameKey, shareWord, tidyName } from './person-name.ts'

export type Person = {
  readonly familyName: string
  readonly givenName: string
  /** A text, because leading zeros count. */
  readonly number: string | null
  readonly email: string | null
}
/** The identifiers given by a line; absent or empty when it has none. */
export type SaidPerson = { readonly [Field in keyof Person]?: string | undefined }

export type Finding<P> =
  | { readonly outcome: 'found'; readonly person: P }
  | { readonly outcome: 'unknown' }
  /** Homonyms, or two people with the same number. */
  | { readonly outcome: 'ambiguous'; readonly people: readonly P[] }
  /** One identifier matches `people[0]`, another `people[1]` or nobody in the class. */
  | { readonly outcome: 'contradiction'; readonly people: readonly P[] }

export class PeopleIndex<P extends Person> {
  readonly #byNumber = new Map<string, P[]>()
  readonly #byEmail = new Map<string, P[]>()
  readonly #byNames = new Map<string, P[]>()
  readonly #byFamilyName = new Map<string, P[]>()

  constructor(people: readonly P[]) {
    for (const person of people) {
      put(this.#byNumber, plain(person.number), person)
      put(this.#byEmail, plain(person.email), person)
      put(this.#byNames, nameKey(person), person)
      put(this.#byFamilyName, familyKey(person.familyName), person)
    }
  }

  /**
   * `known`: the person already identified by an id of this platform; the other values of the line must still agree.
   */
  find(said: SaidPerson, known: P | null = null): Finding<P> {
    const numbered = at(this.#byNumber, plain(said.number))
    const mailed = at(this.#byEmail, plain(said.email))
    const names = { familyName: tidyName(said.familyName ?? ''), givenName: tidyName(said.givenName ?? '') }
    const named = this.#named(names)
    const isIdentified = plain(said.number) !== '' || plain(said.email) !== ''
    const first = known ? found(known) : isIdentified ? agreed(numbered, mailed, named) : alone(this.#homonyms(names))
    if (first.outcome !== 'found') return first
    const { person } = first
    const other = [numbered, mailed, named].find((people) => people.length > 0 && !people.includes(person))?.[0]
    if (other) return { outcome: 'contradiction', people: [person, other] }
    const isSure = known !== null || (numbered.includes(person) && mailed.includes(person))
    const isNamed = names.familyName !== ''
    return isSure || !isNamed || shareWord(names, person) ? first : { outcome: 'contradiction', people: [person] }
  }

  #named({ familyName, givenName }: Names): readonly P[] {
    if (familyName === '') return []
    return givenName === ''
      ? at(this.#byFamilyName, familyKey(familyName))
      : at(this.#byNames, nameKey({ familyName, givenName }))
  }

  /** By both names: a family name alone may be shared. */
  #homonyms(names: Names): readonly P[] {
    return names.familyName === '' ? [] : at(this.#byNames, nameKey(names))
  }
}

type Names = Pick<Person, 'familyName' | 'givenName'>

function agreed<P>(numbered: readonly P[], mailed: readonly P[], named: readonly P[]): Finding<P> {
  if (numbered.length === 0 || mailed.length === 0) return alone(narrowed([...numbered, ...mailed], named))
  const both = numbered.filter((person) => mailed.includes(person))
  if (both.length === 0) return { outcome: 'contradiction', people: [numbered[0] as P, mailed[0] as P] }
  return alone(narrowed(both, named))
}

/** Among people with the same number, the one whose names match, if only one. */
function narrowed<P>(people: readonly P[], named: readonly P[]): readonly P[] {
  const kept = people.filter((person) => named.includes(person))
  return people.length > 1 && kept.length > 0 ? kept : people
}

function alone<P>(people: readonly P[]): Finding<P> {
  const [person] = people
  if (person === undefined) return { outcome: 'unknown' }
  return people.length > 1 ? { outcome: 'ambiguous', people } : found(person)
}

const found = <P>(person: P): Finding<P> => ({ outcome: 'found', person })
const plain = (text: string | null | undefined) => tidyName(text ?? '').toLowerCase()
const familyKey = (familyName: string) => nameKey({ familyName, givenName: '' })

function put<P>(index: Map<string, P[]>, key: string, person: P): void {
  if (key === '') return
  const people = index.get(key)
  if (people) people.push(person)
  else index.set(key, [person])
}

function at<P>(index: ReadonlyMap<string, readonly P[]>, key: string): readonly P[] {
  return (key === '' ? undefined : index.get(key)) ?? []
}
