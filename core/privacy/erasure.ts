/**
 * Anonymises texts: every spelling of a person's name is replaced by « Étudiant anonymisé 3 ».
 *
 * A full name, an e-mail and a long number are always replaced. A family or given name alone is replaced only when
 * nobody else has it, or in a text about that person; and only when capitalised, since « petit » is not always M.
 * Petit.
 */
export type Identity = {
  readonly familyName: string
  readonly givenName: string
  readonly email: string | null
  readonly number: string | null
}
/** `former`: names they had before a correction or a merge. */
export type Erased = Identity & { readonly id: string; readonly label: string; readonly former: readonly Identity[] }

const labels = { fr: 'Étudiant anonymisé', en: 'Anonymised student' } as const

export function anonymousName(number: number, language: string): string {
  return `${language === 'en' ? labels.en : labels.fr} ${number}`
}

/** The number of an anonymised student; null for a name. */
export function anonymousNumber(name: string): number | null {
  const found = /^(?:Étudiant anonymisé|Anonymised student) (\d{1,6})$/.exec(name)?.[1]
  return found === undefined ? null : Number(found)
}

/** A shorter number may be a count. */
const shortestNumber = 5
const identityKeys = ['familyName', 'givenName', 'email', 'number', 'extraTime'] as const

export class Eraser {
  readonly #erased: ReadonlyMap<string, Erased>
  readonly #everywhere: Finder
  readonly #alone: Finder
  readonly #own = new Map<string, Finder>()

  constructor(erased: readonly Erased[], staying: readonly string[]) {
    this.#erased = new Map(erased.map((one) => [one.id, one]))
    const taken = new Set(staying.map(plain))
    const terms = (one: Erased, of: (identity: Identity) => readonly string[]) =>
      [one, ...one.former].flatMap((identity) => of(identity).map((term) => [term, one.label] as const))
    this.#everywhere = new Finder(
      erased.flatMap((one) => terms(one, fullTerms)),
      'giu',
    )
    const lone = erased.flatMap((one) => terms(one, loneTerms))
    this.#alone = new Finder(
      lone.filter(([term]) => !taken.has(plain(term))),
      'gu',
    )
    for (const one of erased)
      this.#own.set(one.id, new Finder([...terms(one, loneTerms), ...terms(one, numberTerms)], 'gu'))
  }

  /** `owner`: the person the text is about, when known. */
  text(value: string, owner: string | null = null): string {
    const named = this.#everywhere.replace(value)
    const own = owner === null ? undefined : this.#own.get(owner)
    return this.#alone.replace(own ? own.replace(named) : named)
  }

  json(value: unknown, owner: string | null = null): unknown {
    if (typeof value === 'string') return this.text(value, owner)
    if (Array.isArray(value)) return value.map((each) => this.json(each, owner))
    if (typeof value !== 'object' || value === null) return value
    const fields = value as Record<string, unknown>
    const about = this.#ownerOf(fields) ?? owner
    const isChange = identityKeys.some((key) => key === fields['field'])
    const entries = Object.entries(fields).map(([key, each]) => {
      const keyOwner = this.#erased.has(key) ? key : about
      if (keyOwner !== null && isChange && (key === 'before' || key === 'after')) return [key, null]
      return [key, this.#field(key, each, keyOwner)]
    })
    return Object.fromEntries(entries)
  }

  #field(key: string, value: unknown, owner: string | null): unknown {
    const person = owner === null ? undefined : this.#erased.get(owner)
    if (person === undefined || value === null) return this.json(value, owner)
    if (key === 'familyName') return person.label
    if (key === 'givenName') return ''
    if (key === 'email' || key === 'number') return typeof value === 'string' ? null : value
    if (key === 'extraTime') return { kind: 'none' }
    return this.json(value, owner)
  }

  #ownerOf({ id, studentId }: Record<string, unknown>): string | null {
    const found = [id, studentId].find((each) => typeof each === 'string' && this.#erased.has(each))
    return (found as string | undefined) ?? null
  }
}

/** A single search for all terms, the longest first. */
class Finder {
  readonly #labels: ReadonlyMap<string, string>
  readonly #expression: RegExp | null

  constructor(terms: readonly (readonly [string, string])[], flags: 'gu' | 'giu') {
    const known = terms.filter(([term]) => term.length > 1)
    this.#labels = new Map(known.map(([term, label]) => [spaced(term).toLowerCase(), label]))
    const longest = [...new Set(known.map(([term]) => term))].sort((one, other) => other.length - one.length)
    const words = longest.map((term) =>
      spaced(term)
        .replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
        .replace(/ /g, '\\s+'),
    )
    // A name alone does not match part of another: « Marie » is not in « Marie-Claire ».
    const letter = flags === 'gu' ? '[\\p{L}\\p{N}-]' : '[\\p{L}\\p{N}]'
    const source = `(?<!${letter})(?:${words.join('|')})(?!${letter})`
    this.#expression = words.length === 0 ? null : new RegExp(source, flags)
  }

  replace(text: string): string {
    if (this.#expression === null) return text
    return text.replace(this.#expression, (found) => this.#labels.get(spaced(found).toLowerCase()) as string)
  }
}

function fullTerms({ familyName, givenName, email, number }: Identity): string[] {
  const full =
    givenName === '' ? [] : [`${givenName} ${familyName}`, `${familyName} ${givenName}`, `${familyName}, ${givenName}`]
  const numbers = number !== null && number.length >= shortestNumber ? [number] : []
  return withoutAccents([...full, ...(email === null ? [] : [email]), ...numbers])
}

/** As written in a sentence: capitalised, or in capitals. */
function loneTerms({ familyName, givenName }: Identity): string[] {
  const cased = [familyName, givenName].flatMap((name) => [name, name.toUpperCase(), capitalised(name)])
  return withoutAccents(cased.filter((name) => name !== name.toLowerCase()))
}

const numberTerms = ({ number }: Identity) => (number === null ? [] : [number])
const withoutAccents = (terms: readonly string[]) => [...terms, ...terms.map(bare)]
const bare = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '')
const plain = (text: string) => bare(text).toLowerCase()
const spaced = (text: string) => text.replace(/\s+/g, ' ').trim()
const capitalised = (name: string) => name.toLowerCase().replace(/(?<!\p{L})\p{L}/gu, (letter) => letter.toUpperCase())
