import { mostAnswerElements } from './bounds.ts'
import { asked, type CannotAsk, type ClosedAnswers, cannotAsk, closed } from './closed-answers.ts'
import { gapMark, withGapMarks } from './gap-marks.ts'
import type { ImportRemark } from './import-remark.ts'
import type { PortableQuestion } from './imported.ts'
import { division, feedbackIn, forCandidates, markdownOf, stemAround } from './qti-text.ts'
import { typedAnswers } from './qti-typed.ts'
import { correctValues, hasOwnScores, weightsOf } from './qti-weights.ts'
import type { ReadingContext } from './reading-context.ts'
import { childOf, childrenOf, find, findAll, type XmlElement, type XmlNode } from './xml-tree.ts'

export type QtiRead =
  | {
      question: Pick<PortableQuestion, 'type' | 'choices' | 'answers'>
      stem: string
      /** The identifiers of its choices, of which feedback is theirs. */
      known: readonly string[]
      remarks?: readonly ImportRemark[]
    }
  | CannotAsk

export type QtiItem = {
  readonly item: XmlElement
  readonly body: XmlElement
  readonly interactions: readonly XmlElement[]
  readonly context: ReadingContext
}

const choiceNames = ['inlinechoice', 'gaptext', 'gap', 'simplechoice', 'simpleassociablechoice']
const alone = ['gapmatchinteraction', 'orderinteraction', 'matchinteraction', 'textentryinteraction']

/** Gaps that are lists, as many as there are; of the others, one. */
export const isClosedInQti = (interactions: readonly XmlElement[]): boolean =>
  interactions.length > 0 &&
  (interactions.every(({ name }) => name === 'inlinechoiceinteraction') ||
    (interactions.length === 1 && alone.includes(interactions[0]?.name ?? '')))

export const declarationOf = (item: XmlElement, { attributes }: XmlElement): XmlElement | undefined =>
  childrenOf(item, 'responsedeclaration').find(
    (declaration) => declaration.attributes['identifier'] === attributes['responseidentifier'],
  )

/** An item whose answers are not a list of choices. */
export function qtiAnswers(given: QtiItem): QtiRead {
  const { item, body, interactions, context } = given
  const [interaction] = interactions
  const declaration = interaction && declarationOf(item, interaction)
  if (!interaction || !declaration) return cannotAsk('no_key')
  const count = choiceNames.reduce((all, name) => all + findAll(body, name).length, 0)
  if (count > mostAnswerElements) return cannotAsk('too_many_parts')
  const read = answersOf(given, interaction, declaration)
  if ('reason' in read) return read
  const isTyped = interaction.name === 'textentryinteraction'
  const text = stemAround(body, (one) => placeOf(one, interactions), context)
  const stem = isTyped ? withBlank(text) : withGapMarks(text)
  const left = isTyped ? [] : scoresLeft(item)
  return { question: asked(read.answers), stem, known: [], remarks: [...read.remarks, ...left] }
}

function answersOf(given: QtiItem, interaction: XmlElement, declaration: XmlElement): ClosedAnswers {
  switch (interaction.name) {
    case 'inlinechoiceinteraction':
      return inlineChoices(given)
    case 'gapmatchinteraction':
      return gapMatch(interaction, declaration, given.context)
    case 'orderinteraction':
      return orderOf(given, interaction, declaration)
    case 'matchinteraction':
      return pairsOf(interaction, declaration, given.context)
    default:
      return typedAnswers(given.item, interaction, declaration)
  }
}

const scoresLeft = (item: XmlElement): ImportRemark[] => (hasOwnScores(item) ? [{ code: 'scoring' }] : [])

/** What stands in the text where an interaction was: a mark for each gap, the question of a list below the text. */
function placeOf(interaction: XmlElement, interactions: readonly XmlElement[]): readonly XmlNode[] {
  const prompt = childOf(interaction, 'prompt')
  switch (interaction.name) {
    case 'inlinechoiceinteraction':
    case 'textentryinteraction':
      return [gapMark(interactions.indexOf(interaction) + 1)]
    case 'gapmatchinteraction': {
      const gaps = findAll(interaction, 'gap')
      const text = interaction.children.filter((child) => typeof child === 'string' || !gapSources.has(child.name))
      return [division(interaction, [...(prompt?.children ?? []), ...text.map((node) => withMarks(node, gaps))])]
    }
    default:
      return [division(interaction, prompt?.children ?? [])]
  }
}

/** An entry below its question needs no mark; in a sentence, it is a blank; alone in a line, it is not a rule. */
function withBlank(stem: string): string {
  const mark = gapMark(1)
  if (stem.endsWith(`\n\n${mark}`)) return stem.slice(0, -mark.length).trimEnd()
  return stem.replace(mark, '_____').replace(/^_____$/m, '\\_\\_\\_\\_\\_')
}

const gapSources = new Set(['gaptext', 'gapimg', 'prompt'])

