import { posix } from 'node:path'
import { decodeText } from '#server/platform/decode-text.ts'
import { accept } from './accept.ts'
import { mostChoices } from './bounds.ts'
import { cannotAsk } from './closed-answers.ts'
import { contextOfFile } from './context-of-file.ts'
import type { ImportRemark } from './import-remark.ts'
import { type Reading, refused, type UnusableReason } from './imported.ts'
import { eachQuestion } from './one-question.ts'
import { madeUp, withOneName } from './qti-names.ts'
import type { SectionText } from './qti-sections.ts'
import {
  division,
  feedbackIn,
  forCandidates,
  isForCandidates,
  isInteraction,
  markdownOf,
  stemAround,
} from './qti-text.ts'
import { weightsOf } from './qti-weights.ts'
import { declarationOf, isClosedInQti, type QtiRead, qtiAnswers } from './qti2-answers.ts'
import { type Files, newReadingContext, noFiles, type ReadingContext } from './reading-context.ts'
import { isWrittenTrueFalse, trueFalseOf, truthOf } from './true-false.ts'
import { readElement, readInPieces } from './xml-pieces.ts'
import { childOf, childrenOf, elementsOf, find, findAll, readXml, type XmlElement, type XmlNode } from './xml-tree.ts'

/** Items of QTI 2.1, 2.2 and 3.0: one file, one item. */
export function readQti2(text: string, files: Files = noFiles, section?: SectionText): Reading {
  const readOne = (item: XmlElement) =>
    readElement(item, item.attributes['title'] ?? '', () => readItem(withOneName(item), files, section))
  return readInPieces({
    text,
    piece: /<(qti-assessment-item|assessmentItem)\b/g,
    readAll: (root) => eachQuestion(itemsOf(root), readOne),
    readOne,
  })
}

const itemNames = ['assessmentItem', 'qti-assessment-item']
const itemsOf = (root: XmlElement) =>
  itemNames.includes(root.name) ? [root] : itemNames.flatMap((name) => findAll(root, name))

const kinds: Record<string, string> = {
  extendedtextinteraction: 'essay',
  associateinteraction: 'association',
  uploadinteraction: 'file_upload',
}

function readItem(item: XmlElement, files: Files, section: SectionText | undefined): Reading {
  const title = item.attributes['title'] ?? ''
  const place = { line: item.line, column: item.column, title }
  const refuse = (reason: UnusableReason, kind?: string) => refused({ ...place, reason, kind })
  if (find(item, 'include')) return refuse('external_reference')
  const body = childOf(item, 'itembody')
  const interactions = body ? interactionsIn(body) : []
  const [interaction] = interactions
  const kind = kindOf(item, interactions)
  if (kind || !interaction || !body) return refuse('unsupported_kind', kind ?? 'description')
  if (unreadableMath(body)) return refuse('unreadable_math')
  const stimulus = stimulusOf(item, files) ?? section
  if (stimulus === 'missing') return refuse('missing_file')
  const context = newReadingContext(files)
  const read = isClosedInQti(interactions)
    ? qtiAnswers({ item, body, interactions, context })
    : choicesIn({ item, body, interaction, context })
  if ('reason' in read) return refuse(read.reason, read.kind)
  const { question, stem, known, remarks: own = [] } = read
  const outside = feedbackOutside(body, interaction)
  const { explanation, remarks } = modalFeedback({ item, context, known })
  const isLeft = outside.some(({ attributes }) => !known.includes(attributes['identifier'] ?? ''))
  return accept({
    ...place,
    ...question,
    document: stimulus && contextOfFile({ title: stimulus.title, text: markdownOf(stimulus.children, context) }),
    stem,
    explanation,
    category: [],
    idnumber: identifierOf(item),
    tags: [],
    remarks: [
      ...own,
      ...remarks,
      ...(isLeft && remarks.length === 0 ? [{ code: 'combined_feedback' } as const] : []),
      ...(findAll(body, 'rubricblock').some((rubric) => !isForCandidates(rubric)) ? [{ code: 'rubric' } as const] : []),
    ],
    context,
  })
}

type Choices = { item: XmlElement; body: XmlElement; interaction: XmlElement; context: ReadingContext }

function choicesIn({ item, body, interaction, context }: Choices): QtiRead {
  const declaration = declarationOf(item, interaction)
  if (!declaration) return cannotAsk('no_key')
  if (findAll(interaction, 'simplechoice').length > mostChoices) return cannotAsk('too_many_choices')
  const type = declaration.attributes['cardinality'] === 'multiple' ? 'multiple' : 'single'
  const outside = feedbackOutside(body, interaction)
  const read = choicesOf({ interaction, item, outside, context })
  const weights = weightsOf({ type, item, declaration, choices: read })
  const isLast = keptLast(interaction)
  const choices = read.map(({ text, feedback }, index) => ({
    text,
    feedback,
    weight: weights[index]?.weight ?? '0',
    correct: weights[index]?.correct ?? false,
    keepLast: isLast[index] || undefined,
  }))
  const truths = read.map(({ identifier }) => truthOf(identifier))
  const isStatement =
    (type === 'single' && truths.join() === 'true,false') || isWrittenTrueFalse(read.map(({ text }) => text))
  return {
    question: isStatement
      ? trueFalseOf({
          answer: choices[0]?.correct === choices[1]?.correct ? null : (choices[0]?.correct ?? null),
          whenTrue: choices[0]?.feedback,
          whenFalse: choices[1]?.feedback,
        })
      : { type, choices },
    stem: stemAround(body, (one) => [division(one, childOf(one, 'prompt')?.children ?? [])], context),
    known: read.map(({ identifier }) => identifier),
  }
}

