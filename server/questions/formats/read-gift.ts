import { accept, type Remark } from './accept.ts'
import { categoryPath } from './category.ts'
import { type Desk, filesOf, newDesk } from './desk.ts'
import { type GiftAnswers, type GiftChoice, giftAnswers, splitGeneralFeedback } from './gift-answers.ts'
import { type GiftBlock, giftBlocks, unescapedIndex, unescapeGift } from './gift-blocks.ts'
import { joined, nothing, type PortableQuestion, type Reading, refused, type UnusableReason } from './imported.ts'
import { openingOf } from './opening.ts'
import { type TextFormat, toMarkdown } from './to-markdown.ts'
import { trueFalseOf } from './true-false.ts'
import { evenWeights, isPositive, isWhole } from './weights.ts'

/** Moodle's GIFT, question by question: what cannot be read is told at its place, the rest goes on. */
export function readGift(text: string, files: ReadonlyMap<string, Uint8Array> = new Map()): Reading {
  let category: string[] = []
  return joined(
    giftBlocks(text.replace(/^\uFEFF/, '')).map((block) => {
      const parts = withoutCategory(block)
      category = parts.category ?? category
      const declared = { ...nothing, categories: parts.category ? [parts.category] : [] }
      return parts.block ? joined([declared, readBlock({ block: parts.block, category, files })]) : declared
    }),
  )
}

function withoutCategory(block: GiftBlock): { category?: string[]; block: GiftBlock | null } {
  const [first = '', ...rest] = block.text.split('\n')
  const declared = /^\s*\$CATEGORY:(.*)$/.exec(first)
  if (!declared) return { block }
  const category = categoryPath(declared[1] ?? '')
  const blank = rest.findIndex((line) => line.trim() !== '')
  if (blank === -1) return { category, block: null }
  const next = withoutCategory({ ...block, line: block.line + 1 + blank, text: rest.slice(blank).join('\n') })
  return { category: next.category ?? category, block: next.block }
}

type Around = { block: GiftBlock; category: string[]; files: ReadonlyMap<string, Uint8Array> }

function readBlock({ block, category, files }: Around): Reading {
  const { title, stem, format, answers, after } = partsOf(block.text)
  const desk = newDesk(files)
  const start = { line: block.line, column: (/^\s*/.exec(block.text)?.[0].length ?? 0) + 1 }
  const shown = () => title || openingOf(toMarkdown({ text: unescapeGift(stem), format }, newDesk()))
  const refuse = (reason: UnusableReason, at: number) => refused({ ...placeIn(block, at), reason, title: shown() })
  if (answers === null) return refused({ ...start, reason: 'unsupported_kind', kind: 'description', title: shown() })
  if ('reason' in answers) return refuse(answers.reason, answers.at)
  const { answers: body, general } = splitGeneralFeedback(answers.text)
  const read = giftAnswers(body)
  if (read.kind === 'unsupported')
    return refused({ ...start, reason: 'unsupported_kind', kind: read.name, title: shown() })
  if (read.kind === 'refused') return refuse(read.reason, answers.at + read.at)
  const toText = (text: string) => markdownOf(text, format, desk)
  const { question, remarks } = questionOf(read, toText)
  return accept({
    ...start,
    ...question,
    title,
    stem: toText(stemWith({ stem, after, isStatement: read.kind === 'true_false' })),
    explanation: toText(general) || undefined,
    category,
    idnumber: block.idnumber,
    tags: block.tags,
    remarks: [...remarks, ...desk.remarks],
    files: filesOf(desk),
  })
}

type Parts = {
  title: string
  stem: string
  format: TextFormat
  answers: { text: string; at: number } | { reason: UnusableReason; at: number } | null
  after: string
}

function partsOf(text: string): Parts {
  const named = /^\s*::((?:\\[\s\S]|(?!::)[\s\S])*)::/.exec(text)
  const title = unescapeGift(named?.[1] ?? '')
    .replace(/\s+/g, ' ')
    .trim()
  const from = named?.[0].length ?? 0
  const open = unescapedIndex(text, '{}', from)
  const { format, rest } = formatOf(text.slice(from, open === -1 ? undefined : open), 'moodle')
  const part = { title, stem: rest, format, after: '' }
  if (open === -1) return { ...part, answers: null }
  const close = unescapedIndex(text, '{}', open + 1)
  if (text[open] === '}' || close === -1) return { ...part, answers: { reason: 'unclosed_answers', at: open } }
  if (text[close] === '{') return { ...part, answers: { reason: 'nested_braces', at: close } }
  const again = unescapedIndex(text, '{}', close + 1)
  if (again !== -1) return { ...part, answers: { reason: 'several_answer_blocks', at: again } }
  return { ...part, answers: { text: text.slice(open + 1, close), at: open + 1 }, after: text.slice(close + 1).trim() }
}

function formatOf(text: string, otherwise: TextFormat): { format: TextFormat; rest: string } {
  const declared = /^\s*\[(html|markdown|plain|moodle)\]/.exec(text)
  if (!declared) return { format: otherwise, rest: text }
  return { format: declared[1] as TextFormat, rest: text.slice(declared[0].length) }
}

/** Texts inside a question are in its format unless they say theirs. Blank lines there are comments taken out. */
function markdownOf(text: string, format: TextFormat, desk: Desk): string {
  const own = formatOf(text.trim(), format)
  return toMarkdown({ text: unescapeGift(own.rest.trim().replace(/\n(?:[ \t]*\n)+/g, '\n')), format: own.format }, desk)
}

/** Words after the answers make them a gap in a sentence. */
function stemWith({ stem, after, isStatement }: { stem: string; after: string; isStatement: boolean }): string {
  if (after === '' || isStray(stem, after)) return stem
  const gap = isStatement ? '' : '_____ '
  return `${stem.trimEnd()} ${gap}${after}`.replace(/ ([.,;:?!]+)$/, '$1')
}

/** A lone mark after a sentence that is already finished says nothing. */
const isStray = (stem: string, after: string) => !/[\p{L}\p{N}]/u.test(after) && /[.?!:;"»)]\s*$/.test(stem)

type Kinds = { question: Pick<PortableQuestion, 'type' | 'choices'>; remarks: Remark[] }
type Readable = Extract<GiftAnswers, { kind: 'choices' | 'true_false' }>

function questionOf(answers: Readable, toText: (text: string) => string): Kinds {
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
  const remarks: Remark[] = answers.hasUnescapedSign ? [{ code: 'unescaped_sign' }] : []
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
  // Any of the right choices was enough there: here all of them are the key.
  return {
    question: { type: 'multiple', choices: evenWeights('multiple', choices) },
    remarks: [...remarks, { code: 'several_keys_made_multiple' }],
  }
}

function choiceOf({ right, weight, text, feedback }: GiftChoice, toText: (text: string) => string) {
  return { text: toText(text), weight: weight ?? (right ? '1' : '0'), feedback: toText(feedback) || undefined }
}

function placeIn(block: GiftBlock, at: number) {
  const before = block.text.slice(0, at).split('\n')
  return { line: block.line + before.length - 1, column: (before.at(-1)?.length ?? 0) + 1 }
}
