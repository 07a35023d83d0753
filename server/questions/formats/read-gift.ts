import { cutText } from '#core/cut-text.ts'
import { accept } from './accept.ts'
import { longest } from './bounds.ts'
import { categoryPath } from './category.ts'
import { asked, type CannotAsk } from './closed-answers.ts'
import { contextOfFile } from './context-of-file.ts'
import { type GiftAnswers, type GiftChoice, giftAnswers, splitGeneralFeedback } from './gift-answers.ts'
import { type GiftBlock, giftBlocks, unescapedIndex, unescapeGift } from './gift-blocks.ts'
import { giftClosed } from './gift-closed.ts'
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
import { eachQuestion, oneQuestion } from './one-question.ts'
import { openingOf } from './opening.ts'
import { type Files, newReadingContext, noFiles, type ReadingContext } from './reading-context.ts'
import { type TextFormat, toMarkdown } from './to-markdown.ts'
import { trueFalseOf } from './true-false.ts'
import { evenWeights, isPositive, isWhole } from './weights.ts'

/**
 * Moodle's GIFT, question by question: what cannot be read is reported at its place, and the rest is read. A text without
 * answers is a description, which introduces the questions after it, in its category.
 */
export function readGift(text: string, files: Files = noFiles): Reading {
  let category: string[] = []
  const texts = introductions<Introduction>()
  const documentOf = documentsOnce(({ title, stem, format }: Introduction) => {
    const context = newReadingContext(files)
    return { document: contextOfFile({ title, text: markdownOf(stem, format, context) }), context }
  })
  const blocks = giftBlocks(text.replace(/^\uFEFF/, '')).map((block) => ({ ...startOf(block), block }))
  const reading = eachQuestion(blocks, ({ block }) => {
    const parts = withoutCategory(block)
    category = parts.category ?? category
    const declared = parts.category ? joined([texts.next(null), { ...nothing, categories: [parts.category] }]) : nothing
    const { block: own } = parts
    if (!own) return declared
    const introduction = introductionIn(own)
    if (introduction) return joined([declared, texts.next(introduction)])
    const around = { block: own, category, introduction: texts.current(), documentOf, files }
    return joined([declared, texts.introduces(oneQuestion(startOf(own), () => readBlock(around)))])
  })
  return joined([reading, texts.next(null)])
}

type Introduction = TextPosition & { title: string; stem: string; format: TextFormat }

/** The text of a block without answers; null for a question. */
function introductionIn(block: GiftBlock): Introduction | null {
  if (block.text.length > longest.question) return null
  const { title, stem, format, answers } = partsOf(block.text)
  const opening = () => openingOf(toMarkdown({ text: unescapeGift(stem), format }, newReadingContext()))
  return answers === null ? { ...startOf(block), title: title || opening(), stem, format } : null
}

function withoutCategory(block: GiftBlock): { category?: string[]; block: GiftBlock | null } {
  const lines = block.text.split('\n')
  let category: string[] | undefined
  let at = 0
  for (;;) {
    const line = (lines[at] ?? '').trim()
    if (!line.startsWith(opensCategory)) break
    category = categoryPath(line.slice(opensCategory.length))
    at += 1
    while (at < lines.length && lines[at]?.trim() === '') at += 1
    if (at === lines.length) return { category, block: null }
  }
  return category
    ? { category, block: { ...block, line: block.line + at, text: lines.slice(at).join('\n') } }
    : { block }
}

const opensCategory = '$CATEGORY:'

type Around = {
  block: GiftBlock
  category: string[]
  introduction: Introduction | null
  documentOf: ReturnType<typeof documentsOnce<Introduction>>
  files: Files
}

function readBlock({ block, category, introduction, documentOf, files }: Around): Reading {
  const start = startOf(block)
  if (block.text.length > longest.question)
    return refused({ ...start, reason: 'too_long', title: cutText(block.text.trimStart(), 80) })
  const { title, stem, format, answers, after, generalAfter } = partsOf(block.text)
  const context = newReadingContext(files)
  const shown = () => title || openingOf(toMarkdown({ text: unescapeGift(stem), format }, newReadingContext()))
  const refuse = (reason: UnusableReason, at: number) => refused({ ...placeIn(block, at), reason, title: shown() })
  if (answers === null) return refused({ ...start, reason: 'unsupported_kind', kind: 'description', title: shown() })
  if ('reason' in answers) return refuse(answers.reason, answers.at)
  const { answers: body, general } = splitGeneralFeedback(answers.text)
  const read = giftAnswers(body)
  if (read.kind === 'unsupported')
    return refused({ ...start, reason: 'unsupported_kind', kind: read.name, title: shown() })
  if (read.kind === 'refused') return refuse(read.reason, answers.at + read.at)
  const toText = (text: string) => markdownOf(text, format, context)
  const kinds = questionOf(read, toText)
  if ('reason' in kinds) return refused({ ...placeIn(block, answers.at), ...kinds, title: shown() })
  const { question, remarks } = kinds
  return accept({
    ...start,
    ...question,
    title,
    document: documentOf(introduction, context),
    stem: toText(stemWith({ stem, after, isStatement: read.kind === 'true_false' })),
    explanation: [general, generalAfter].map(toText).filter(Boolean).join('\n\n') || undefined,
    category,
    idnumber: block.idnumber,
    tags: block.tags,
    remarks,
    context,
  })
}

