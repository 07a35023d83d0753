/** An answer that is typed, and what it is compared with. No pattern of an author is ever run. */
import {
  compare,
  largest,
  parseRational,
  type Rational,
  type RationalText,
  subtract,
  toRational,
} from '#core/rational.ts'

export type TypedRule =
  /** Words, whose case matters or not; spaces, quotes and dashes never do. */
  | { readonly kind: 'text'; readonly case: boolean }
  | {
      readonly kind: 'number'
      /** How far from an accepted number an answer may be. */
      readonly tolerance: RationalText
      readonly unit?: string | undefined
      /** Whether a number without its unit is wrong. */
      readonly unitRequired?: boolean | undefined
    }

/** Characters of a typed answer, once cleaned. */
export const longestTyped = 200

/** In an answer, what was typed follows this sign, which no id of a choice begins with. */
const sign = '='

export const typedMark = (typed: string): string => sign + typed
export const isTyped = (id: string): boolean => id.startsWith(sign)

/** The words of an id that was typed. */
export const typedIn = (id: string): string => id.slice(sign.length)

/** What was typed; null when nothing was. */
export function typedOf(ticked: readonly string[]): string | null {
  const said = ticked.find(isTyped)
  return said === undefined ? null : typedIn(said)
}

/** What is kept of it: without spaces around; null when it is too long, or holds control characters. */
export function cleanTyped(typed: string): string | null {
  const clean = typed.normalize('NFC').trim()
  return clean.length > longestTyped || /[\p{Cc}\p{Cs}\p{Co}\u2028\u2029]/u.test(clean) ? null : clean
}

/** Spaces, quotes and dashes as a keyboard for code types them: telephones write others by themselves. */
export const plainTyped = (typed: string): string =>
  typed
    .normalize('NFC')
    .replace(/[‘’ʼ′]/g, "'")
    .replace(/[“”„″]/g, '"')
    .replace(/—/g, '--')
    .replace(/[‐‑‒–−]/g, '-')
    .replace(/…/g, '...')
    .replace(/[\p{Zs}\s\u200b\ufeff]+/gu, ' ')
    .trim()

/** Answers with the same key are the same; what is not a number has the key of its words. */
export function answerKey(typed: string, rule: TypedRule): string {
  const plain = plainTyped(typed)
  if (rule.kind === 'text') return rule.case ? plain : plain.toLowerCase()
  const read = readNumber(plain, rule)
  return read === null ? plain.toLowerCase() : `${read.num}/${read.den}`
}

/** Whether an answer of the author can be compared at all. */
export function isReadable(text: string, rule: TypedRule): boolean {
  const plain = plainTyped(text)
  if (rule.kind === 'text') return plain !== ''
  const tolerance = parseRational(rule.tolerance)
  return tolerance !== null && tolerance.num >= 0n && readNumber(plain, { ...rule, unitRequired: false }) !== null
}

/** Whether what was typed is this answer of the author. */
export function isSameAnswer(typed: string, answer: string, rule: TypedRule): boolean {
  if (rule.kind === 'text') return answerKey(typed, rule) === answerKey(answer, rule)
  const given = readNumber(plainTyped(typed), rule)
  const wanted = readNumber(plainTyped(answer), { ...rule, unitRequired: false })
  return given !== null && wanted !== null && compare(distance(given, wanted), toRational(rule.tolerance)) <= 0
}

const distance = (a: Rational, b: Rational): Rational => largest(subtract(a, b), subtract(b, a))

/** `1 024,5 Mio` with the unit « Mio » is 1024.5; another unit is not read, nor a number without a required one. */
function readNumber(plain: string, { unit, unitRequired }: Extract<TypedRule, { kind: 'number' }>): Rational | null {
  const [, digits = '', said = ''] = /^([-+]?[\d.,/ ]*\d)\s*(.*)$/.exec(plain) ?? []
  const isUnit = unit !== undefined && said.toLowerCase() === plainTyped(unit).toLowerCase()
  if (said === '' ? unitRequired && unit !== undefined : !isUnit) return null
  return parseRational(digits.replace(/(?<=\d) (?=\d{3}(?!\d))/g, ''))
}
