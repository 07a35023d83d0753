import { expect, it, vi } from 'vitest'
import type { ImportedQuestion } from '#server/questions/formats/imported.ts'
import { newReadingContext } from '#server/questions/formats/reading-context.ts'
import { type TextFormat, toMarkdown } from '#server/questions/formats/to-markdown.ts'
import { fixture, fixtureFiles, fixturesAreThere, importFixture, withFixtures } from './fixtures.ts'

// Whole files are read and written again: slow when the machine is shared.
vi.setConfig({ testTimeout: 60_000 })

/** The parse trees another reader of GIFT publishes beside its examples. */
type Text = { format: TextFormat; text: string } | null
type Node = {
  type: 'MC' | 'TF' | 'Short' | 'Numerical' | 'Matching' | 'Essay' | 'Description' | 'Category'
  id: string | null
  tags: string[] | null
  title: string | null
  stem: Text
  hasEmbeddedAnswers: boolean
  globalFeedback: Text
  choices: TreeChoice[] | TreeNumber
  matchPairs: { subquestion: Text; subanswer: string }[]
  isTrue: boolean
  trueFeedback: Text
  falseFeedback: Text
}

type TreeNumber =
  | { type: 'simple'; number: number }
  | { type: 'range'; number: number; range: number }
  | { type: 'high-low'; numberHigh: number; numberLow: number }
type TreeChoice = { isCorrect: boolean; weight: number | null; text: Text | TreeNumber; feedback: Text }

const kinds = { Essay: 'essay', Description: 'description' } as const

fixturesAreThere()

withFixtures('the parse trees', () => {
  const files = fixtureFiles.filter((path) => path.startsWith('gift/fuhrmanator/'))
  it.each(files)('%s reads as its tree says', async (path) => {
    const tree = JSON.parse(fixture(path.replace('.gift', '.json')).toString()) as Node[]
    const { usable, unusable, categories } = await importFixture(path)
    const nodes = tree.filter(({ type }) => type !== 'Category')
    expect(categories.map((names) => names.join('/'))).toEqual(
      tree.filter(({ type }) => type === 'Category').map(({ title }) => title?.replace('$course$/top/', '')),
    )
    const readable = nodes.filter(({ type }) => !(type in kinds))
    expect(usable.map(shapeOf)).toEqual(readable.map((node) => shapeOfNode(node)))
    expect(usable.map(({ context }) => squeezed(context?.text))).toEqual(
      readable.map((node) => markdown(introductionOf(node, tree)?.stem ?? null)),
    )
    const introductions = new Set(readable.map((node) => introductionOf(node, tree)))
    expect(unusable.map(({ kind }) => kind)).toEqual(
      nodes
        .filter((node) => node.type in kinds && !introductions.has(node))
        .map(({ type }) => kinds[type as keyof typeof kinds]),
    )
  })
})

/** The description before a question, in the same category. */
function introductionOf(node: Node, tree: readonly Node[]) {
  const before = tree.slice(0, tree.indexOf(node)).findLast(({ type }) => type === 'Description' || type === 'Category')
  return before?.type === 'Description' ? before : undefined
}

const squeezed = (text: string | undefined) =>
  (text ?? '')
    .replace(/\s+/g, ' ')
    .replace(/ ([.,;])/g, '$1')
    .trim()
const markdown = (text: Text) => squeezed(text ? toMarkdown(text, newReadingContext()) : '')

const shapeOf = (question: ImportedQuestion) => ({
  stem: squeezed(question.stem),
  explanation: squeezed(question.explanation),
  choices: answersOf(question),
})

type Read = (string | boolean)[]

/** A number is told with its tolerance; what has another one than the right answer is left. */
function answersOf({ choices, answers }: ImportedQuestion): Read[] {
  if (answers?.kind === 'matching') return answers.pairs.map(({ item, answer }) => [squeezed(item), answer])
  if (answers?.kind !== 'exact_answer')
    return choices.map(({ text, correct, feedback }) => [squeezed(text), correct, squeezed(feedback)])
  const { typed } = answers
  const within = typed.kind === 'number' ? ` ± ${Number(typed.tolerance)}` : ''
  return answers.answers.map(({ text, correct, feedback }) => [`${text}${within}`, correct, squeezed(feedback)])
}

function shapeOfNode(node: Node) {
  // A full stop after a whole sentence and its answers is not one more gap.
  const stem = markdown(node.stem).replace(/([.?!)]) _____\.$/, '$1')
  return { stem, explanation: markdown(node.globalFeedback), choices: choicesOf(node) }
}

function choicesOf(node: Node): Read[] {
  const { type, isTrue, trueFeedback, falseFeedback } = node
  if (type === 'Matching')
    return node.matchPairs.map(({ subquestion, subanswer }) => [markdown(subquestion), subanswer])
  if (type === 'Short' || type === 'Numerical') return typedOf(node)
  const choices = node.choices as TreeChoice[]
  if (type === 'TF') {
    const [first, second] = [markdown(trueFeedback), markdown(falseFeedback)]
    // The tree calls the first comment "of true" whatever the answer. Moodle, whose format it is, shows the first to who
    // is wrong (docs.moodle.org, GIFT format): when the answer is TRUE, that is who chose false. We follow Moodle.
    return [
      ['Vrai', isTrue, isTrue ? second : first],
      ['Faux', !isTrue, isTrue ? first : second],
    ]
  }
  const isSingle = choices.some(({ isCorrect }) => isCorrect)
  return choices.map(({ isCorrect, weight, text, feedback }) => [
    markdown(text as Text),
    isSingle ? isCorrect : (weight ?? 0) > 0,
    markdown(feedback),
  ])
}

function typedOf({ choices }: Node): Read[] {
  if (!Array.isArray(choices)) return [[numberOf(choices), true, '']]
  const read = choices.map(({ weight, text, feedback }): [string, boolean, string] => [
    text && 'type' in text ? numberOf(text) : (text?.text ?? ''),
    (weight ?? 100) >= 100,
    markdown(feedback),
  ])
  const within = (text: string) => text.split(' ± ')[1]
  const right = read.find(([, correct]) => correct)?.[0] ?? ''
  return read.filter(([text]) => within(text) === within(right))
}

function numberOf(number: TreeNumber): string {
  if (number.type === 'simple') return `${number.number} ± 0`
  if (number.type === 'range') return `${number.number} ± ${number.range}`
  const { numberHigh: high, numberLow: low } = number
  const exact = (value: number) => Number(value.toFixed(6))
  return `${exact((high + low) / 2)} ± ${exact((high - low) / 2)}`
}
