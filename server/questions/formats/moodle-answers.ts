import { zero } from '#core/rational.ts'
import { mostAnswerElements } from './bounds.ts'
import { asked, type CannotAsk, type ClosedAnswers, cannotAsk, closed } from './closed-answers.ts'
import { readDecimal } from './exact-decimal.ts'
import type { ImportRemark } from './import-remark.ts'
import type { PortableQuestion } from './imported.ts'
import { embeddedAnswers, missingWords } from './moodle-gaps.ts'
import { creditOfMoodle, partRemarks } from './moodle-ordering.ts'
import { says, textIn, wordIn, writtenIn } from './moodle-text.ts'
import type { ReadingContext } from './reading-context.ts'
import { type GivenAnswer, type GivenNumber, numericAnswers, shortAnswers } from './typed-answers.ts'
import { isWhole, weightOfPercent } from './weights.ts'
import { childOf, childrenOf, elementsOf, type XmlElement } from './xml-tree.ts'

const types = ['matching', 'match', 'ddmatch', 'shortanswer', 'numerical', 'ordering'] as const
const gapTypes = ['cloze', 'multianswer', 'gapselect', 'ddwtos'] as const
type ClosedType = (typeof types)[number] | (typeof gapTypes)[number]

export const isClosedInMoodle = (type: string): type is ClosedType =>
  [...types, ...gapTypes].some((one) => one === type)

const parts = new Set(['answer', 'subquestion', 'selectoption', 'dragbox'])

type Read =
  | {
      question: Pick<PortableQuestion, 'type' | 'choices' | 'answers'>
      remarks: readonly ImportRemark[]
      /** The text of the question, where gaps or an answer are in it. */
      stem?: string | undefined
    }
  | CannotAsk

/** A question of Moodle XML whose answers are not a list of choices. */
export function moodleAnswers(type: ClosedType, element: XmlElement, context: ReadingContext): Read {
  if (elementsOf(element).filter(({ name }) => parts.has(name)).length > mostAnswerElements)
    return cannotAsk('too_many_parts')
  const read: ClosedAnswers & { stem?: string } = answersOf(type, element, context)
  return 'reason' in read ? read : { question: asked(read.answers), remarks: read.remarks, stem: read.stem }
}

function answersOf(type: ClosedType, element: XmlElement, context: ReadingContext) {
  switch (type) {
    case 'matching':
    case 'match':
    case 'ddmatch':
      return pairsOf(element, context)
    case 'shortanswer': {
      const given = answersIn(element, context)
      return given ? shortAnswers(given, { kind: 'text', case: says(element, 'usecase', ['1', 'true']) }) : badWeight
    }
    case 'numerical':
      return numbersOf(element, context)
    case 'ordering':
      return orderOf(element, context)
    case 'gapselect':
    case 'ddwtos':
      return missingWords(type, element, context)
    case 'cloze':
    case 'multianswer':
      return embeddedAnswers(element, context)
  }
}

const badWeight = cannotAsk('bad_weight')

/** Null when a weight is not a number. */
function answersIn(element: XmlElement, context: ReadingContext): (GivenAnswer & { element: XmlElement })[] | null {
  const answers = childrenOf(element, 'answer').map((answer) => ({
    element: answer,
    text: writtenIn(answer),
    weight: weightOfPercent(answer.attributes['fraction'] ?? '0'),
    feedback: textIn(childOf(answer, 'feedback'), context, element) || undefined,
  }))
  return answers.every((answer): answer is typeof answer & { weight: string } => answer.weight !== null)
    ? answers
    : null
}

function pairsOf(element: XmlElement, context: ReadingContext): ClosedAnswers {
  const isHtml = element.attributes['type'] === 'ddmatch'
  const pairs = childrenOf(element, 'subquestion').map((pair) => {
    const answer = childOf(pair, 'answer')
    // A list shows words alone.
    const plain = answer && !isHtml ? { ...answer, attributes: { format: 'plain_text' } } : answer
    return { item: textIn(pair, context, element), answer: textIn(plain, context, element) }
  })
  return closed({
    kind: 'matching',
    pairs: pairs.filter(({ item }) => item !== ''),
    extras: [...new Set(pairs.filter(({ item }) => item === '').map(({ answer }) => answer))],
  })
}

function orderOf(element: XmlElement, context: ReadingContext): ClosedAnswers {
  const placeOf = (answer: XmlElement) => Number(answer.attributes['fraction'])
  const answers = childrenOf(element, 'answer').toSorted((one, other) => placeOf(one) - placeOf(other))
  const items = answers.map((answer) => ({
    text: textIn(answer, context, element),
    feedback: textIn(childOf(answer, 'feedback'), context, element) || undefined,
  }))
  const credit = creditOfMoodle(wordIn(element, 'gradingtype'))
  const isPart = !says(element, 'selecttype', ['', 'ALL', '0']) && Number(wordIn(element, 'selectcount')) < items.length
  return closed({ kind: 'ordering', items, partial: credit ?? undefined }, partRemarks({ credit, isPart }))
}

function numbersOf(element: XmlElement, context: ReadingContext): ClosedAnswers {
  const given = answersIn(element, context)
  if (!given) return badWeight
  const numbers = given.map(({ element: answer, text, weight, feedback }): GivenNumber | null => {
    const value = text === '*' ? null : readDecimal(text)
    const tolerance = readDecimal(wordIn(answer, 'tolerance') || '0')
    return (value === null && text !== '*') || tolerance === null ? null : { value, tolerance, weight, feedback }
  })
  if (!numbers.every((number) => number !== null)) return cannotAsk('answer_unreadable')
  const { unit, remarks } = unitOf(element)
  const read = numericAnswers(numbers, unit)
  return 'reason' in read ? read : { ...read, remarks: [...read.remarks, ...remarks] }
}

/** One unit is kept, the one without a factor; a unit whose absence costs only a part of the points is optional here. */
function unitOf(element: XmlElement) {
  const units = childrenOf(childOf(element, 'units') ?? element, 'unit').map((unit) => ({
    name: wordIn(unit, 'unit_name'),
    factor: readDecimal(wordIn(unit, 'multiplier') || '1') ?? zero,
  }))
  const name = units.find(({ factor }) => factor.num === factor.den)?.name
  const graded = says(element, 'unitgradingtype', ['1', '2'])
  const isRequired = graded && isWhole(wordIn(element, 'unitpenalty') || '0')
  const isLeft = units.some((unit) => unit.name !== name) || (graded && !isRequired)
  return {
    unit: name ? { unit: name, ...(isRequired ? { unitRequired: true } : {}) } : {},
    remarks: isLeft ? [{ code: 'units' } as const] : [],
  }
}
