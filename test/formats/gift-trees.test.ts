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
  choices: { isCorrect: boolean; weight: number | null; text: Text; feedback: Text }[]
  isTrue: boolean
  trueFeedback: Text
  falseFeedback: Text
}

const kinds = {
  Short: 'short_answer',
  Numerical: 'numerical',
  Matching: 'matching',
  Essay: 'essay',
  Description: 'description',
} as const

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
    const readable = nodes.filter(({ type }) => type === 'MC' || type === 'TF')
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
  choices: question.choices.map(({ text, correct, feedback }) => [squeezed(text), correct, squeezed(feedback)]),
})

function shapeOfNode(node: Node) {
  return { stem: markdown(node.stem), explanation: markdown(node.globalFeedback), choices: choicesOf(node) }
}

function choicesOf({ type, choices, isTrue, trueFeedback, falseFeedback }: Node) {
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
    markdown(text),
    isSingle ? isCorrect : (weight ?? 0) > 0,
    markdown(feedback),
  ])
}
