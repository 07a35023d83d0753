import { mostAnswerElements } from './bounds.ts'
import { type ClosedAnswers, cannotAsk, closed } from './closed-answers.ts'
import type { ImportRemark } from './import-remark.ts'
import { exactAnswers } from './typed-answers.ts'
import { childOf, childrenOf, type XmlElement } from './xml-tree.ts'

const types = ['QUESTION_MATCH', 'QUESTION_ORDER', 'QUESTION_FILLINBLANK']

export const isClosedInBlackboard = (name: string): boolean => types.includes(name)

export type BlackboardTexts = {
  /** The text of an answer, in Markdown. */
  readonly textOf: (holder: XmlElement) => string
  /** Its words alone: what somebody types. */
  readonly wordsOf: (holder: XmlElement) => string
  /** What the question says of a right, or of a wrong answer. */
  readonly comment: (name: string) => string | undefined
}

/** A question of a Blackboard pool whose answers are not a list of choices. */
export function blackboardAnswers(element: XmlElement, texts: BlackboardTexts): ClosedAnswers {
  if (childrenOf(element, 'ANSWER').length + childrenOf(element, 'CHOICE').length > mostAnswerElements)
    return cannotAsk('too_many_parts')
  if (element.name === 'QUESTION_FILLINBLANK') return typedOf(element, texts)
  const comments = ['FEEDBACK_WHEN_CORRECT', 'FEEDBACK_WHEN_INCORRECT'].map(texts.comment)
  const remarks: ImportRemark[] = comments.some(Boolean) ? [{ code: 'combined_feedback' }] : []
  const read = element.name === 'QUESTION_MATCH' ? pairsOf(element, texts) : orderOf(element, texts)
  return 'reason' in read ? read : { ...read, remarks }
}

export function correctAnswers(element: XmlElement): XmlElement[] {
  const gradable = childOf(element, 'GRADABLE')
  return gradable ? childrenOf(gradable, 'CORRECTANSWER') : []
}

function pairsOf(element: XmlElement, { textOf }: BlackboardTexts): ClosedAnswers {
  const choices = new Map(childrenOf(element, 'CHOICE').map((choice) => [choice.attributes['id'], textOf(choice)]))
  const correct = correctAnswers(element)
  const used = new Set(correct.map(({ attributes }) => attributes['choice_id']))
  const pairs = childrenOf(element, 'ANSWER').flatMap((item) => {
    const own = correct.filter(({ attributes }) => attributes['answer_id'] === item.attributes['id'])
    const answer = own.length === 1 ? choices.get(own[0]?.attributes['choice_id']) : undefined
    return answer === undefined ? [] : { item: textOf(item), answer }
  })
  if (pairs.length < childrenOf(element, 'ANSWER').length) return cannotAsk('several_answers_per_item')
  const extras = [...choices].filter(([id]) => !used.has(id)).map(([, text]) => text)
  return closed({ kind: 'matching', pairs, extras })
}

/** Each right answer says its rank; without one, they are in order. */
function orderOf(element: XmlElement, { textOf }: BlackboardTexts): ClosedAnswers {
  const items = new Map(childrenOf(element, 'ANSWER').map((item) => [item.attributes['id'], textOf(item)]))
  const rankOf = ({ attributes }: XmlElement) => Number(attributes['order'] ?? 0)
  const order = correctAnswers(element).toSorted((one, other) => rankOf(one) - rankOf(other))
  const ids = new Set(order.map(({ attributes }) => attributes['answer_id']))
  const texts = [...ids].flatMap((id) => items.get(id) ?? [])
  if (texts.length < items.size || order.length > items.size) return cannotAsk('several_answers_per_item')
  return closed({ kind: 'ordering', items: texts.map((text) => ({ text })) })
}

function typedOf(element: XmlElement, { wordsOf, comment }: BlackboardTexts): ClosedAnswers {
  const feedback = comment('FEEDBACK_WHEN_CORRECT')
  const given = childrenOf(element, 'ANSWER').map((answer) => ({ text: wordsOf(answer), weight: '1', feedback }))
  const remarks: ImportRemark[] = comment('FEEDBACK_WHEN_INCORRECT') ? [{ code: 'any_answer' }] : []
  return exactAnswers(given, { kind: 'text', case: false }, remarks)
}
