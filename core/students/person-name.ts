/** Names are stored as their owner writes them: particles, apostrophes, hyphens, capitals. */

/** Unicode NFC, one space between words, no invisible character. */
export function tidyName(name: string): string {
  return name
    .replace(/[\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/g, '')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .normalize('NFC')
    .trim()
}

const particles = new Set('d da de del della der des di do dos du el l la le les van von y'.split(' '))

/** The order of a column of full names, when its title gives it. */
export type NameOrder = 'family' | 'given' | null

/**
 * Splits a full name where its form shows how: « Simon, Bart »; capitals for the family name, at either end, with its
 * particles (« DE LA TOUR Lisa Marie », « Lisa Marie de LA TOUR »); else by the order given in the title. Any other
 * name stays whole, as a family name, because a guess may be wrong.
 */
export function splitFullName(text: string, order: NameOrder = null): PersonNames & { readonly isWhole: boolean } {
  const name = tidyName(text)
  const [family = '', given = ''] = name.split(/\s*,\s*/, 2)
  if (family !== '' && given !== '') return { familyName: family, givenName: given, isWhole: false }
  const words = name.replace(/,/g, '').trim().split(' ')
  const cut = cutOf(words, order)
  if (cut === null) return { familyName: words.join(' '), givenName: '', isWhole: words.length > 1 }
  const [before, after] = [words.slice(0, cut.at).join(' '), words.slice(cut.at).join(' ')]
  return cut.first === 'family'
    ? { familyName: before, givenName: after, isWhole: false }
    : { familyName: after, givenName: before, isWhole: false }
}

function cutOf(words: readonly string[], order: NameOrder): { at: number; first: 'family' | 'given' } | null {
  const leading = words.findIndex((word) => !isCapital(word))
  if (leading > 0) return { at: leading, first: 'family' }
  const trailing = words.length - words.toReversed().findIndex((word) => !isCapital(word))
  if (leading === 0 && trailing < words.length) return { at: withParticles(words, trailing), first: 'given' }
  if (words.length < 2 || order === null) return null
  if (order === 'given') return { at: withParticles(words, words.length - 1), first: 'given' }
  const proper = words.findIndex((word) => !particles.has(plainName(word)))
  return proper + 1 < words.length ? { at: proper + 1, first: 'family' } : null
}

/** Index where the family name begins, with the particles before it that are not a given name. */
function withParticles(words: readonly string[], at: number): number {
  let start = at
  while (start > 1 && particles.has(plainName(words[start - 1] ?? ''))) start -= 1
  return start
}

/** « SIMON », « D’ALMEIDA », « DE »; an initial alone does not count. */
const isCapital = (word: string) =>
  word === word.toUpperCase() && word !== word.toLowerCase() && word.replace(/\P{L}/gu, '').length > 1

/**
 * A key for comparing names: equal for « LEFEVRE Helene » and « Lefèvre Hélène », who are the same person in two lists.
 */
export function nameKey({
  familyName,
  givenName,
}: {
  readonly familyName: string
  readonly givenName: string
}): string {
  return `${plainName(familyName)}/${plainName(givenName)}`
}

/** Whether each word of the search occurs in one of these texts, ignoring case and accents. */
export function isFoundBy(search: string, texts: readonly string[]): boolean {
  const said = plainName(texts.join(' '))
  return plainName(search)
    .split(' ')
    .every((word) => said.includes(word))
}

/**
 * Whether two names may belong to one person: with a married name, a second given name or swapped columns they still
 * share a word; two people matched by a mistyped number do not. Particles do not count.
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
