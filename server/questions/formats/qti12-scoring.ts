import { type Rational, rational } from '#core/rational.ts'
import { childOf, childrenOf, elementsOf, textOf, type XmlElement } from './xml-tree.ts'

/**
 * An item of QTI 1.2 has no explicit key: its conditions give the score of a set of ticked choices. They are evaluated
 * for every set (IMS QTI ASI Information Model 1.2, `resprocessing`), and the key is the set that earns the most.
 */
export type Scoring = {
  /** The score of each set, in millionths of a point; a set is a bit mask, the first choice being the lowest bit. */
  readonly scoreOf: (ticked: number) => number
}

/** `isFirst`: no previous condition was met, as required by `other`. */
type Test = (ticked: number, isFirst: boolean) => boolean
type Effect = { variable: string; action: 'set' | 'add' | 'subtract'; value: number | string }
type Condition = { test: Test; effects: Effect[]; stops: boolean }

/** More conditions were not written by a person, and trying every set would take too long. */
const mostTests = 200
const millionths = 1_000_000

/** Null when a condition needs more than the ticked choices (a time, a text), or when the score variable is unclear. */
export function scoringOf(item: XmlElement, choices: readonly string[]): Scoring | null {
  const bits = new Map(choices.map((id, index) => [id, 1 << index]))
  const left = { tests: mostTests }
  const conditions: Condition[] = []
  const processing = childrenOf(item, 'resprocessing')
  for (const element of processing.flatMap((one) => childrenOf(one, 'respcondition'))) {
    const effects = childrenOf(element, 'setvar').map(effectOf)
    // A condition that only shows feedback does not change the score.
    if (effects.length === 0) continue
    const variable = childOf(element, 'conditionvar')
    const test = variable ? every(variable, bits, left) : always
    if (!test || left.tests < 0 || !effects.every((effect) => effect !== null)) return null
    conditions.push({ test, effects, stops: element.attributes['continue']?.toLowerCase() === 'no' })
  }
  const initial = initialValues(processing)
  const score = scoreVariable(conditions, initial)
  if (score === null) return null
  return { scoreOf: (ticked) => run(conditions, initial, ticked).get(score) ?? 0 }
}

const always: Test = () => true

const actions = ['set', 'add', 'subtract'] as const

function effectOf(element: XmlElement): Effect | null {
  const { varname, variablename, action: said = 'Set' } = element.attributes
  const action = actions.find((one) => one === said.toLowerCase())
  const value = numberIn(textOf(element).trim())
  return action && value !== null ? { variable: nameOf(varname ?? variablename ?? 'SCORE'), action, value } : null
}

/** A number in millionths, or the name of a variable; Blackboard's `SCORE.max` is one point. */
function numberIn(text: string): number | string | null {
  if (/^[+-]?\d{1,6}(?:\.\d{1,6})?0*$/.test(text.slice(0, 40))) return Math.round(Number(text) * millionths)
  if (/\.max$/i.test(text)) return millionths
  if (/\.min$/i.test(text)) return 0
  return /^[a-z]\w{0,60}$/i.test(text) ? nameOf(text) : null
}

const nameOf = (name: string) => name.trim().toLowerCase()

type Left = { tests: number }

/** All child conditions must hold, in `conditionvar` and in `and`. */
function every(element: XmlElement, bits: ReadonlyMap<string, number>, left: Left): Test | null {
  const tests = elementsOf(element).map((child) => testOf(child, bits, left))
  return tests.every((test) => test !== null) ? (ticked, isFirst) => tests.every((test) => test(ticked, isFirst)) : null
}

