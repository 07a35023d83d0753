import { compare, largest, multiply, rational, smallest } from '#core/rational.ts'
import { mostAnswerElements } from './bounds.ts'
import { type ClosedAnswers, cannotAsk, closed } from './closed-answers.ts'
import { middleOf } from './exact-decimal.ts'
import { gapMark } from './gap-marks.ts'
import type { ImportRemark } from './import-remark.ts'
import { type Earned, earnedAnswers, earnedNumbers } from './qti12-keys.ts'
import { exactAnswers, numericAnswers } from './typed-answers.ts'
import { sharesOf } from './weights.ts'
import { childOf, find, findAll, textOf, type XmlElement } from './xml-tree.ts'

/** Kinds of Canvas whose answers are not a list of choices; items of other tools are recognised by their elements. */
const declaredKinds: Readonly<Record<string, Qti12Kind>> = {
  matching_question: 'pairs',
  multiple_dropdowns_question: 'gaps',
  fill_in_multiple_blanks_question: 'blanks',
  short_answer_question: 'words',
  numerical_question: 'number',
  ordering_question: 'order',
}

export type Qti12Kind = 'pairs' | 'gaps' | 'blanks' | 'words' | 'number' | 'order'

export function closedKindOf(declared: string, presentation: XmlElement | undefined): Qti12Kind | null {
  const known = declaredKinds[declared]
  if (known || !presentation) return known ?? null
  const lists = findAll(presentation, 'response_lid')
  if (lists.length === 0 && find(presentation, 'render_fib'))
    return find(presentation, 'response_num') ? 'number' : 'words'
  if (lists.length > 1) return 'pairs'
  return lists[0]?.attributes['rcardinality']?.toLowerCase() === 'ordered' ? 'order' : null
}

export type Qti12Item = {
  readonly item: XmlElement
  readonly presentation: XmlElement
  /** The text of an element, in Markdown. */
  readonly textIn: (element: XmlElement) => string
  readonly feedbackFor: (id: string) => string | undefined
}

export function qti12Answers(kind: Qti12Kind, given: Qti12Item): ClosedAnswers {
  // Each list of Canvas has all the answers.
  if (findAll(given.presentation, 'response_label').length > mostAnswerElements * 2) return cannotAsk('too_many_parts')
  if (kind === 'number') return numbersOf(given)
  const earned = earnedAnswers(given.item)
  if (!earned) return cannotAsk('unclear_scoring')
  switch (kind) {
    case 'pairs':
      return pairsOf(given, earned)
    case 'gaps':
      return gapsOf(given, earned)
    case 'blanks':
      return blanksOf(given)
    case 'words':
      return wordsOf(given, earned)
    case 'order':
      return orderOf(given, earned)
  }
}

const listsIn = ({ presentation }: Qti12Item) => findAll(presentation, 'response_lid')
const idOf = ({ attributes }: XmlElement) => attributes['ident'] ?? ''

/** Whether what stands in a list besides its choices is its name, or its item, and no part of the text. */
export const hasNamedLists = (kind: Qti12Kind): boolean => ['pairs', 'gaps', 'blanks'].includes(kind)

/** What a list is called in the text, between square brackets. */
const tokenOf = (list: XmlElement) => textOf(childOf(list, 'material')).trim() || idOf(list).replace(/^response_/, '')

/** The source of a text, with a mark in the place of each list that it names. */
export function marked(kind: Qti12Kind, presentation: XmlElement, source: string): string {
  if (!hasNamedLists(kind) || kind === 'pairs') return source
  const tokens = new Map(findAll(presentation, 'response_lid').map((list, index) => [tokenOf(list), index + 1]))
  return source.replace(/\[([^[\]]{1,200})\]/g, (whole, token: string) => {
    const gap = tokens.get(token.trim())
    return gap === undefined ? whole : kind === 'blanks' ? '_____' : gapMark(gap)
  })
}

