import { posix } from 'node:path'
import { parseRational, rational } from '#core/rational.ts'
import { decodeText } from '#server/platform/decode-text.ts'
import { accept } from './accept.ts'
import { mostChoices } from './bounds.ts'
import { contextOfFile } from './context-of-file.ts'
import type { ImportRemark } from './import-remark.ts'
import { type Reading, refused, type UnusableReason } from './imported.ts'
import { eachQuestion } from './one-question.ts'
import { madeUp, withOneName } from './qti-names.ts'
import type { SectionText } from './qti-sections.ts'
import { type Files, newReadingContext, noFiles, type ReadingContext } from './reading-context.ts'
import { toMarkdown } from './to-markdown.ts'
import { isWrittenTrueFalse, trueFalseOf, truthOf } from './true-false.ts'
import { evenWeights, isPositive, sharesOf } from './weights.ts'
import { readElement, readInPieces } from './xml-pieces.ts'
import {
  childOf,
  childrenOf,
  elementsOf,
  find,
  findAll,
  markupOf,
  readXml,
  textOf,
  type XmlElement,
  type XmlNode,
} from './xml-tree.ts'

/** Items of QTI 2.1, 2.2 and 3.0: one file, one item; only choice interactions can be imported. */
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
  textentryinteraction: 'short_answer',
  matchinteraction: 'matching',
  associateinteraction: 'matching',
  orderinteraction: 'order',
  inlinechoiceinteraction: 'cloze',
  gapmatchinteraction: 'cloze',
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
  const declaration = childrenOf(item, 'responsedeclaration').find(
    ({ attributes }) => attributes['identifier'] === interaction.attributes['responseidentifier'],
  )
  if (!declaration) return refuse('no_key')
  if (findAll(interaction, 'simplechoice').length > mostChoices) return refuse('too_many_choices')
  const context = newReadingContext(files)
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
  const known = read.map(({ identifier }) => identifier)
  const { explanation, remarks } = modalFeedback({ item, context, known })
  const isLeft = outside.some(({ attributes }) => !known.includes(attributes['identifier'] ?? ''))
  const truths = read.map(({ identifier }) => truthOf(identifier))
  const isStatement =
    (type === 'single' && truths.join() === 'true,false') || isWrittenTrueFalse(read.map(({ text }) => text))
  return accept({
    ...place,
    ...(isStatement
      ? trueFalseOf({
          answer: choices[0]?.correct === choices[1]?.correct ? null : (choices[0]?.correct ?? null),
          whenTrue: choices[0]?.feedback,
          whenFalse: choices[1]?.feedback,
        })
      : { type, choices }),
    document: stimulus && contextOfFile({ title: stimulus.title, text: markdownOf(stimulus.children, context) }),
    stem: stemOf(body, interaction, context),
    explanation,
    category: [],
    idnumber: identifierOf(item),
    tags: [],
    remarks: [
      ...remarks,
      ...(isLeft && remarks.length === 0 ? [{ code: 'combined_feedback' } as const] : []),
      ...(findAll(body, 'rubricblock').some((rubric) => !isForCandidates(rubric)) ? [{ code: 'rubric' } as const] : []),
    ],
    context,
  })
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
  if (interactions.length > 1) return 'composite'
  return interaction.name === 'choiceinteraction'
    ? null
    : (kinds[interaction.name] ?? interaction.name.replace(/interaction$/, ''))
}

const interactionsIn = (element: XmlElement): XmlElement[] =>
  element.children.flatMap((child) => {
    if (typeof child === 'string') return []
    return child.name.endsWith('interaction') ? [child] : interactionsIn(child)
  })

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

const feedbackNames = new Set(['feedbackinline', 'feedbackblock'])

const feedbackIn = (element: XmlElement): XmlElement[] =>
  elementsOf(element).flatMap((child) => (feedbackNames.has(child.name) ? [child] : feedbackIn(child)))