type Parts = {
  title: string
  stem: string
  format: TextFormat
  answers: { text: string; at: number } | { reason: UnusableReason; at: number } | null
  after: string
  /** General feedback written after the answers, which is not part of the sentence. */
  generalAfter: string
}

function partsOf(text: string): Parts {
  const { name, from } = nameOf(text)
  const title = unescapeGift(name).replace(/\s+/g, ' ').trim()
  const open = unescapedIndex(text, '{}', from)
  const { format, rest } = formatOf(text.slice(from, open === -1 ? undefined : open), 'moodle')
  const part = { title, stem: rest, format, after: '', generalAfter: '' }
  if (open === -1) return { ...part, answers: null }
  const close = unescapedIndex(text, '{}', open + 1)
  if (text[open] === '}' || close === -1) return { ...part, answers: { reason: 'unclosed_answers', at: open } }
  if (text[close] === '{') return { ...part, answers: { reason: 'nested_braces', at: close } }
  const again = unescapedIndex(text, '{}', close + 1)
  if (again !== -1) return { ...part, answers: { reason: 'several_answer_blocks', at: again } }
  const { answers: after, general: generalAfter } = splitGeneralFeedback(text.slice(close + 1))
  return { ...part, answers: { text: text.slice(open + 1, close), at: open + 1 }, after: after.trim(), generalAfter }
}

/** The name between two `::` at the start, and the index after it. */
function nameOf(text: string): { name: string; from: number } {
  const start = text.length - text.trimStart().length
  if (!text.startsWith('::', start)) return { name: '', from: 0 }
  for (let at = unescapedIndex(text, ':', start + 2); at !== -1; at = unescapedIndex(text, ':', at + 1))
    if (text[at + 1] === ':') return { name: text.slice(start + 2, at), from: at + 2 }
  return { name: '', from: 0 }
}

function formatOf(text: string, otherwise: TextFormat): { format: TextFormat; rest: string } {
  const declared = /^\s*\[(html|markdown|plain|moodle)\]/.exec(text)
  if (!declared) return { format: otherwise, rest: text }
  return { format: declared[1] as TextFormat, rest: text.slice(declared[0].length) }
}

/** Texts inside a question have its format unless they declare their own. Blank lines there are removed comments. */
function markdownOf(text: string, format: TextFormat, context: ReadingContext): string {
  const own = formatOf(text.trim(), format)
  return toMarkdown(
    { text: unescapeGift(own.rest.trim().replace(/\n(?:[ \t]*\n)+/g, '\n')), format: own.format },
    context,
  )
}

/** Text after the answers makes them a gap in a sentence. */
function stemWith({ stem, after, isStatement }: { stem: string; after: string; isStatement: boolean }): string {
  if (after === '' || isStray(stem, after)) return stem
  const gap = isStatement ? '' : '_____ '
  return `${stem.trimEnd()} ${gap}${after}`.replace(/ ([.,;:?!]+)$/, '$1')
}

/** A single punctuation mark after a complete sentence is ignored. */
const isStray = (stem: string, after: string) => !/[\p{L}\p{N}]/u.test(after) && /[.?!:;"»)]$/.test(stem.trimEnd())

type Kinds = {
  question: Pick<PortableQuestion, 'type' | 'choices' | 'answers'>
  remarks: readonly ImportRemark[]
}
type Readable = Exclude<GiftAnswers, { kind: 'unsupported' | 'refused' }>

function questionOf(answers: Readable, toText: (text: string) => string): Kinds | CannotAsk {
  if (answers.kind !== 'choices' && answers.kind !== 'true_false') {
    const read = giftClosed(answers, toText)
    return 'reason' in read ? read : { question: asked(read.answers), remarks: read.remarks }
  }
  if (answers.kind === 'true_false') {
    const { answer, wrong, right } = answers
    return {
      question: trueFalseOf({
        answer,
        whenTrue: toText(answer ? right : wrong),
        whenFalse: toText(answer ? wrong : right),
      }),
      remarks: [],
    }
  }
  const remarks: ImportRemark[] = answers.hasUnescapedSign ? [{ code: 'unescaped_sign' }] : []
  const read = answers.choices.map((choice) => choiceOf(choice, toText))
  const several = read.filter(({ weight }) => isWhole(weight)).length > 1
  if (answers.choices.some(({ right }) => right) && !several) {
    return {
      question: { type: 'single', choices: read.map((choice) => ({ ...choice, correct: isWhole(choice.weight) })) },
      remarks,
    }
  }
  const choices = read.map((choice) => ({ ...choice, correct: isPositive(choice.weight) }))
  if (!several) return { question: { type: 'multiple', choices }, remarks }
  // In GIFT any of the right choices was enough; here all of them are the key.
  return {
    question: { type: 'multiple', choices: evenWeights('multiple', choices) },
    remarks: [...remarks, { code: 'several_keys_made_multiple' }],
  }
}

function choiceOf({ right, weight, text, feedback }: GiftChoice, toText: (text: string) => string) {
  return { text: toText(text), weight: weight ?? (right ? '1' : '0'), feedback: toText(feedback) || undefined }
}

const startOf = ({ line, text }: GiftBlock) => ({ line, column: text.length - text.trimStart().length + 1 })

function placeIn(block: GiftBlock, at: number) {
  const before = block.text.slice(0, at).split('\n')
  return { line: block.line + before.length - 1, column: (before.at(-1)?.length ?? 0) + 1 }
}