function pairsOf(given: Qti12Item, earned: readonly Earned[]): ClosedAnswers {
  const lists = listsIn(given)
  const labels = new Map(lists.flatMap((list) => findAll(list, 'response_label')).map((label) => [idOf(label), label]))
  const keys = lists.map((list) => earned.filter(({ response }) => response === idOf(list)))
  if (keys.some((own) => own.length !== 1)) return cannotAsk('several_answers_per_item')
  const texts = new Map([...labels].map(([id, label]) => [id, given.textIn(label)]))
  const used = keys.map(([key]) => texts.get(key?.text ?? '') ?? '')
  const pairs = lists.map((list, index) => {
    const material = childOf(list, 'material')
    return { item: material ? given.textIn(material) : '', answer: used[index] ?? '' }
  })
  const extras = [...new Set(texts.values())].filter((text) => !used.includes(text))
  return closed({ kind: 'matching', pairs, extras }, unevenness(earned))
}

function gapsOf(given: Qti12Item, earned: readonly Earned[]): ClosedAnswers {
  const gaps = listsIn(given).map((list) => {
    const keys = new Set(earned.filter(({ response }) => response === idOf(list)).map(({ text }) => text))
    return findAll(list, 'response_label').map((label) => {
      const correct = keys.has(idOf(label))
      return {
        text: given.textIn(label),
        correct,
        weight: correct ? '1' : '0',
        feedback: given.feedbackFor(idOf(label)),
      }
    })
  })
  return closed({ kind: 'cloze', gaps }, unevenness(earned))
}

/** Canvas lists in each blank all that is accepted there. */
function blanksOf(given: Qti12Item): ClosedAnswers {
  const [list, ...others] = listsIn(given)
  if (!list || others.length > 0) return cannotAsk('unsupported_kind', 'typed_gaps')
  const answers = findAll(list, 'response_label').map((label) => ({
    text: textOf(find(label, 'mattext')).trim(),
    weight: '1',
    feedback: given.feedbackFor(idOf(label)),
  }))
  return exactAnswers(answers, { kind: 'text', case: false })
}

function wordsOf({ presentation }: Qti12Item, earned: readonly Earned[]): ClosedAnswers {
  if (findAll(presentation, 'render_fib').length > 1) return cannotAsk('unsupported_kind', 'typed_gaps')
  const shares = sharesOf(
    'single',
    earned.map(({ points }) => points),
  )
  const isCase = earned.some((one) => one.isCase)
  if (earned.some((one) => one.isCase !== isCase)) return cannotAsk('unclear_scoring')
  const answers = earned.map(({ text }, index) => ({ text, weight: shares[index] ?? '0' }))
  return exactAnswers(answers, { kind: 'text', case: isCase })
}

function numbersOf({ item }: Qti12Item): ClosedAnswers {
  const earned = earnedNumbers(item)
  if (!earned) return cannotAsk('unclear_scoring')
  const shares = sharesOf(
    'single',
    earned.map(({ points }) => points),
  )
  return numericAnswers(earned.map(({ from, to }, index) => ({ ...middleOf(from, to), weight: shares[index] ?? '0' })))
}

/** The ids of the items, one after the other in one condition. */
function orderOf(given: Qti12Item, earned: readonly Earned[]): ClosedAnswers {
  const labels = new Map(
    listsIn(given)
      .flatMap((list) => findAll(list, 'response_label'))
      .map((label) => [idOf(label), label]),
  )
  const items = [...new Set(earned.map(({ text }) => text))].flatMap((id) => labels.get(id) ?? [])
  if (items.length < labels.size || earned.length > labels.size) return cannotAsk('unclear_scoring')
  return closed({ kind: 'ordering', items: items.map((label) => ({ text: given.textIn(label) })), partial: 'exact' })
}

/** Shares of a hundred are rounded: a hundredth of difference is none. */
function unevenness(earned: readonly Earned[]): ImportRemark[] {
  const [first] = earned
  if (!first) return []
  const points = earned.map((one) => one.points)
  const [least, most] = [points.reduce(smallest), points.reduce(largest)]
  return compare(multiply(most, rational(99, 100)), least) > 0 ? [{ code: 'part_weights' }] : []
}
