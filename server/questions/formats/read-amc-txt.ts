import { cutText } from '#core/cut-text.ts'
import { parseRational, rational } from '#core/rational.ts'
import { accept } from './accept.ts'
import { amcToMarkdown } from './amc-text.ts'
import { longest, mostChoices } from './bounds.ts'
import { contextOfFile } from './context-of-file.ts'
import type { ImportRemark } from './import-remark.ts'
import { type ImportNotice, joined, nothing, type PortableQuestion, type Reading, refused } from './imported.ts'
import { documentsOnce } from './introduction.ts'
import { eachQuestion } from './one-question.ts'
import { type Files, newReadingContext, noFiles } from './reading-context.ts'
import { ourTags } from './to-question-file.ts'
import { isWrittenTrueFalse, trueFalseOf } from './true-false.ts'
import { evenWeights, sharesOf } from './weights.ts'

/** AMC-TXT: `*` one right answer, `**` several; `+` right, `-` wrong. Printing options of the header are ignored. */
export function readAmcTxt(text: string, files: Files = noFiles): Reading {
  const state: State = {
    blocks: [],
    wrong: [],
    headings: new Map(),
    groups: [],
    documents: [],
    deeper: 0,
    follow: null,
  }
  const source = text.replace(/^\uFEFF/, '')
  const lines = source.split(/\r\n?|\n/)
  const verbatim = verbatimLines(lines)
  for (const [index, line] of lines.entries())
    readLine(state, { line, number: index + 1, verbatim: verbatim.has(index) })
  const documentOf = documentsOnce(({ title, text: words }: Block['group']) => {
    const context = newReadingContext(files)
    return { document: contextOfFile({ title, text: amcToMarkdown(words, context) }), context }
  })
  const headings: ImportNotice[] = [...state.headings].map(([detail, line]) => ({ code: 'heading', line, detail }))
  return joined([
    { ...nothing, notices: headings },
    ...state.wrong,
    eachQuestion(state.blocks, (block) => readBlock(block, { files, documentOf })),
  ])
}

export const ourHeader = '# AMC-TXT, Barème'

type Choice = { correct: boolean; scoring: string | undefined; text: string }
type Block = {
  line: number
  column: number
  multiple: boolean
  open: boolean
  options: Map<string, string>
  scoring: string | undefined
  text: string
  choices: Choice[]
  category: string[]
  /** The title and the text of its group, when the group says more than its title. */
  group: { title: string; text: string }
  length: number
}
type State = {
  blocks: Block[]
  wrong: Reading[]
  /** Keys of the header, and the line of the first. */
  headings: Map<string, number>
  groups: string[]
  /** What each open group says before its questions. */
  documents: { title: string; text: string }[]
  /** Number of open groups beyond the named ones. */
  deeper: number
  /** The text that the next lines continue. */
  follow: { text: string } | null
}
type Line = { line: string; number: number; verbatim: boolean }

const heading =
  /^\s*(Title|Presentation|Code|Lang|Font|BoxColor|PaperSize|AnswerSheet\w+|CompleteMulti|SeparateAnswerSheet|AutoMarks|DefaultScoring[MS]|L-\w+|LaTeX[\w-]*|xltxtra|ShuffleQuestions|Columns|QuestionBlocks|Arabic\w*|ManualDuplex|SingleSided|Disable|NameField\w+|TitleWidth|Pages|RandomSeed|PDF-\w+|PackageOptions|PreAssociation\w*|CodeDigitsDirection|ShowGroupText):/i
// Each pattern is anchored and takes the whole line, so that it cannot backtrack.
const group = /^\s*\*([()])(?:\[([^\]]*)\])?\s*([\s\S]*)$/
const question = /^(\s*)(\*{1,2})(?:<([^>]*)>)?(?:\[([^\]]*)\])?(?:\{([^}]*)\})?\s*([\s\S]*)$/
const choice = /^\s*([+-])(?:\[[^\]]*\])?(?:\{([^}]*)\})?\s*([\s\S]*)$/
const mostGroups = 20

