import type { TypedRule } from '#core/questions/typed-answer.ts'
import { compare, parseRational, type Rational, zero } from '#core/rational.ts'
import { type ClosedAnswers, cannotAsk } from './closed-answers.ts'
import { readDecimal } from './exact-decimal.ts'
import { correctValues, isMapped } from './qti-weights.ts'
import { exactAnswers, type GivenNumber, numericAnswers } from './typed-answers.ts'
import { sharesOf } from './weights.ts'
import { childOf, elementsOf, find, findAll, textOf, type XmlElement } from './xml-tree.ts'

/** One text that is accepted, from the mapping, the conditions or the correct response of an item. */
type Accepted = { text: string; points: Rational; isCase: boolean; tolerance: Rational }

/** A text entry. Regular expressions, and conditions that are more than « is this text », have no twin here. */
export function typedAnswers(item: XmlElement, interaction: XmlElement, declaration: XmlElement): ClosedAnswers {
  const processing = childOf(item, 'responseprocessing')
  const isPattern = processing && (find(processing, 'patternmatch') || find(processing, 'substring'))
  if (interaction.attributes['patternmask'] || isPattern) return cannotAsk('answer_pattern')
  const accepted = isMapped(item) ? mapped(declaration) : (conditions(processing, declaration) ?? correct(declaration))
  if (accepted === 'unclear') return cannotAsk('unclear_scoring')
  if (accepted.length === 0) return cannotAsk('no_key')
  const shares = sharesOf(
    'single',
    accepted.map(({ points }) => points),
  )
  const given = accepted.map((one, index) => ({ ...one, weight: shares[index] ?? '0' }))
  if (declaration.attributes['basetype'] !== 'float' && declaration.attributes['basetype'] !== 'integer') {
    const rule: TypedRule = { kind: 'text', case: accepted.some(({ isCase }) => isCase) }
    return accepted.every(({ isCase }) => isCase === rule.case)
      ? exactAnswers(given, rule)
      : cannotAsk('unclear_scoring')
  }
  const numbers = given.map(
    ({ text, tolerance, weight }): GivenNumber => ({ value: readDecimal(text), tolerance, weight }),
  )
  return numbers.every(({ value }) => value !== null) ? numericAnswers(numbers) : cannotAsk('answer_unreadable')
}

const one = parseRational('1') ?? zero

const correct = (declaration: XmlElement): Accepted[] =>
  correctValues(declaration).map((text) => ({ text, points: one, isCase: true, tolerance: zero }))

function mapped(declaration: XmlElement): Accepted[] {
  const mapping = childOf(declaration, 'mapping')
  return (mapping ? findAll(mapping, 'mapentry') : []).map(({ attributes }) => ({
    text: attributes['mapkey'] ?? '',
    points: parseRational(attributes['mappedvalue'] ?? '') ?? zero,
    // Absent, capital letters matter (QTI ASI information model, mapEntry).
    isCase: attributes['casesensitive'] !== 'false',
    tolerance: zero,
  }))
}

/** Null when the score does not come from conditions: a template compares with the correct response. */
function conditions(processing: XmlElement | undefined, declaration: XmlElement): Accepted[] | 'unclear' | null {
  const branches = processing
    ? [...findAll(processing, 'responseif'), ...findAll(processing, 'responseelseif')].filter(setsScore)
    : []
  if (branches.length === 0) return null
  const read = branches.flatMap((branch) => {
    const [test] = elementsOf(branch)
    const points = scoreOf(branch)
    return test && points ? (tested(test, declaration)?.map((text) => ({ ...text, points })) ?? [null]) : [null]
  })
  return read.every((one) => one !== null) ? read : 'unclear'
}

const setters = (branch: XmlElement) =>
  elementsOf(branch).filter(
    ({ name, attributes }) => name === 'setoutcomevalue' && attributes['identifier'] === 'SCORE',
  )
const setsScore = (branch: XmlElement) => setters(branch).length > 0
const scoreOf = (branch: XmlElement) => parseRational(textOf(find(setters(branch)[0], 'basevalue')).trim())

type Test = Omit<Accepted, 'points'>

/** The texts of a test, any of which meets it; null for a test that says something else. */
function tested(test: XmlElement, declaration: XmlElement): Test[] | null {
  if (test.name === 'or') {
    const all = elementsOf(test).map((child) => tested(child, declaration))
    return all.every((one) => one !== null) ? all.flat() : null
  }
  const tolerance = toleranceOf(test)
  if (!['match', 'stringmatch', 'equal'].includes(test.name) || tolerance === null) return null
  const isCase = test.name !== 'stringmatch' || test.attributes['casesensitive'] !== 'false'
  if (test.attributes['substring'] === 'true') return null
  const values = elementsOf(test).flatMap((child): string[] | null[] => {
    if (child.name === 'variable') return []
    if (child.name === 'correct') return correctValues(declaration)
    return child.name === 'basevalue' ? [textOf(child).trim()] : [null]
  })
  return values.every((text) => text !== null) ? values.map((text) => ({ text, isCase, tolerance })) : null
}

/** Null for a tolerance that is relative, or not the same on both sides. */
function toleranceOf({ name, attributes }: XmlElement): Rational | null {
  const { tolerancemode = 'exact', tolerance = '0' } = attributes
  if (name !== 'equal' || tolerancemode === 'exact') return zero
  if (tolerancemode !== 'absolute') return null
  const [below, above] = tolerance.trim().split(/\s+/).map(readDecimal)
  if (!below) return null
  return above === undefined || (above && compare(above, below) === 0) ? below : null
}
