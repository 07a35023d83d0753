/**
 * The order of a class list, the same on every page, in every file and on paper: French collation (CLDR), whatever the
 * collation of the database. Postgres would sort by byte and put « Béranger » after « Bouvier ».
 */
export type Named = { readonly familyName: string; readonly givenName: string; readonly number?: string | null }

const letters = new Intl.Collator('fr', { numeric: true, sensitivity: 'base' })
const signs = new Intl.Collator('fr', { numeric: true })

/**
 * Family name, then given name; accents and capitals only between people with the same letters, so that « LEFEVRE Zoé »
 * comes after « Lefèvre Ana ». Homonyms by their number; those without one first.
 */
export function byName(one: Named, other: Named): number {
  return (
    letters.compare(one.familyName, other.familyName) ||
    letters.compare(one.givenName, other.givenName) ||
    signs.compare(one.familyName, other.familyName) ||
    signs.compare(one.givenName, other.givenName) ||
    byText(one.number ?? '', other.number ?? '')
  )
}

/** The order of any other text, such as a group or a team: « Équipe 2 » before « Équipe 10 ». */
export function byText(one: string, other: string): number {
  return letters.compare(one, other) || signs.compare(one, other) || Number(one > other) - Number(one < other)
}

/** The groups of these people, each once, without the empty one. */
export function groupsOf(people: readonly { readonly group: string }[] = []): string[] {
  return [...new Set(people.map(({ group }) => group))].filter((group) => group !== '').sort(byText)
}