function readLine(state: State, { line, number, verbatim }: Line) {
  const last = state.blocks.at(-1)
  // Of a text that is too long only the length is kept, for the report.
  if (last && !/^\s*\*/.test(line.slice(0, 200))) {
    last.length += line.length
    if (last.length > longest.question) return
  }
  if (verbatim) return follow(state, line)
  if (/^\s*#/.test(line)) return
  const included = /^\s*IncludeFile:\s*([\s\S]*)$/i.exec(line)
  if (included) {
    state.wrong.push(refused({ line: number, column: 1, reason: 'external_reference', title: included[1] ?? '' }))
    return
  }
  const named = heading.exec(line) ?? (state.blocks.length === 0 ? /^([a-z0-9-]+):/i.exec(line) : null)
  if (named) {
    state.headings.set(named[1] ?? '', number)
    state.follow = { text: '' }
    return
  }
  const grouped = group.exec(line)
  if (grouped) return readGroup(state, grouped)
  const asked = question.exec(line)
  if (asked) return readQuestion(state, asked, number)
  const offered = choice.exec(line)
  if (offered) return readChoice(state, offered, number)
  follow(state, line)
}

function follow(state: State, line: string) {
  if (state.follow) state.follow.text += `\n${line}`
}

function readGroup(state: State, [, sign, options = '', text = '']: RegExpExecArray) {
  state.follow = { text: '' }
  if (sign === ')') {
    if (state.deeper > 0) state.deeper -= 1
    else {
      state.groups = state.groups.slice(0, -1)
      state.documents = state.documents.slice(0, -1)
    }
    return
  }
  if (state.groups.length === mostGroups) {
    state.deeper += 1
    return
  }
  const title = text.replace(/\[==|==\]/g, '').trim()
  const document = { title, text: '' }
  const given = optionsOf(options)
  state.groups = [...state.groups, given.has('document') ? '' : title || given.get('group') || '']
  state.documents = [...state.documents, document]
  // The lines before its first question are for all its questions.
  state.follow = document
}

function readQuestion(state: State, match: RegExpExecArray, line: number) {
  const [, indent = '', stars = '', open, options = '', scoring, text = ''] = match
  const block: Block = {
    line,
    column: indent.length + 1,
    multiple: stars === '**',
    open: open !== undefined,
    options: optionsOf(options),
    scoring,
    text,
    choices: [],
    category: state.groups.filter((name) => name !== ''),
    group: state.documents.at(-1) ?? { title: '', text: '' },
    length: match[0].length,
  }
  state.blocks.push(block)
  state.follow = block
}

function readChoice(state: State, [, sign, scoring, text = '']: RegExpExecArray, line: number) {
  const block = state.blocks.at(-1)
  if (!block) {
    state.wrong.push(refused({ line, column: 1, reason: 'choice_outside_question', title: text }))
    return
  }
  const added: Choice = { correct: sign === '+', scoring, text }
  block.choices.push(added)
  state.follow = added
}

const optionsOf = (text: string) =>
  new Map(
    text
      .split(/,+/)
      .filter(Boolean)
      .map((option): [string, string] => {
        const at = option.indexOf('=')
        return at === -1 ? [option.trim(), '1'] : [option.slice(0, at).trim(), option.slice(at + 1).trim()]
      }),
  )

type Around = { files: Files; documentOf: ReturnType<typeof documentsOnce<Block['group']>> }

function readBlock(block: Block, { files, documentOf }: Around): Reading {
  const context = newReadingContext(files)
  const { line, column, options } = block
  const title = cutText(block.text, 80)
  if (block.length > longest.question) return refused({ line, column, reason: 'too_long', title })
  if (block.choices.length > mostChoices) return refused({ line, column, reason: 'too_many_choices', title })
  const idnumber = options.get('id') ?? options.get('name')
  const stem = amcToMarkdown(block.text, context)
  if (block.open)
    return refused({ line, column, reason: 'unsupported_kind', kind: 'essay', title: idnumber ?? cutText(stem, 80) })
  const { question: kind, remarks } = questionOf(block, (text) => amcToMarkdown(text, context))
  return accept({
    line,
    column,
    ...kind,
    title: options.get('name') ?? options.get('id'),
    document: documentOf(block.group, context),
    stem,
    category: block.category,
    idnumber,
    tags: [...options].flatMap(([name, value]) =>
      name === 'tags' ? value.split(/\s+/) : ours.has(name) ? [`${name}:${value}`] : [],
    ),
    remarks,
    context,
  })
}

const ours: ReadonlySet<string> = new Set(ourTags)

type Kinds = { question: Pick<PortableQuestion, 'type' | 'choices'>; remarks: ImportRemark[] }

function questionOf(block: Block, toText: (text: string) => string): Kinds {
  const type = block.multiple ? 'multiple' : 'single'
  const keepLast = block.options.has('ordered') || undefined
  const read = block.choices.map(({ text, correct, scoring }) => ({ text: toText(text), correct, scoring }))
  const remarks: ImportRemark[] = [
    ...(block.scoring ? [{ code: 'scoring', detail: `{${block.scoring}}` } as const] : []),
  ]
  if (type === 'single' && isWrittenTrueFalse(read.map(({ text }) => text))) {
    return { question: trueFalseOf({ answer: read[0]?.correct ?? null }), remarks }
  }
  const plain = read.map(({ text, correct }) => ({ text, correct, keepLast }))
  if (read.every(({ scoring }) => scoring === undefined))
    return { question: { type, choices: evenWeights(type, plain) }, remarks }
  // A number is the points of the ticked choice; letters and formulas only have meaning in AMC.
  const points = read.map(({ scoring, correct }) =>
    scoring === undefined ? rational(correct ? 1 : 0) : parseRational(scoring),
  )
  if (type === 'multiple' || points.some((value) => value === null)) {
    const detail = read.map(({ scoring }) => `{${scoring ?? ''}}`).join(' ')
    return { question: { type, choices: evenWeights(type, plain) }, remarks: [...remarks, { code: 'scoring', detail }] }
  }
  const shares = sharesOf(
    type,
    points.map((value) => value ?? rational(0)),
  )
  return {
    question: { type, choices: plain.map((one, index) => ({ ...one, weight: shares[index] ?? '0' })) },
    remarks,
  }
}

/** Lines inside a closed verbatim, where no mark is recognised. */
function verbatimLines(lines: readonly string[]): Set<number> {
  const inside = new Set<number>()
  let open: number | null = null
  for (const [index, line] of lines.entries()) {
    const at = line.lastIndexOf('[verbatim]')
    const closed = line.lastIndexOf('[/verbatim]')
    if (open !== null && closed !== -1) {
      for (let one = open + 1; one <= index; one += 1) inside.add(one)
      open = null
    }
    if (at > closed) open = index
  }
  return inside
}
