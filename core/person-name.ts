/** Names are kept as their owner writes them: particles, apostrophes, hyphens, capitals. */

/** Unicode NFC, one space between words, nothing invisible. */
export function tidyName(name: string): string {
  return name
    .replace(/[\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/g, '')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .normalize('NFC')
    .trim()
}

/** Equal for « LEFEVRE Helene » and « Lefèvre Hélène », which a school's two lists call the same person. */
export function nameKey({
  familyName,
  givenName,
}: {
  readonly familyName: string
  readonly givenName: string
}): string {
  return `${plainName(familyName)}/${plainName(givenName)}`
}

/** Whether a search finds somebody: each of its words is somewhere in these texts, whatever the case and accents. */
export function isFoundBy(search: string, texts: readonly string[]): boolean {
  const said = plainName(texts.join(' '))
  return plainName(search)
    .split(' ')
    .every((word) => said.includes(word))
}

const particles = new Set('d de del della der des di do dos du el l la le les van von y'.split(' '))

/**
 * Whether two names may be of one person: a married name, a second given name or swapped columns leave a word in
 * common; two people whom a mistyped number brings together have none. Particles do not count.
 */
export function shareWord(one: PersonNames, other: PersonNames): boolean {
  const known = new Set(wordsOf(one))
  return wordsOf(other).some((word) => known.has(word))
}

type PersonNames = { readonly familyName: string; readonly givenName: string }

function wordsOf({ familyName, givenName }: PersonNames): string[] {
  const words = plainName(`${familyName} ${givenName}`).split(' ')
  const proper = words.filter((word) => word !== '' && !particles.has(word))
  return proper.length > 0 ? proper : words
}

function plainName(name: string): string {
  const letters = tidyName(name).normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  return letters
    .replace(/œ/g, 'oe')
    .replace(/æ/g, 'ae')
    .replace(/[\u2018\u2019\u02BC`´'\p{Dash}\s]+/gu, ' ')
    .trim()
}
