/**
 * An exact number as a person reads it. In its own file because a student's browser does not need written-working.ts.
 */
import type { Language } from '#core/language.ts'
import type { Rational } from './rational.ts'

/**
 * All decimals when they terminate, at least `least` of them; else four and an ellipsis, so that it never looks exact.
 */
export function exactText(value: Rational, least: number, language: Language): string {
  const negative = value.num < 0n
  const magnitude = negative ? -value.num : value.num
  let digits = least
  while (digits < mostDecimals && (magnitude * 10n ** BigInt(digits)) % value.den !== 0n) digits += 1
  const ends = (magnitude * 10n ** BigInt(digits)) % value.den === 0n
  const shown = ends ? digits : shownDecimals
  const scaled = `${(magnitude * 10n ** BigInt(shown)) / value.den}`.padStart(shown + 1, '0')
  const [whole, decimals] = [scaled.slice(0, scaled.length - shown), scaled.slice(scaled.length - shown)]
  const point = decimals === '' ? '' : (language === 'fr' ? ',' : '.') + decimals
  return `${negative ? '-' : ''}${whole}${point}${ends ? '' : '…'}`
}

const mostDecimals = 12
const shownDecimals = 4

/** A number as it was typed (`1/3`, `0.50`), with the decimal mark of the language. */
export const typedText = (typed: string, language: Language): string =>
  language === 'fr' ? typed.replace('.', ',') : typed.replace(',', '.')
