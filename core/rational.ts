/**
 * Exact fractions, so that three thirds of a point are one point and a weight read from a file is the weight written.
 * A rational is always in lowest terms with a positive denominator: two equal values are equal field by field.
 */
export type Rational = { readonly num: bigint; readonly den: bigint }

/**
 * A rational as stored and sent (JSON has no bigint): a decimal with a point or a comma (`0.5`, `-0,25`, `12`) or a
 * fraction of integers (`-1/3`).
 */
export type RationalText = string

export const zero: Rational = { num: 0n, den: 1n }
export const one: Rational = { num: 1n, den: 1n }

/** `num / den`; throws a RangeError when the denominator is zero or a number is not an integer. */
export function rational(num: bigint | number, den: bigint | number = 1n): Rational {
  const [n, d] = [BigInt(num), BigInt(den)]
  if (d === 0n) throw new RangeError('a fraction has no zero denominator')
  const divisor = greatestDivisor(n, d) * (d < 0n ? -1n : 1n)
  return { num: n / divisor, den: d / divisor }
}

export const add = (a: Rational, b: Rational): Rational => rational(a.num * b.den + b.num * a.den, a.den * b.den)
export const subtract = (a: Rational, b: Rational): Rational => rational(a.num * b.den - b.num * a.den, a.den * b.den)
export const multiply = (a: Rational, b: Rational): Rational => rational(a.num * b.num, a.den * b.den)
/** Throws a RangeError when `b` is zero. */
export const divide = (a: Rational, b: Rational): Rational => rational(a.num * b.den, a.den * b.num)
export const sum = (values: readonly Rational[]): Rational => values.reduce(add, zero)

/** Negative, zero or positive as `a` is below, equal to or above `b`: the order of `Array.sort`. */
export function compare(a: Rational, b: Rational): -1 | 0 | 1 {
  const difference = a.num * b.den - b.num * a.den
  if (difference === 0n) return 0
  return difference < 0n ? -1 : 1
}

export const smallest = (a: Rational, b: Rational): Rational => (compare(a, b) <= 0 ? a : b)
export const largest = (a: Rational, b: Rational): Rational => (compare(a, b) >= 0 ? a : b)

/** The largest integer not above the value: −1/2 gives −1. */
export function floorOf({ num, den }: Rational): bigint {
  const quotient = num / den
  return num < 0n && num % den !== 0n ? quotient - 1n : quotient
}

/** The nearest floating-point number, for statistics and drawing; never used to compute a mark. */
export const toNumber = ({ num, den }: Rational): number => Number(num) / Number(den)

/** `3/4`, `-2`: `parseRational` reads it back to the same value. */
export const rationalText = ({ num, den }: Rational): RationalText => (den === 1n ? `${num}` : `${num}/${den}`)

/**
 * Reads a decimal or a fraction exactly, or null when the text is neither. The minus sign (−) is read as well as the
 * hyphen.
 */
export function parseRational(text: RationalText): Rational | null {
  const plain = text.trim().replace('−', '-')
  const fraction = /^([+-]?\d{1,40})\/(\d{1,40})$/.exec(plain)
  if (fraction) {
    const [, num, den] = fraction as unknown as [string, string, string]
    return BigInt(den) === 0n ? null : rational(BigInt(num.replace('+', '')), BigInt(den))
  }
  const decimal = /^([+-]?)(\d{0,40})(?:[.,](\d{0,40}))?$/.exec(plain)
  if (!decimal) return null
  const [, sign, whole, decimals = ''] = decimal as unknown as [string, string, string, string | undefined]
  if (whole + decimals === '') return null
  const magnitude = rational(BigInt(whole + decimals), 10n ** BigInt(decimals.length))
  return sign === '-' ? subtract(zero, magnitude) : magnitude
}

/** As `parseRational`, for text already checked at the edge; throws a RangeError when it is not a number. */
export function toRational(text: RationalText): Rational {
  const value = parseRational(text)
  if (!value) throw new RangeError(`not an exact number: ${text}`)
  return value
}

/** Euclid's algorithm, on magnitudes. */
function greatestDivisor(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b]
  while (y !== 0n) [x, y] = [y, x % y]
  return x
}

/**
 * The same values as integers over one denominator, so that adding them as floating-point numbers is exact until the
 * final division.
 */
export function overOneDenominator(texts: Iterable<RationalText>): {
  denominator: number
  numerators: ReadonlyMap<RationalText, number>
} {
  const values = new Map(Array.from(texts, (text) => [text, toRational(text)]))
  const common = [...values.values()].reduce((all, { den }) => (all * den) / greatestDivisor(all, den), 1n)
  const numerators = new Map([...values].map(([text, { num, den }]) => [text, Number(num * (common / den))]))
  return { denominator: Number(common), numerators }
}
