import type { Root } from 'mdast'
import { cutText } from '#core/cut-text.ts'
import { accept } from './accept.ts'
import { mostChoices } from './bounds.ts'
import { asked } from './closed-answers.ts'
import { contextOfFile } from './context-of-file.ts'
import { withGapMarks } from './gap-marks.ts'
import type { ImportRemark } from './import-remark.ts'
import { joined, type Reading, refused, type TextPosition, type UnusableReason } from './imported.ts'
import { documentsOnce } from './introduction.ts'
import { writeMarkdown } from './markdown-tree.ts'
import { eachQuestion } from './one-question.ts'
import { closedKindOf, hasNamedLists, marked, type Qti12Kind, qti12Answers } from './qti12-answers.ts'
import { type ScoringKey, scoringKeyOf, scoringOf } from './qti12-scoring.ts'
import { type Files, newReadingContext, noFiles, type ReadingContext, takeFile } from './reading-context.ts'
import { toMarkdown } from './to-markdown.ts'
import { answerOf, trueFalseOf, truthOf } from './true-false.ts'
import { evenWeights, sharesOf } from './weights.ts'
import { readElement, readInPieces } from './xml-pieces.ts'
import { childOf, childrenOf, elementsOf, find, findAll, textOf, type XmlElement } from './xml-tree.ts'

/**
 * IMS QTI 1.2 as Canvas writes it: items of an assessment or of a bank, scored by conditions. A text without a question
 * introduces the items and the groups after it, in its section; where items name the stimulus they belong to (New
 * Quizzes), only those do.
 */
export function readQti12(text: string, files: Files = noFiles): Reading {
  return readInPieces({
    text,
    piece: /<(item)\b/g,
    readAll: (root) => {
      const name = find(root, 'assessment')?.attributes['title'] ?? bankTitle(root)
      const category = name ? [name] : []
      const { questions, texts } = entriesOf(root)
      const used = new Set<XmlElement | null>()
      const documentOf = documentsOnce((text: XmlElement) => documentIn(text, files))
      const reading = eachQuestion(questions, (entry) => {
        const read = readOne({ ...entry, documentOf, category, files })
        if (read.questions.length > 0) used.add(entry.introduction)
        return read
      })
      const unused = texts.filter((text) => !used.has(text))
      return joined([reading, ...unused.map((item) => readOne({ item, introduction: null, category, files }))])
    },
    readOne: (item) => readOne({ item, introduction: null, category: [], files }),
  })
}

const bankTitle = (root: XmlElement) => {
  const bank = find(root, 'objectbank')
  return bank && fieldOf(bank, 'bank_title')
}

/** Canvas's names of question kinds; items of other tools are recognised by their response elements. */
const kinds: Record<string, string> = {
  essay_question: 'essay',
  calculated_question: 'template',
  text_only_question: 'description',
  file_upload_question: 'file_upload',
}

type Entry = TextPosition & { item: XmlElement; introduction: XmlElement | null }
type Item = Pick<Entry, 'item' | 'introduction'> & {
  documentOf?: ReturnType<typeof documentsOnce<XmlElement>>
  category: string[]
  files: Files
}

const isText = (item: XmlElement) => fieldOf(item, 'question_type') === 'text_only_question'

/** The field of an item, or the attribute of a group, which names the stimulus it belongs to. */
const stimulusIn = (element: XmlElement) =>
  element.name === 'item'
    ? fieldOf(element, 'parent_stimulus_item_ident')
    : element.attributes['parent_stimulus_item_ident']

/** The questions in their order, each with the text that introduces it, and these texts. */
function entriesOf(root: XmlElement): { questions: Entry[]; texts: XmlElement[] } {
  const texts = findAll(root, 'item').filter(isText)
  const named = new Map(texts.map((text) => [text.attributes['ident'] ?? '', text]))
  const isNamed = [...findAll(root, 'item'), ...findAll(root, 'section')].some((one) => stimulusIn(one))
  const within = (element: XmlElement, above: XmlElement | null): Entry[] => {
    let current = above
    return elementsOf(element).flatMap((child) => {
      const introduction = isNamed ? (named.get(stimulusIn(child) ?? '') ?? above) : current
      if (child.name !== 'item') return within(child, introduction)
      if (!isText(child)) return [{ line: child.line, column: child.column, item: child, introduction }]
      current = child
      return []
    })
  }
  return { questions: within(root, null), texts }
}

const readOne = (given: Item) => readElement(given.item, given.item.attributes['title'] ?? '', () => readItem(given))

