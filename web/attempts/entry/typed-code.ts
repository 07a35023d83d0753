/**
 * What somebody types, as it is printed: capitals, cut in the middle. `abcdefgh` → `ABCD-EFGH`. A longer code is kept as
 * typed up to `longest`: it may belong to the other field.
 */
export function shownCode(typed: string, length: number, longest = length): string {
  const bare = bareCode(typed)
  if (bare.length > length && longest > length) return bare.slice(0, longest)
  const code = bare.slice(0, length)
  const half = length / 2
  return code.length > half ? `${code.slice(0, half)}-${code.slice(half)}` : code
}

export function bareCode(typed: string): string {
  return typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
}

export const joinLength = 6
export const personalLength = 8

/** Not the letters that no code has (core/access-code.ts), which a person may still type for digits. */
const token = /[A-Z0-9]{3,8}(?:[-‐‑–—][A-Z0-9]{3,4})?/g

/**
 * The codes that a pasted sentence or link holds: « Code : ABC-DEF », `https://…/?code=ABCDEF`. A word of the sentence is
 * no code: a code has a digit, a hyphen, or stands alone.
 */
export function codesIn(pasted: string): { join?: string; personal?: string } {
  const said = pasted.normalize('NFKC')
  const inLink = /[?&#]code=([\w-]{6,9})/i.exec(said)?.[1]
  const words = said.replace(/https?:\/\/\S+/gi, ' ').toUpperCase()
  const isAlone = bareCode(words).length <= personalLength
  const found = [...words.matchAll(token)]
    .filter(({ 0: text, index }) => isWhole(words, index, text.length))
    .map(([text]) => text)
    .filter((text) => isAlone || /\d|\P{L}/u.test(text))
    .map(bareCode)
  const all = [...(inLink ? [bareCode(inLink)] : []), ...found, ...(isAlone ? [bareCode(words)] : [])]
  const ofLength = (length: number) => all.find((code) => code.length === length)
  const [join, personal] = [ofLength(joinLength), ofLength(personalLength)]
  return { ...(join ? { join } : {}), ...(personal ? { personal } : {}) }
}

/** Not a piece of a longer word. */
const isWhole = (text: string, index: number, length: number) =>
  !/[A-Z0-9]/.test(text.charAt(index - 1)) && !/[\p{L}\p{N}]/u.test(text.charAt(index + length))
