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

function plainName(name: string): string {
  const letters = tidyName(name).normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  return letters
    .replace(/œ/g, 'oe')
    .replace(/æ/g, 'ae')
    .replace(/[\u2018\u2019\u02BC`´'\p{Dash}\s]+/gu, ' ')
    .trim()
}