function withMarks(node: XmlNode, gaps: readonly XmlElement[]): XmlNode {
  if (typeof node === 'string') return node
  if (node.name === 'gap') return gapMark(gaps.indexOf(node) + 1)
  return { ...node, children: node.children.map((child) => withMarks(child, gaps)) }
}

function inlineChoices({ item, interactions, context }: QtiItem): ClosedAnswers {
  const gaps = interactions.map((interaction) => {
    const declaration = declarationOf(item, interaction)
    const choices = findAll(interaction, 'inlinechoice').map((choice) => {
      const [own] = feedbackIn(choice)
      return {
        identifier: choice.attributes['identifier'] ?? '',
        text: textOfChoice(choice, context),
        feedback: own ? markdownOf(own.children, context) || undefined : undefined,
      }
    })
    const weights = declaration ? weightsOf({ type: 'single', item, declaration, choices }) : []
    return choices.map(({ text, feedback }, index) => ({
      ...{ text, feedback, weight: weights[index]?.weight ?? '0', correct: weights[index]?.correct ?? false },
    }))
  })
  return closed({ kind: 'cloze', gaps })
}

/** The correct response pairs a text with a gap; a gap whose text is not said has no key. */
function gapMatch(interaction: XmlElement, declaration: XmlElement, context: ReadingContext): ClosedAnswers {
  if (find(interaction, 'gapimg')) return cannotAsk('unsupported_kind', 'hotspot')
  const texts = findAll(interaction, 'gaptext').map((choice) => ({
    id: choice.attributes['identifier'] ?? '',
    text: textOfChoice(choice, context),
  }))
  const pairs = correctValues(declaration).map((value) => value.split(/\s+/))
  const gaps = findAll(interaction, 'gap').map(({ attributes }) => {
    const keys = pairs.flatMap(([text, gap]) => (gap === attributes['identifier'] ? [text] : []))
    return texts.map(({ id, text }) => {
      const correct = keys.includes(id)
      return { text, correct, weight: correct ? '1' : '0' }
    })
  })
  const isOnce = gaps.length > 1 && findAll(interaction, 'gaptext').some((one) => one.attributes['matchmax'] === '1')
  return closed({ kind: 'cloze', gaps }, isOnce ? [{ code: 'used_once' }] : [])
}

function orderOf({ item, context }: QtiItem, interaction: XmlElement, declaration: XmlElement): ClosedAnswers {
  const choices = new Map(
    findAll(interaction, 'simplechoice').map((choice) => [choice.attributes['identifier'] ?? '', choice]),
  )
  const order = correctValues(declaration)
  if (order.length === 0) return cannotAsk('no_key')
  const placed = [...new Set(order)].flatMap((id) => choices.get(id) ?? [])
  // Only some of the items are to be placed: not an order of all.
  if (placed.length < choices.size || order.length > choices.size) return cannotAsk('several_answers_per_item')
  const items = placed.map((choice) => {
    const [own] = feedbackIn(choice)
    const feedback = own ? markdownOf(own.children, context) || undefined : undefined
    return { text: textOfChoice(choice, context), feedback }
  })
  return closed({ kind: 'ordering', items, partial: hasOwnScores(item) ? undefined : 'exact' })
}

/** Each element of one of the two sets has exactly one of the other, which may serve several. */
function pairsOf(interaction: XmlElement, declaration: XmlElement, context: ReadingContext): ClosedAnswers {
  const [first, second] = findAll(interaction, 'simplematchset').map((set) =>
    findAll(set, 'simpleassociablechoice').map((choice) => ({
      id: choice.attributes['identifier'] ?? '',
      text: textOfChoice(choice, context),
    })),
  )
  const pairs = correctValues(declaration).map((value) => value.split(/\s+/))
  if (!first || !second || pairs.length === 0) return cannotAsk('no_key')
  if (pairs.length > mostAnswerElements) return cannotAsk('too_many_parts')
  const oneFor = (id: string, side: 0 | 1) => {
    const own = pairs.filter((pair) => pair[side] === id)
    return own.length === 1 ? own[0]?.[1 - side] : undefined
  }
  const isItems = (set: typeof first, side: 0 | 1) => set.every(({ id }) => oneFor(id, side) !== undefined)
  const side = isItems(first, 0) ? 0 : isItems(second, 1) ? 1 : null
  if (side === null) return cannotAsk('several_answers_per_item')
  const [items, answers] = side === 0 ? [first, second] : [second, first]
  const textOf = new Map(answers.map(({ id, text }) => [id, text]))
  const used = new Set(items.map(({ id }) => oneFor(id, side)))
  return closed({
    kind: 'matching',
    pairs: items.map(({ id, text }) => ({ item: text, answer: textOf.get(oneFor(id, side) ?? '') ?? '' })),
    extras: answers.filter(({ id }) => !used.has(id)).map(({ text }) => text),
  })
}

const textOfChoice = (choice: XmlElement, context: ReadingContext) =>
  markdownOf(forCandidates(choice).children, context)
