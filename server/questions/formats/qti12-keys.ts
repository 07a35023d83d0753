import { parseRational, type Rational } from '#core/rational.ts'
import { readDecimal } from './exact-decimal.ts'
import { childOf, childrenOf, elementsOf, findAll, textOf, type XmlElement } from './xml-tree.ts'

/** One answer that earns points: its text or the id of a choice, of which response, and its rank in an order. */
export type Earned = {
  readonly response: string
  readonly text: string
  readonly points: Rational
  readonly isCase: boolean
}

/** More than an item has answers: the rest is not read. */
const mostConditions = 200

/** The conditions that earn points; null when one says more than « is this answer ». */
function earning(item: XmlElement): { test: XmlElement; points: Rational }[] | null {
  const conditions = childrenOf(item, 'resprocessing').flatMap((one) => childrenOf(one, 'respcondition'))
  const earned = conditions.slice(0, mostConditions).flatMap((condition) => {
    const points = childrenOf(condition, 'setvar').map((one) => parseRational(textOf(one)))
    const test = childOf(condition, 'conditionvar')
    const most = points.find((value) => value !== null && value.num > 0n)
    return test && most ? [{ test, points: most }] : []
  })
  return earned.some(({ test }) => unclear.some((name) => findAll(test, name).length > 0)) ? null : earned
}

/** A part of a text, any other text, or what an answer is not. */
const unclear = ['not', 'other', 'varsubstring', 'varsubset', 'varinside', 'durequal', 'unanswered', 'vargt', 'varlt']

/** Several answers in one condition are as many that are accepted, in an order: its ranks. */
export function earnedAnswers(item: XmlElement): Earned[] | null {
  const conditions = earning(item)
  return (
    conditions?.flatMap(({ test, points }) =>
      findAll(test, 'varequal').map((one) => ({
        response: one.attributes['respident'] ?? '',
        text: textOf(one).trim(),
        points,
        isCase: one.attributes['case']?.toLowerCase() === 'yes',
      })),
    ) ?? null
  )
}

/** A number, or two bounds; bounds beside a number are its tolerance. */
export type EarnedNumber = { readonly from: Rational; readonly to: Rational; readonly points: Rational }

export function earnedNumbers(item: XmlElement): EarnedNumber[] | null {
  const conditions = earning(item)
  if (!conditions) return null
  const read = conditions.flatMap(({ test, points }) => rangesIn(test).map((range) => range && { ...range, points }))
  return read.every((one) => one !== null) ? read : null
}

type Range = { from: Rational; to: Rational }

function rangesIn(test: XmlElement): (Range | null)[] {
  const [from, to] = ['vargte', 'varlte'].map((name) => childOf(test, name))
  const inside = elementsOf(test).filter(({ name }) => name === 'and' || name === 'or')
  const ranges = [...(from || to ? [rangeOf(from, to)] : []), ...inside.flatMap(rangesIn)]
  if (ranges.length > 0) return ranges
  return childrenOf(test, 'varequal').map((value) => rangeOf(value, value))
}

function rangeOf(from: XmlElement | undefined, to: XmlElement | undefined): Range | null {
  const [low, high] = [from, to].map((bound) => bound && readDecimal(textOf(bound)))
  return low && high ? { from: low, to: high } : null
}
