/**
 * A typed code in its printed form: upper case, with a hyphen in the middle. `abcdefgh` → `ABCD-EFGH`. A longer code is
 * left as typed up to `longest`: it may belong to the other field.
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

/** Accepts letters that codes do not use (core/access-code.ts), which people type in place of digits. */
const token = /[A-Z0-9]{3,8}(?:[-‐‑–—][A-Z0-9]{3,4})?/g

/**
 * The codes found in pasted text: « Code : ABC-DEF », `https://…/?code=ABCDEF`. A plain word is not taken for a code: a
 * code has a digit or a hyphen, or is the whole text.
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

/** Whether the match is not part of a longer word. */
const isWhole = (text: string, index: number, length: number) =>
  !/[A-Z0-9]/.test(text.charAt(index - 1)) && !/[\p{L}\p{N}]/u.test(text.charAt(index + length))
