import { add, parseRational, type Rational, rational, subtract } from '#core/rational.ts'

/** `1.5E3`, as programs write numbers; null when it is none, or has more than forty digits. */
export function readDecimal(text: string): Rational | null {
  const [, digits = '', exponent = '0'] = /^([+-]?[\d.,]{1,41})(?:e([+-]?\d{1,2}))?$/i.exec(text.trim()) ?? []
  const value = parseRational(digits)
  const shift = Number(exponent)
  if (value === null || Math.abs(shift) > 40) return null
  const power = 10n ** BigInt(Math.abs(shift))
  return shift < 0 ? rational(value.num, value.den * power) : rational(value.num * power, value.den)
}

/** `0.5`; null when its decimals have no end, as those of 1/3. */
export function plainDecimal(value: Rational): string | null {
  for (let decimals = 0, scale = 1n; decimals <= 40; decimals += 1, scale *= 10n) {
    if ((value.num * scale) % value.den !== 0n) continue
    const digits = ((value.num < 0n ? -value.num : value.num) * scale) / value.den
    const all = String(digits).padStart(decimals + 1, '0')
    const [whole, rest] = [all.slice(0, all.length - decimals), all.slice(all.length - decimals)]
    return `${value.num < 0n ? '-' : ''}${whole}${decimals === 0 ? '' : `.${rest}`}`
  }
  return null
}

/** The middle of two numbers, and how far from it they are. */
export function middleOf(from: Rational, to: Rational): { value: Rational; tolerance: Rational } {
  const whole = add(from, to)
  const width = subtract(to, from)
  return {
    value: rational(whole.num, whole.den * 2n),
    tolerance: rational(width.num < 0n ? -width.num : width.num, width.den * 2n),
  }
}
