import type { TypedRule } from '#core/questions/typed-answer.ts'
import { compare, type Rational, type RationalText } from '#core/rational.ts'
import { type ClosedAnswers, cannotAsk, closed } from './closed-answers.ts'
import { plainDecimal } from './exact-decimal.ts'
import type { ImportRemark } from './import-remark.ts'
import type { TypedAnswer } from './imported.ts'
import { authorKey } from './typed-number.ts'
import { isPositive, isWhole } from './weights.ts'

/** An answer of another tool: `text` as its author wrote it, with the signs that mean « anything » there. */
export type GivenAnswer = {
  readonly text: string
  readonly weight: RationalText
  readonly feedback?: string | undefined
}

/**
 * Short answers of Moodle, where `*` stands for any text and `\*` for a star. A pattern has no twin here: one that earns
 * all the points refuses the question; of the others, only their comments are left.
 */
export function shortAnswers(given: readonly GivenAnswer[], rule: TypedRule): ClosedAnswers {
  if (given.some(({ text, weight }) => isPattern(text) && isWhole(weight))) return cannotAsk('answer_pattern')
  const plain = given
    .filter(({ text }) => !isPattern(text))
    .map((answer) => ({ ...answer, text: answer.text.replaceAll('\\*', '*') }))
  return exactAnswers(plain, rule, given.filter(({ text }) => isPattern(text)).flatMap(patternLeft))
}

/** The answers as they are; of two that are the same here, the first counts, as in other tools. */
export function exactAnswers(
  given: readonly GivenAnswer[],
  rule: TypedRule,
  remarks: readonly ImportRemark[] = [],
): ClosedAnswers {
  const known = new Map<string, TypedAnswer>()
  for (const { text, weight, feedback } of given) {
    const key = authorKey(text, rule)
    if (!known.has(key)) known.set(key, { text: text.trim(), correct: isWhole(weight), weight, feedback })
  }
  return closed({ kind: 'exact_answer', answers: [...known.values()], typed: rule }, remarks)
}

const isPattern = (text: string) => /(?<!\\)\*/.test(text)

function patternLeft({ text, weight, feedback }: GivenAnswer): ImportRemark[] {
  if (text.trim() === '*' && !isPositive(weight)) return feedback ? [{ code: 'any_answer' }] : []
  return [{ code: 'wrong_pattern', detail: text.trim() }]
}

/** `value`: null for any other answer. */
export type GivenNumber = {
  readonly value: Rational | null
  readonly tolerance: Rational
  readonly weight: RationalText
  readonly feedback?: string | undefined
}

type Unit = { readonly unit?: string | undefined; readonly unitRequired?: boolean | undefined }

/** Numbers with their tolerances; a question has one here, so a partial answer within another is left. */
export function numericAnswers(given: readonly GivenNumber[], unit: Unit = {}): ClosedAnswers {
  const right = given.filter(({ weight }) => isWhole(weight))
  const [first] = right
  if (!first) return cannotAsk('no_key')
  if (right.some(({ value }) => value === null)) return cannotAsk('answer_pattern')
  const isAlike = ({ tolerance }: GivenNumber) => compare(tolerance, first.tolerance) === 0
  if (!right.every(isAlike)) return cannotAsk('several_tolerances')
  const tolerance = plainDecimal(first.tolerance)
  if (tolerance === null) return cannotAsk('answer_unreadable')
  const kept = given.filter((one) => one.value !== null && isAlike(one))
  const remarks = given.flatMap((one): ImportRemark[] => {
    if (one.value === null) return one.feedback ? [{ code: 'any_answer' }] : []
    return isAlike(one) ? [] : [{ code: 'other_tolerance', detail: plainDecimal(one.value) ?? '' }]
  })
  const texts = kept.map(({ value, weight, feedback }) => ({
    ...{ text: value ? (plainDecimal(value) ?? '') : '', weight, feedback },
  }))
  return exactAnswers(texts, { kind: 'number', tolerance, ...unit }, remarks)
}