function testOf(element: XmlElement, bits: ReadonlyMap<string, number>, left: Left): Test | null {
  left.tests -= 1
  if (left.tests < 0) return null
  switch (element.name) {
    case 'varequal': {
      const bit = bits.get(textOf(element).trim()) ?? 0
      return (ticked) => (ticked & bit) !== 0
    }
    case 'varsubset': {
      const all = textOf(element)
        .split(',')
        .map((id) => bits.get(id.trim()) ?? 0)
      return (ticked) => all.every((bit) => (ticked & bit) !== 0)
    }
    case 'unanswered':
      return (ticked) => ticked === 0
    case 'other':
      return (_, isFirst) => isFirst
    case 'and':
      return every(element, bits, left)
    case 'or': {
      const tests = elementsOf(element).map((child) => testOf(child, bits, left))
      return tests.every((test) => test !== null)
        ? (ticked, isFirst) => tests.some((test) => test(ticked, isFirst))
        : null
    }
    case 'not': {
      const test = every(element, bits, left)
      return test && ((ticked, isFirst) => !test(ticked, isFirst))
    }
    default:
      return null
  }
}

function initialValues(processing: readonly XmlElement[]): ReadonlyMap<string, number> {
  const declared = processing.flatMap((one) => childrenOf(one, 'outcomes')).flatMap((one) => childrenOf(one, 'decvar'))
  return new Map(
    declared.map(({ attributes }) => {
      const value = numberIn(attributes['defaultval'] ?? '0')
      return [nameOf(attributes['varname'] ?? 'SCORE'), typeof value === 'number' ? value : 0]
    }),
  )
}

/** SCORE, as in the specification; `que_score` in Desire2Learn; else the only variable. */
function scoreVariable(conditions: readonly Condition[], initial: ReadonlyMap<string, number>): string | null {
  const set = new Set(conditions.flatMap(({ effects }) => effects.map(({ variable }) => variable)))
  if (set.size === 0) return nameOf('SCORE')
  const known = ['score', 'que_score'].find((name) => set.has(name))
  if (known !== undefined) return known
  const [only] = set
  return set.size === 1 && only !== undefined && (initial.size <= 1 || initial.has(only)) ? only : null
}

function run(conditions: readonly Condition[], initial: ReadonlyMap<string, number>, ticked: number) {
  const values = new Map(initial)
  let isFirst = true
  for (const { test, effects, stops } of conditions) {
    if (!test(ticked, isFirst)) continue
    isFirst = false
    for (const { variable, action, value } of effects) {
      const given = typeof value === 'number' ? value : (values.get(value) ?? 0)
      const before = action === 'set' ? 0 : (values.get(variable) ?? 0)
      values.set(variable, action === 'subtract' ? before - given : before + given)
    }
    if (stops) break
  }
  return values
}

export type ScoringKey =
  | { readonly kind: 'none' }
  /** Several sets have the highest score without a common subset among them, which no key can express. */
  | { readonly kind: 'unclear' }
  | {
      readonly kind: 'key'
      readonly ticked: number
      /** The points that each choice adds; null when the score of a set is not their sum. */
      readonly points: readonly Rational[] | null
    }

/**
 * The set with the highest score; of several, the one contained in all the others (a choice without effect is not in
 * the key).
 */
export function scoringKeyOf({ scoreOf }: Scoring, count: number, type: 'single' | 'multiple'): ScoringKey {
  const alone = Array.from({ length: count }, (_, index) => 1 << index)
  const sets = type === 'single' ? alone : Array.from({ length: 1 << count }, (_, set) => set)
  const scores = sets.map(scoreOf)
  const most = scores.reduce((best, score) => Math.max(best, score), Number.NEGATIVE_INFINITY)
  const best = sets.filter((_, index) => scores[index] === most)
  if (most <= 0 || best.length === sets.length) return { kind: 'none' }
  const shared = best.reduce((all, set) => all & set)
  if (type === 'single')
    return best.length === 1 ? { kind: 'key', ticked: shared, points: scores.map(inPoints) } : { kind: 'unclear' }
  if (shared === 0 || !best.includes(shared)) return { kind: 'unclear' }
  const points = alone.map(scoreOf)
  const isSum = sets.every(
    (set, index) => scores[index] === points.reduce((sum, value, place) => sum + ((set >> place) & 1) * value, 0),
  )
  return { kind: 'key', ticked: shared, points: isSum ? points.map(inPoints) : null }
}

const inPoints = (value: number): Rational => rational(value, millionths)
