import type { Nodes } from 'mdast'
import { exportFormats, type features } from '#contract/questions/question-batches.ts'
import { isFault, readImage } from '../images/read-image.ts'
import { hasUnsayable } from './clean-text.ts'
import type { PortableQuestion } from './imported.ts'
import { parseMarkdown, walk } from './markdown-tree.ts'
import { openingOf } from './opening.ts'
import { isPositive, isWhole } from './weights.ts'

export { exportFormats }
export type ExportFormat = (typeof exportFormats)[number]

/** A feature of a question that a format may lack. */
export type Feature = (typeof features)[number]

/** A feature lost in an export, and the number of questions affected; reported before the download. */
export type Loss = { readonly feature: Feature; readonly questions: number }

/** Only our own files say what a question rests on and what it is never asked with. */
const ours: readonly Feature[] = ['source', 'objective', 'reference', 'verified', 'enemies']

const notInQti: readonly Feature[] = [
  ...(['strikethrough', 'task_list', 'footnotes', 'list_start', 'table_alignment', 'formulas'] as const),
  'control_characters',
]

const missing: Record<ExportFormat, readonly Feature[]> = {
  yaml: ['title', 'category', 'statement_feedback', 'files'],
  gift: [
    ...ours,
    'context_apart',
    'keep_last',
    'partial_weights',
    'even_weights',
    'importance',
    'files',
    'control_characters',
  ],
  'moodle-xml': [
    ...ours,
    'context_apart',
    ...(['keep_last', 'partial_weights', 'even_weights', 'importance'] as const),
    ...(['task_list', 'footnotes', 'control_characters'] as const),
  ],
  qti22: [...ours, 'context_apart', 'even_weights', 'importance', ...notInQti],
  qti30: [...ours, 'even_weights', 'importance', ...notInQti],
  'amc-txt': [
    ...ours,
    'keep_last',
    'feedback',
    'explanation',
    'title',
    'files',
    'layout',
    'code_language',
    'partial_weights',
    'even_weights',
    'importance',
    'control_characters',
  ],
}

export function lossesOf(questions: readonly PortableQuestion[], format: ExportFormat): Loss[] {
  return missing[format]
    .map((feature) => ({
      feature,
      questions: questions.filter((question) => says(question, feature, format)).length,
    }))
    .filter((loss) => loss.questions > 0)
}

/** Whether a question has this feature, as far as the format is concerned. */
function says(question: PortableQuestion, feature: Feature, format: ExportFormat): boolean {
  const { type, choices } = question
  switch (feature) {
    case 'source':
      return question.bank !== undefined
    case 'objective':
      return question.bank?.objective !== undefined
    case 'reference':
      return question.bank?.reference !== undefined
    case 'verified':
      return question.bank?.verified !== undefined
    case 'enemies':
      return question.bank?.enemies !== undefined
    case 'context_apart':
      return question.context !== undefined
    case 'keep_last':
      // Moodle and AMC-TXT can represent a completely fixed order.
      return choices.some(({ keepLast }) => keepLast) && (format === 'gift' || !isInOrder(question))
    case 'partial_weights':
      if (!hasPartialWeights(question)) return false
      // AMC-TXT has points per choice, but only for questions with one answer.
      return format === 'amc-txt' ? type !== 'single' : !weightsTellKey(question)
    case 'even_weights':
      return !hasPartialWeights(question) && (question.bank?.choices ?? []).some(({ weight }) => weight !== undefined)
    case 'importance':
      return (question.bank?.choices ?? []).some(({ indispensable, inacceptable }) => indispensable || inacceptable)
    case 'feedback':
      return choices.some(({ feedback }) => feedback)
    case 'statement_feedback':
      return type === 'true_false' && choices.some(({ feedback }) => feedback)
    case 'explanation':
      return Boolean(question.explanation)
    case 'title':
      return question.bank === undefined && question.title !== (question.idnumber ?? openingOf(question.stem))
    case 'category':
      return question.bank === undefined && question.category.length > 0
    case 'files':
      // AMC-TXT replaces an image by its alternative text, whether its file is present or not.
      if (format === 'amc-txt' && nodesIn(question).includes('image')) return true
      // Our own files carry images only.
      return question.files.some(({ bytes }) => format !== 'yaml' || isFault(readImage(bytes)))
    case 'strikethrough':
      return nodesOf(question).some(({ type: kind }) => kind === 'delete')
    case 'task_list':
      return nodesOf(question).some((node) => node.type === 'listItem' && typeof node.checked === 'boolean')
    case 'footnotes':
      return nodesOf(question).some(({ type: kind }) => kind === 'footnoteReference')
    case 'list_start':
      return nodesOf(question).some((node) => node.type === 'list' && node.ordered && (node.start ?? 1) !== 1)
    case 'table_alignment':
      return nodesOf(question).some((node) => node.type === 'table' && node.align?.some(Boolean))
    case 'formulas':
      return nodesOf(question).some(({ type: kind }) => kind === 'math' || kind === 'inlineMath')
    case 'control_characters':
      return hasUnsayable(question)
    case 'layout':
      return nodesIn(question).some((node) => !plainEnough.has(node))
    case 'code_language':
      return texts(question).some((text) => /^\s*(?:```|~~~)\s*\w/m.test(text))
  }
}

export function hasPartialWeights({ type, choices }: Pick<PortableQuestion, 'type' | 'choices'>): boolean {
  const keys = choices.filter(({ correct }) => correct).length
  const share = type === 'multiple' && keys > 1 ? `1/${keys}` : '1'
  return choices.some(({ correct, weight }) => weight !== (correct ? share : '0'))
}

/** Moodle derives the key from the weights, so weights that would give another key cannot be exported. */
export const weightsTellKey = ({ type, choices }: Pick<PortableQuestion, 'type' | 'choices'>): boolean =>
  choices.every(({ correct, weight }) => correct === (type === 'multiple' ? isPositive : isWhole)(weight))

/** Whether its author fixed the order of its choices. */
export const isInOrder = ({ type, choices }: Pick<PortableQuestion, 'type' | 'choices'>): boolean =>
  type !== 'true_false' && choices.every(({ keepLast }) => keepLast)

const texts = ({ context, stem, choices }: PortableQuestion) => [
  ...(context ? [context.text] : []),
  stem,
  ...choices.map(({ text }) => text),
]
/** The syntax trees of all its texts; cached, because every feature needs them. */
function nodesOf(question: PortableQuestion): readonly Nodes[] {
  const known = read.get(question)
  if (known) return known
  const { context, stem, choices, explanation } = question
  const written = [
    context?.text ?? '',
    stem,
    explanation ?? '',
    ...choices.flatMap(({ text, feedback }) => [text, feedback ?? '']),
  ]
  const nodes = written.flatMap((text) => (text === '' ? [] : [...walk(parseMarkdown(text))]))
  read.set(question, nodes)
  return nodes
}
const read = new WeakMap<PortableQuestion, readonly Nodes[]>()

const nodesIn = (question: PortableQuestion) =>
  texts(question).flatMap((text) => [...walk(parseMarkdown(text))].map(({ type }) => type as string))

/** Elements that AMC-TXT shows as they are. */
const plainEnough = new Set([
  'root',
  'paragraph',
  'text',
  'html',
  'break',
  'code',
  'inlineCode',
  'strong',
  'emphasis',
  'inlineMath',
  'math',
  'image',
])
