import { cutText } from '#core/cut-text.ts'
import { accept } from './accept.ts'
import { mostChoices } from './bounds.ts'
import { categoryPath } from './category.ts'
import type { CannotAsk } from './closed-answers.ts'
import { contextOfFile } from './context-of-file.ts'
import type { ImportRemark } from './import-remark.ts'
import {
  joined,
  nothing,
  type PortableQuestion,
  type Reading,
  refused,
  type TextPosition,
  type UnusableReason,
} from './imported.ts'
import { documentsOnce, introductions } from './introduction.ts'
import { isClosedInMoodle, moodleAnswers } from './moodle-answers.ts'
import { says, textIn } from './moodle-text.ts'
import { eachQuestion } from './one-question.ts'
import { type Files, newReadingContext, noFiles, type ReadingContext } from './reading-context.ts'
import { toMarkdown } from './to-markdown.ts'
import { answerOf, trueFalseOf } from './true-false.ts'
import { evenWeights, isPositive, isWhole, weightOfPercent } from './weights.ts'
import { readElement, readInPieces } from './xml-pieces.ts'
import { childOf, childrenOf, escapeXml, findAll, textOf, type XmlElement } from './xml-tree.ts'

/**
 * Moodle XML. A category holds until the next one, whatever the order in the file; so does a description, a text without
 * a question that introduces the questions after it, in its category.
 */
export function readMoodleXml(text: string): Reading {
  let category: string[] = []
  const texts = introductions<Introduction>()
  const documentOf = documentsOnce(readIntroduction)
  const readOne = (question: XmlElement): Reading => {
    const type = question.attributes['type']
    const title = titleOf(question)
    if (type === 'description') {
      const { line, column } = question
      return texts.next({ line, column, title, element: question })
    }
    if (type !== 'category') {
      const introduction = texts.current()?.element ?? null
      return texts.introduces(
        readElement(question, title, () => readQuestion(question, { category, introduction, documentOf })),
      )
    }
    category = categoryPath(textOf(childOf(question, 'category')))
    return joined([texts.next(null), { ...nothing, categories: [category] }])
  }
  const reading = readInPieces({
    text,
    piece: /<(question)\b/g,
    readAll: (quiz) => eachQuestion(childrenOf(quiz, 'question'), readOne),
    readOne,
  })
  return joined([reading, texts.next(null)])
}

const kinds: Record<string, string> = {
  essay: 'essay',
  description: 'description',
  calculated: 'template',
  calculatedsimple: 'template',
  calculatedmulti: 'template',
}

const titleOf = (question: XmlElement) => textOf(childOf(question, 'name')).trim()

type Introduction = TextPosition & { title: string; element: XmlElement }
type Before = {
  category: string[]
  introduction: XmlElement | null
  documentOf: ReturnType<typeof documentsOnce<XmlElement>>
}

function readIntroduction(element: XmlElement) {
  const context = newReadingContext(embeddedFiles(element) ?? noFiles)
  const text = textIn(childOf(element, 'questiontext'), context, element)
  return { document: contextOfFile({ title: titleOf(element), text }), context }
}

function readQuestion(element: XmlElement, { category, introduction, documentOf }: Before): Reading {
  const type = element.attributes['type'] ?? ''
  const title = titleOf(element)
  const place = { line: element.line, column: element.column }
  const refuse = (reason: UnusableReason) => refused({ ...place, reason, title })
  if (type !== 'multichoice' && type !== 'truefalse' && !isClosedInMoodle(type)) {
    return refused({ ...place, reason: 'unsupported_kind', kind: kinds[type] ?? cutText(type, 40), title })
  }
  const own = embeddedFiles(element)
  if (!own) return refuse('bad_file')
  const context = newReadingContext(own)
  const document = documentOf(introduction, context)
  const read = isClosedInMoodle(type) ? moodleAnswers(type, element, context) : choicesIn(element, type, context)
  if ('reason' in read) return refused({ ...place, ...read, title })
  const text = read.stem ?? textIn(childOf(element, 'questiontext'), context, element)
  return accept({
    ...place,
    ...read.question,
    title,
    document,
    stem: [text, oldImage(element, context)].filter(Boolean).join('\n\n'),
    explanation: textIn(childOf(element, 'generalfeedback'), context, element) || undefined,
    category,
    idnumber: textOf(childOf(element, 'idnumber')).trim() || undefined,
    tags: findAll(element, 'tag')
      .map((tag) => textOf(tag).trim())
      .filter(Boolean),
    remarks: [...read.remarks, ...leftOut(element)],
    context,
  })
}