function readItem(given: Item): Reading {
  const { item, introduction, documentOf, category, files } = given
  const context = newReadingContext(files)
  const presentation = childOf(item, 'presentation')
  const declared = fieldOf(item, 'question_type') ?? ''
  const title = item.attributes['title'] ?? ''
  const refuse = (reason: UnusableReason, kind?: string) =>
    refused({ line: item.line, column: item.column, title, reason, kind })
  const list = find(presentation, 'response_lid')
  const kind = kinds[declared] ?? kindOf(presentation)
  if (kind || !presentation) return refuse('unsupported_kind', kind ?? 'description')
  const closedKind = closedKindOf(declared, presentation)
  if (closedKind) return readClosed({ kind: closedKind, presentation, context, title }, given)
  if (!list) return refuse('unsupported_kind', 'description')
  const type = list.attributes['rcardinality']?.toLowerCase() === 'multiple' ? 'multiple' : 'single'
  const labels = findAll(list, 'response_label')
  if (labels.length > mostChoices) return refuse('too_many_choices')
  const ids = labels.map(({ attributes }) => attributes['ident'] ?? '')
  const scoring = scoringOf(item, ids)
  const key: ScoringKey = scoring ? scoringKeyOf(scoring, ids.length, type) : { kind: 'unclear' }
  if (key.kind === 'unclear') return refuse('unclear_scoring')
  const { feedbackOf, feedbackFor } = feedbacksOf(item, context)
  const isLast = keptLast(list, labels)
  const answers = labels.map((label, index) => {
    const feedback = feedbackFor(ids[index] ?? '')
    return { text: materialOf(label, context), feedback, keepLast: isLast[index] || undefined }
  })
  const weights = weightsOf(type, key, answers.length)
  const choices = answers.map((one, index) => ({
    ...one,
    weight: weights[index]?.weight ?? '0',
    correct: weights[index]?.correct ?? false,
  }))
  return accept({
    ...{ line: item.line, column: item.column, title },
    ...(declared === 'true_false_question' ? statement(choices) : { type, choices }),
    document: documentOf?.(introduction, context),
    stem: stemOf(presentation, context),
    explanation: feedbackOf('general_fb') || undefined,
    category,
    idnumber: item.attributes['ident'],
    tags: [],
    remarks: combined(item),
    context,
  })
}

type ClosedItem = { kind: Qti12Kind; presentation: XmlElement; context: ReadingContext; title: string }

/** An item whose answers are not a list of choices. */
function readClosed(
  { kind, presentation, context, title }: ClosedItem,
  { item, introduction, documentOf, category }: Item,
): Reading {
  const { feedbackOf, feedbackFor } = feedbacksOf(item, context)
  const place = { line: item.line, column: item.column, title }
  const read = qti12Answers(kind, {
    item,
    presentation,
    textIn: (element) => materialOf(element, context),
    feedbackFor,
  })
  if ('reason' in read) return refused({ ...place, ...read })
  const change = (source: string) => marked(kind, presentation, source)
  const without = hasNamedLists(kind) ? 'response_lid' : 'response_label'
  return accept({
    ...place,
    ...asked(read.answers),
    document: documentOf?.(introduction, context),
    stem: withGapMarks(stemOf(presentation, context, { without, change })),
    explanation: feedbackOf('general_fb') || undefined,
    category,
    idnumber: item.attributes['ident'],
    tags: [],
    remarks: [...read.remarks, ...combined(item)],
    context,
  })
}

/** Canvas gives every item without a name the same one, which is no title. */
function documentIn(item: XmlElement, files: Files) {
  const context = newReadingContext(files)
  const presentation = childOf(item, 'presentation')
  const title = item.attributes['title'] ?? ''
  const text = presentation ? stemOf(presentation, context) : ''
  return { document: contextOfFile({ title: title === 'Question' ? '' : title, text }), context }
}

function kindOf(presentation: XmlElement | undefined): string | null {
  if (!presentation) return 'description'
  return ['response_xy', 'response_grp'].some((name) => find(presentation, name)) ? 'hotspot' : null
}

const fieldOf = (element: XmlElement, label: string) =>
  textOf(
    find(
      findAll(element, 'qtimetadatafield').find((field) => textOf(childOf(field, 'fieldlabel')).trim() === label),
      'fieldentry',
    ),
  ).trim() || undefined

/** Feedback per choice, by its identifier: the first one shown by a condition on that choice alone. */
function shownFeedbacks(item: XmlElement): ReadonlyMap<string, string> {
  const shown = new Map<string, string>()
  for (const condition of findAll(item, 'respcondition')) {
    const variable = childOf(condition, 'conditionvar')
    const tests = variable ? elementsOf(variable) : []
    const [test] = tests
    if (tests.length !== 1 || test?.name !== 'varequal') continue
    const id = textOf(test).trim()
    const names = childrenOf(condition, 'displayfeedback').map(({ attributes }) => attributes['linkrefid'] ?? '')
    const own = names.find((name) => !general.has(name))
    if (own !== undefined && !shown.has(id)) shown.set(id, own)
  }
  return shown
}