type Stimulus = { title: string; children: readonly XmlNode[] }

/** The document that items of a package share (`assessmentStimulusRef`), in a file of its own. */
function stimulusOf(item: XmlElement, files: Files): Stimulus | 'missing' | undefined {
  const reference = childOf(item, 'assessmentstimulusref')
  if (!reference) return undefined
  const bytes = files.find(reference.attributes['href'] ?? '')
  const read = bytes && readXml(decodeText(bytes).text)
  const root = read?.root && withOneName(read.root)
  const body = root && childOf(root, 'stimulusbody')
  if (!root || !body) return 'missing'
  return {
    title: root.attributes['title'] ?? reference.attributes['title'] ?? '',
    children: body.children.map((node) => besideItem(node, reference.attributes['href'] ?? '', files)),
  }
}

/** A stimulus shows files beside itself; the item that names it finds them from its own place. */
function besideItem(node: XmlNode, href: string, files: Files): XmlNode {
  if (typeof node === 'string') return node
  const { src } = node.attributes
  const moved = src === undefined ? '' : posix.join(posix.dirname(href), src)
  return {
    ...node,
    attributes: src !== undefined && files.find(moved) ? { ...node.attributes, src: moved } : node.attributes,
    children: node.children.map((child) => besideItem(child, href, files)),
  }
}

/** An identifier generated by our own export is not the question's own. */
function identifierOf({ attributes }: XmlElement): string | undefined {
  const identifier = attributes['identifier'] ?? ''
  return identifier.startsWith(madeUp) ? undefined : identifier
}

function kindOf(item: XmlElement, interactions: readonly XmlElement[]): string | null {
  if (item.attributes['adaptive'] === 'true') return 'adaptive'
  if (childOf(item, 'templatedeclaration')) return 'template'
  const [interaction] = interactions
  if (!interaction) return 'description'
  if (isClosedInQti(interactions)) return null
  if (interactions.length > 1) return interactions.every(isTyped) ? 'typed_gaps' : 'composite'
  return interaction.name === 'choiceinteraction'
    ? null
    : (kinds[interaction.name] ?? interaction.name.replace(/interaction$/, ''))
}

const interactionsIn = (element: XmlElement): XmlElement[] =>
  elementsOf(element).flatMap((child) => (isInteraction(child) ? [child] : interactionsIn(child)))

const isTyped = ({ name }: XmlElement) => name === 'textentryinteraction'

const unreadableMath = (body: XmlElement) =>
  findAll(body, 'math').some(
    (math) => !findAll(math, 'annotation').some(({ attributes }) => /tex/i.test(attributes['encoding'] ?? '')),
  )

type ReadChoice = { identifier: string; text: string; feedback?: string | undefined }

type ChoicesInput = {
  interaction: XmlElement
  item: XmlElement
  outside: readonly XmlElement[]
  context: ReadingContext
}

function choicesOf({ interaction, item, outside, context }: ChoicesInput): ReadChoice[] {
  const modal = childrenOf(item, 'modalfeedback')
  return findAll(interaction, 'simplechoice').map((choice) => {
    const identifier = choice.attributes['identifier'] ?? ''
    const inline = feedbackIn(choice)
    const own = inline[0] ?? [...modal, ...outside].find(({ attributes }) => attributes['identifier'] === identifier)
    return {
      identifier,
      text: markdownOf(forCandidates(choice).children, context),
      feedback: own ? markdownOf(own.children, context) || undefined : undefined,
    }
  })
}

/** Whether an answer shows feedback outside the choices. */
const feedbackOutside = (body: XmlElement, interaction: XmlElement): XmlElement[] => {
  const inChoices = new Set(findAll(interaction, 'simplechoice').flatMap(feedbackIn))
  return feedbackIn(body).filter((feedback) => !inChoices.has(feedback))
}

/** All choices when they are not shuffled; otherwise the fixed ones at the end. */
function keptLast(interaction: XmlElement): boolean[] {
  const choices = findAll(interaction, 'simplechoice')
  if (interaction.attributes['shuffle'] !== 'true') return choices.map(() => true)
  let isLast = true
  const fromTheEnd = choices.toReversed().map(({ attributes }) => {
    isLast &&= attributes['fixed'] === 'true'
    return isLast
  })
  return fromTheEnd.toReversed()
}

type Modal = { item: XmlElement; context: ReadingContext; known: readonly string[] }

/** Feedback shown for any answer is the explanation; feedback that depends on the mark cannot be imported. */
function modalFeedback({ item, context, known }: Modal): { explanation: string | undefined; remarks: ImportRemark[] } {
  const others = childrenOf(item, 'modalfeedback').filter(
    ({ attributes }) => !known.includes(attributes['identifier'] ?? ''),
  )
  const explains = others.filter(({ attributes }) =>
    /^(?:explanation|general|solution)/i.test(attributes['identifier'] ?? ''),
  )
  const [first] = explains
  return {
    explanation: first ? markdownOf(first.children, context) || undefined : undefined,
    remarks: others.length > explains.length ? [{ code: 'combined_feedback' }] : [],
  }
}