/** Whether an answer shows feedback outside the choices. */
const feedbackOutside = (body: XmlElement, interaction: XmlElement): XmlElement[] => {
  const inChoices = new Set(findAll(interaction, 'simplechoice').flatMap(feedbackIn))
  return feedbackIn(body).filter((feedback) => !inChoices.has(feedback))
}

const isForCandidates = ({ attributes }: XmlElement) => (attributes['view'] ?? '').split(/\s+/).includes('candidate')

/** Elements not shown before an answer or not meant for candidates, and those that are no text. */
const hidden = new Set(['stylesheet', 'cataloginfo', 'companionmaterialsinfo', 'templateinline', 'templateblock'])

/** An element as candidates see it before they answer. */
function forCandidates(element: XmlElement): XmlElement {
  const children = element.children.flatMap((child): XmlNode[] => {
    if (typeof child === 'string') return [child]
    if (feedbackNames.has(child.name) || hidden.has(child.name)) return []
    if (child.name === 'rubricblock' && !isForCandidates(child)) return []
    return [forCandidates(child)]
  })
  return { ...element, children }
}

type Weighing = {
  type: 'single' | 'multiple'
  item: XmlElement
  declaration: XmlElement
  choices: readonly ReadChoice[]
}

/** The mapping is used when the item is scored by it; otherwise only the correct response. */
function weightsOf({ type, item, declaration, choices }: Weighing) {
  const correct = childOf(declaration, 'correctresponse')
  const keys = new Set((correct ? findAll(correct, 'value') : []).map((value) => textOf(value).trim()))
  const mapping = childOf(declaration, 'mapping')
  if (mapping && isMapped(item)) {
    const points = mappedPoints(mapping, choices)
    const shares = sharesOf(type, points, parseRational(mapping.attributes['upperbound'] ?? '') ?? undefined)
    return shares.map((weight, index) => ({
      weight,
      correct: keys.size > 0 ? keys.has(choices[index]?.identifier ?? '') : isPositive(weight),
    }))
  }
  return evenWeights(
    type,
    choices.map(({ identifier }) => ({ correct: keys.has(identifier) })),
  )
}

function isMapped(item: XmlElement): boolean {
  const processing = childOf(item, 'responseprocessing')
  if (!processing) return false
  return /map_response/.test(processing.attributes['template'] ?? '') || find(processing, 'mapresponse') !== undefined
}

function mappedPoints(mapping: XmlElement, choices: readonly ReadChoice[]) {
  const entries = new Map(
    findAll(mapping, 'mapentry').map(({ attributes }) => [attributes['mapkey'], attributes['mappedvalue']]),
  )
  const otherwise = mapping.attributes['defaultvalue'] ?? '0'
  return choices.map(({ identifier }) => parseRational(entries.get(identifier) ?? otherwise) ?? rational(0))
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

/** The stem is the prompt and everything around the choices. */
function stemOf(body: XmlElement, interaction: XmlElement, context: ReadingContext): string {
  const prompt = childOf(interaction, 'prompt')
  return markdownOf(forCandidates(replaced(body, interaction, prompt)).children, context)
}

function replaced(element: XmlElement, interaction: XmlElement, prompt: XmlElement | undefined): XmlElement {
  const children = element.children.map((child): XmlNode => {
    if (typeof child === 'string') return child
    if (child !== interaction) return replaced(child, interaction, prompt)
    return { ...child, name: 'div', attributes: {}, children: prompt?.children ?? [] }
  })
  return { ...element, children }
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

/** XHTML; QTI 3 wraps text in a `content-body` without meaning of its own. */
const markdownOf = (nodes: readonly XmlNode[], context: ReadingContext): string =>
  toMarkdown({ text: markupOf(nodes.flatMap(withoutBody)), format: 'html' }, context)

function withoutBody(node: XmlNode): XmlNode[] {
  if (typeof node === 'string') return [node]
  const children = node.children.flatMap(withoutBody)
  return node.name === 'contentbody' ? children : [{ ...node, children }]
}