/** Points per choice when the score of a set is their sum; otherwise only the key earns points. */
function weightsOf(type: 'single' | 'multiple', key: Exclude<ScoringKey, { kind: 'unclear' }>, count: number) {
  const ticked = key.kind === 'key' ? key.ticked : 0
  const keys = Array.from({ length: count }, (_, index) => ({ correct: ((ticked >> index) & 1) === 1 }))
  if (key.kind === 'none' || key.points === null) return evenWeights(type, keys)
  const shares = sharesOf(type, key.points)
  return keys.map((one, index) => ({ ...one, weight: shares[index] ?? '0' }))
}

/** `shuffle="No"` on the list, or on the last choices of a shuffled list. Without the attribute, the tool shuffles. */
function keptLast(list: XmlElement, labels: readonly XmlElement[]): boolean[] {
  const isNo = (value: string | undefined) => value?.toLowerCase() === 'no'
  if (isNo(find(list, 'render_choice')?.attributes['shuffle'])) return labels.map(() => true)
  let fixed = true
  const last = labels.toReversed().map(({ attributes }) => {
    fixed &&= isNo(attributes['rshuffle'])
    return fixed
  })
  return fixed ? labels.map(() => false) : last.toReversed()
}

function statement(choices: readonly { text: string; correct: boolean; feedback?: string | undefined }[]) {
  const of = (truth: boolean) => choices.find(({ text }) => truthOf(text) === truth)
  const [yes, no] = [of(true), of(false)]
  return trueFalseOf({
    answer: answerOf(yes?.correct, no?.correct),
    whenTrue: yes?.feedback,
    whenFalse: no?.feedback,
  })
}

const same = (source: string) => source

/** Everything presented except the choices, or except the lists when each has a name; `change` is given each source. */
function stemOf(
  presentation: XmlElement,
  context: ReadingContext,
  { without = 'response_label', change = same }: { without?: string; change?: (source: string) => string } = {},
): string {
  const materials = (element: XmlElement): XmlElement[] =>
    elementsOf(element).flatMap((child) => {
      if (child.name === 'material') return [child]
      return child.name === without ? [] : materials(child)
    })
  return materials(presentation)
    .map((material) => materialOf(material, context, change))
    .filter(Boolean)
    .join('\n\n')
}

/** Its texts and its images, in their order. */
function materialOf(element: XmlElement, context: ReadingContext, change = same): string {
  const parts = (from: XmlElement): XmlElement[] =>
    elementsOf(from).flatMap((child) =>
      ['mattext', 'matemtext', 'matimage'].includes(child.name) ? [child] : parts(child),
    )
  return parts(element)
    .map((part) => (part.name === 'matimage' ? imageOf(part, context) : mattextOf(part, context, change)))
    .filter(Boolean)
    .join('\n\n')
}

function mattextOf(mattext: XmlElement, context: ReadingContext, change: (source: string) => string): string {
  const isHtml = /html/i.test(mattext.attributes['texttype'] ?? '')
  return toMarkdown({ text: change(textOf(mattext).trim()), format: isHtml ? 'html' : 'plain' }, context)
}

/** Beside the file, or embedded in base64. */
function imageOf(matimage: XmlElement, context: ReadingContext): string {
  const { uri = '', label = '', embedded, imagtype = '' } = matimage.attributes
  const written = textOf(matimage).trim()
  if (written !== '' && (embedded ?? 'base64').toLowerCase() === 'base64') {
    const bytes = Buffer.from(written, 'base64')
    const kind = /^image\/([a-z]+)/i.exec(imagtype)?.[1] ?? 'png'
    const name = `image-${context.used.size + 1}.${kind}`
    context.used.set(name, bytes)
    return writeMarkdown(imageNode(name))
  }
  const address = (uri || label).trim()
  if (address === '') return ''
  const name = takeFile(context, address)
  if (name === null) context.remarks.push({ code: 'missing_image', detail: cutText(address, 120) })
  return writeMarkdown(imageNode(name ?? address))
}

const imageNode = (url: string): Root => ({
  type: 'root',
  children: [{ type: 'paragraph', children: [{ type: 'image', url, alt: '' }] }],
})

const general = new Set(['general_fb', 'correct_fb', 'general_incorrect_fb'])

function feedbacksOf(item: XmlElement, context: ReadingContext) {
  const elements = new Map(childrenOf(item, 'itemfeedback').map((one) => [one.attributes['ident'] ?? '', one]))
  const feedbackOf = (name: string | undefined): string => {
    const element = name === undefined ? undefined : elements.get(name)
    return element ? materialOf(element, context) : ''
  }
  const shown = shownFeedbacks(item)
  const feedbackFor = (id: string) => feedbackOf(shown.get(id)) || feedbackOf(`${id}_fb`) || undefined
  return { feedbackOf, feedbackFor }
}

function combined(item: XmlElement): ImportRemark[] {
  const names = childrenOf(item, 'itemfeedback').map(({ attributes }) => attributes['ident'] ?? '')
  return names.some((name) => name === 'correct_fb' || name === 'general_incorrect_fb')
    ? [{ code: 'combined_feedback' }]
    : []
}