function choicesIn(
  element: XmlElement,
  type: 'multichoice' | 'truefalse',
  context: ReadingContext,
): (Kinds & { stem?: undefined }) | CannotAsk {
  const given = childrenOf(element, 'answer')
  if (given.length > mostChoices) return { reason: 'too_many_choices' }
  const answers = given.map((answer) => choiceOf(answer, element, context))
  if (answers.some(({ weight }) => weight === null)) return { reason: 'bad_weight' }
  const sound = answers.map((answer) => ({ ...answer, weight: answer.weight ?? '0' }))
  if (type === 'truefalse') return trueFalse(sound)
  const keepLast = says(element, 'shuffleanswers', ['false', '0']) || undefined
  return choices(
    sound.map((answer) => ({ ...answer, keepLast })),
    isSingle(element),
  )
}

type Answer = { text: string; weight: string; feedback?: string | undefined; keepLast?: true | undefined }
type Kinds = { question: Pick<PortableQuestion, 'type' | 'choices'>; remarks: ImportRemark[] }

function trueFalse(answers: Answer[]): Kinds {
  const of = (word: string) => answers.find(({ text }) => text.trim().toLowerCase() === word)
  const [yes, no] = [of('true'), of('false')]
  return {
    question: trueFalseOf({
      answer: answerOf(yes && isPositive(yes.weight), no && isPositive(no.weight)),
      whenTrue: yes?.feedback,
      whenFalse: no?.feedback,
    }),
    remarks: [],
  }
}

function choices(answers: Answer[], single: boolean): Kinds {
  const whole = answers.filter(({ weight }) => isWhole(weight)).length
  if (single && whole > 1) {
    const all = answers.map((answer) => ({ ...answer, correct: isPositive(answer.weight) }))
    return {
      question: { type: 'multiple', choices: evenWeights('multiple', all) },
      remarks: [{ code: 'several_keys_made_multiple' }],
    }
  }
  const isKey = single ? isWhole : isPositive
  return {
    question: {
      type: single ? 'single' : 'multiple',
      choices: answers.map((answer) => ({ ...answer, correct: isKey(answer.weight) })),
    },
    remarks: [],
  }
}

const isSingle = (element: XmlElement) => !says(element, 'single', ['false', '0'])

function choiceOf(answer: XmlElement, question: XmlElement, context: ReadingContext) {
  return {
    text: textIn(answer, context, question),
    weight: weightOfPercent(answer.attributes['fraction'] ?? '0'),
    feedback: textIn(childOf(answer, 'feedback'), context, question) || undefined,
  }
}

/** The files embedded in the question, in any of its texts; null when one is not base64. */
function embeddedFiles(question: XmlElement): Files | null {
  const files = new Map<string, Uint8Array>()
  const named = new Map<string, Uint8Array | null>()
  for (const file of findAll(question, 'file')) {
    const bytes = fromBase64(textOf(file))
    if (!bytes || (file.attributes['encoding'] ?? 'base64') !== 'base64') return null
    const folder = (file.attributes['path'] ?? '').replace(/^\/+/, '')
    const name = file.attributes['name'] ?? ''
    files.set(folder + name, bytes)
    // Two files of one name in different folders make the name ambiguous.
    named.set(name, named.has(name) ? null : bytes)
  }
  const old = childOf(question, 'image_base64')
  const bytes = old && fromBase64(textOf(old))
  if (bytes && bytes.length > 0) files.set(oldImageName(question), bytes)
  return { find: (address) => files.get(address) ?? named.get(address) ?? undefined }
}

function fromBase64(text: string): Uint8Array | null {
  const packed = text.replace(/\s+/g, '')
  return /^[A-Za-z0-9+/]*={0,2}$/.test(packed) ? Buffer.from(packed, 'base64') : null
}

const oldImageName = (question: XmlElement) => textOf(childOf(question, 'image')).trim().split('/').at(-1) || 'image'

/** Before Moodle 2 a question had one image, shown below its text. */
function oldImage(question: XmlElement, context: ReadingContext): string {
  if (!context.available.find(oldImageName(question)) || !childOf(question, 'image_base64')) return ''
  return toMarkdown({ text: `<img src="${escapeXml(oldImageName(question))}" alt="">`, format: 'html' }, context)
}

function leftOut(question: XmlElement): ImportRemark[] {
  const isSaid = (name: string) => childrenOf(question, name).some((one) => textOf(one).trim() !== '')
  const combined = ['correctfeedback', 'partiallycorrectfeedback', 'incorrectfeedback'].some(isSaid)
  return [
    ...(combined ? [{ code: 'combined_feedback' } as const] : []),
    ...(isSaid('hint') ? [{ code: 'hints' } as const] : []),
    ...(says(question, 'hidden', ['1', 'true']) ? [{ code: 'hidden' } as const] : []),
  ]
}
