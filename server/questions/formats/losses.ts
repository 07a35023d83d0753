import type { Nodes } from 'mdast'
import { exportFormats, type features } from '#contract/questions/question-batches.ts'
import { isFault, readImage } from '../images/read-image.ts'
import { hasUnsayable } from './clean-text.ts'
import type { PortableQuestion } from './imported.ts'
import { saysOfAnswers } from './lost-answers.ts'
import { parsedMarkdown, walk } from './markdown-tree.ts'
import { openingOf } from './opening.ts'
import { answerMarkdown } from './portable-texts.ts'
import { canSay } from './sayable.ts'
import { hasPartialChoices, isPositive, isWhole } from './weights.ts'

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
  ...(['plain_lists', 'part_feedback', 'ordering_credit', 'unit'] as const),
]

/** Questions of a type, or a few of its questions, that a format has no words for: they are left out (sayable.ts). */
const leftOut: readonly Feature[] = ['cloze', 'ordering', 'matching', 'exact_answer']

const missing: Record<ExportFormat, readonly Feature[]> = {
  yaml: ['title', 'category', 'statement_feedback', 'files'],
  gift: [
    ...leftOut,
    ...ours,
    'context_apart',
    'explanation',
    ...(['plain_lists', 'part_feedback', 'letter_case', 'unit'] as const),
    'keep_last',
    'partial_weights',
    'even_weights',
    'importance',
    'files',
    'control_characters',
  ],
  'moodle-xml': [
    ...leftOut,
    ...ours,
    'context_apart',
    ...(['plain_lists', 'part_feedback'] as const),
    ...(['keep_last', 'partial_weights', 'even_weights', 'importance'] as const),
    ...(['task_list', 'footnotes', 'control_characters'] as const),
  ],
  qti22: [...leftOut, ...ours, 'context_apart', 'even_weights', 'importance', ...notInQti],
  qti30: [...leftOut, ...ours, 'even_weights', 'importance', ...notInQti],
  'amc-txt': [
    ...leftOut,
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
  // One question after the other: what was read of it is gone before the next.
  const found = questions.map((question) => featuresOf(question, format))
  return missing[format]
    .map((feature) => ({ feature, questions: found.filter((features) => features.includes(feature)).length }))
    .filter((loss) => loss.questions > 0)
}

function featuresOf(question: PortableQuestion, format: ExportFormat): readonly Feature[] {
  if (!canSay(question, format)) return missing[format].filter((feature) => feature === question.type)
  return missing[format].filter((feature) => says(question, feature, format))
}

/** Whether a question has this feature, as far as the format is concerned. */
function says(question: PortableQuestion, feature: Feature, format: ExportFormat): boolean {
  const { type, choices } = question
  switch (feature) {
    case 'cloze':
    case 'ordering':
    case 'matching':
    case 'exact_answer':
      return false
    case 'plain_lists':
    case 'part_feedback':
    case 'ordering_credit':
    case 'letter_case':
    case 'unit':
      return question.answers !== undefined && saysOfAnswers(question.answers, feature, format)
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
      // An ordering of GIFT would take it for an item.
      return Boolean(question.explanation) && (format !== 'gift' || type === 'ordering')
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
    case 'task_list':
    case 'footnotes':
    case 'list_start':
    case 'table_alignment':
    case 'formulas':
      return hasNode(question, layouts[feature])
    case 'control_characters':
      return hasUnsayable(question)
    case 'layout':
      return nodesIn(question).some((node) => !plainEnough.has(node))
    case 'code_language':
      return texts(question).some((text) => /^\s*(?:```|~~~)\s*\w/m.test(text))
  }
}

/** A gap, and an exact answer, have one right choice, or several that earn all the points. */
export function hasPartialWeights({ type, choices, answers }: Weighed): boolean {
  if (answers?.kind === 'cloze') return answers.gaps.some((gap) => hasPartialChoices('single', gap))
  if (answers?.kind === 'exact_answer') return hasPartialChoices('single', answers.answers)
  return hasPartialChoices(type, choices)
}

type Weighed = Pick<PortableQuestion, 'type' | 'choices' | 'answers'>

/** Moodle derives the key from the weights, so weights that would give another key cannot be exported. */
export const weightsTellKey = ({ type, choices, answers }: Weighed): boolean =>
  weighedAlone(answers).every(({ correct, weight }) => correct === isWhole(weight)) &&
  choices.every(({ correct, weight }) => correct === (type === 'multiple' ? isPositive : isWhole)(weight))

/** The choices of which one is right. */
const weighedAlone = (answers: PortableQuestion['answers']) =>
  answers?.kind === 'cloze' ? answers.gaps.flat() : answers?.kind === 'exact_answer' ? answers.answers : []

/** Whether its author fixed the order of its choices. */
export const isInOrder = ({ type, choices }: Pick<PortableQuestion, 'type' | 'choices'>): boolean =>
  type !== 'true_false' && choices.length > 0 && choices.every(({ keepLast }) => keepLast)

const texts = ({ context, stem, choices }: PortableQuestion) => [
  ...(context ? [context.text] : []),
  stem,
  ...choices.map(({ text }) => text),
]

/** `sign`: without it in a text, nothing of the kind is there, and the text is not parsed. */
type Layout = { readonly sign: RegExp; readonly is: (node: Nodes) => boolean }

const layouts: Record<
  Extract<Feature, 'strikethrough' | 'task_list' | 'footnotes' | 'list_start' | 'table_alignment' | 'formulas'>,
  Layout
> = {
  strikethrough: { sign: /~/, is: ({ type }) => type === 'delete' },
  task_list: { sign: /\[[\sx]\]/i, is: (node) => node.type === 'listItem' && typeof node.checked === 'boolean' },
  footnotes: { sign: /\[\^/, is: ({ type }) => type === 'footnoteReference' },
  list_start: { sign: /\d[.)]/, is: (node) => node.type === 'list' && !!node.ordered && (node.start ?? 1) !== 1 },
  table_alignment: { sign: /:-|-:/, is: (node) => node.type === 'table' && !!node.align?.some(Boolean) },
  formulas: { sign: /\$\$/, is: ({ type }) => type === 'math' || type === 'inlineMath' },
}

function hasNode(question: PortableQuestion, { sign, is }: Layout): boolean {
  const { context, stem, explanation } = question
  const written = [context?.text ?? '', stem, explanation ?? '', ...answerMarkdown(question)]
  return written.some((text) => sign.test(text) && [...walk(parsedMarkdown(text))].some(is))
}

const nodesIn = (question: PortableQuestion) =>
  texts(question).flatMap((text) => [...walk(parsedMarkdown(text))].map(({ type }) => type as string))

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
