/**
 * Extra time as people write it in a list: « 4/3 », « 1,33 », « +20 min », « tiers temps », « 33 % », « oui ». An
 * ambiguous text (« 1 », « 20 », « 100 % ») is not read: the trainer decides.
 */
import { add, compare, one, parseRational, type Rational, rational } from '#core/rational.ts'
import type { ExtraTime } from '#core/timing.ts'

const third: Rational = { num: 4n, den: 3n }
const mostRatio = rational(5n)
const mostMinutes = 600

/** Null when the text is unclear; the caller decides what an empty cell means. */
export function readExtraTime(text: string): ExtraTime | null {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  const said = plain
    .replace(/(?<=[a-z])-(?=[a-z])/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  if (/^(non?|none|aucun|aucune|sans|false|faux|0)$/.test(said)) return { kind: 'none' }
  if (/^(oui|yes|x|true|vrai|(un )?tiers( de)? temps|(un|one) (tiers|third))$/.test(said)) return asRatio(third)
  if (/^((un )?mi temps|moitie|half)$/.test(said)) return asRatio(rational(3n, 2n))
  return readMinutes(said) ?? readPercent(said) ?? readRatio(said)
}

/** The text of an export, which `readExtraTime` reads back. */
export function writeExtraTime(extraTime: ExtraTime): string {
  switch (extraTime.kind) {
    case 'none':
      return ''
    case 'ratio':
      return `${extraTime.numerator}/${extraTime.denominator}`
    case 'minutes':
      return `+${extraTime.minutes} min`
  }
}

function readMinutes(said: string): ExtraTime | null {
  const hours = /^\+? ?(\d{1,2}) ?h(?:eures?|ours?)? ?(\d{2})?$/.exec(said)
  const alone = /^(?:\+ ?(\d{1,3})|\+? ?(\d{1,3}) ?(?:min|mn|minutes?|'))$/.exec(said)
  if (hours === null && alone === null) return null
  const minutes = hours ? Number(hours[1]) * 60 + Number(hours[2] ?? 0) : Number(alone?.[1] ?? alone?.[2])
  return minutes > 0 && minutes <= mostMinutes ? { kind: 'minutes', minutes } : null
}

/** Below 100 % it is the extra time, above it is the whole time. */
function readPercent(said: string): ExtraTime | null {
  const percent = /^\+? ?(\d{1,3}(?:[.,]\d{1,2})?) ?%$/.exec(said)?.[1]
  const value = percent === undefined ? null : parseRational(percent)
  if (value === null || compare(value, rational(100n)) === 0) return null
  const part = rational(value.num, value.den * 100n)
  return asRatio(compare(part, one) < 0 ? add(part, one) : part)
}

/** Below 1 it is the extra time (« 1/3 », « 0,33 »), above 1 it is the whole time (« 4/3 », « 1,33 »). */
function readRatio(said: string): ExtraTime | null {
  const written = /^\d{1,3}(?:[.,]\d{1,6}| ?\/ ?\d{1,3})$/.test(said)
  const value = written ? parseRational(said.replace(/ /g, '')) : null
  if (value === null || compare(value, one) === 0) return null
  return asRatio(compare(value, one) < 0 ? add(value, one) : value)
}

/** A third written with two decimals or more counts as exactly a third. */
function asRatio(value: Rational): ExtraTime | null {
  const isThird = [2n, 3n, 4n, 5n, 6n].some((digits) => {
    const decimals = 10n ** digits
    return compare(value, rational((4n * decimals) / 3n, decimals)) === 0
  })
  const ratio = isThird ? third : value
  if (compare(ratio, one) <= 0 || compare(ratio, mostRatio) > 0) return null
  return { kind: 'ratio', numerator: Number(ratio.num), denominator: Number(ratio.den) }
}
