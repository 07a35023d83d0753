/**
 * Extra time as people write it in a list: « 4/3 », « 1,33 », « +20 min », « 1/3 temps », « tiers-temps (+33 %) », « oui ».
 * An ambiguous text (« 1 », « 20 », « 100 % ») is not read: the trainer decides.
 */
import { add, compare, one, parseRational, type Rational, rational } from '#core/rational.ts'
import type { ExtraTime } from '#core/timing.ts'

const third: Rational = { num: 4n, den: 3n }
const mostRatio = rational(5n)
const mostMinutes = 600

/** Words said around an extra time, which say nothing by themselves. */
const around =
  /\b(de|du|en|le|d|of|the|avec|with)\b|\b(temps|tps|time|majore|majoration|supplementaires?|supp?|additionnel|extra|additional|plus|more)\b/g

/** Null when the text is unclear; the caller decides what an empty cell means. */
export function readExtraTime(text: string): ExtraTime | null {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  const said = plain
    .replace(/(?<=[a-z])-(?=[a-z])/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  if (/^(non?|none|aucun|aucune|sans|false|faux|0)$/.test(said)) return { kind: 'none' }
  if (/^(oui|yes|x|true|vrai)$/.test(said)) return asRatio(third)
  return readAlone(said) ?? readAmong(said)
}

function readAlone(said: string): ExtraTime | null {
  if (/^((un |one )?(tiers|third)( de)?( temps)?)$/.test(said)) return asRatio(third)
  if (/^((un )?mi temps|moitie|half)$/.test(said)) return asRatio(rational(3n, 2n))
  return readMinutes(said) ?? readPerHour(said) ?? readPercent(said) ?? readRatio(said)
}

/**
 * « 1/3 temps », « tiers-temps (+33 %) »: what stands among the words around it, once or several times the same. A word
 * that is not known makes it unclear.
 */
function readAmong(said: string): ExtraTime | null {
  const parts = said
    .split(/[():;[\]=]|,(?!\d)/)
    .map((part) => part.replace(around, ' ').replace(/\s+/g, ' ').trim().replace(/^un /, ''))
    .filter((part) => part !== '')
  const [first, ...others] = parts.map(readAlone)
  if (first === undefined || first === null) return null
  return others.every((other) => other !== null && writeExtraTime(other) === writeExtraTime(first)) ? first : null
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

/** « 20 min par heure », as a share of the hour. */
function readPerHour(said: string): ExtraTime | null {
  const each = /^\+? ?(\d{1,2}) ?(?:min|mn|minutes?|') ?(?:par|per|\/|pour 1|pour une) ?(?:h|heure|hour)$/.exec(
    said,
  )?.[1]
  return each === undefined ? null : asRatio(rational(60n + BigInt(each), 60n))
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
  const ratio = /^(?:\+ ?)?(\d{1,3}(?:[.,]\d{1,6}| ?\/ ?\d{1,3}))$/.exec(said)?.[1]
  const value = ratio === undefined ? null : parseRational(ratio.replace(/ /g, ''))
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
