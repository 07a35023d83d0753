import { cutText } from '#core/cut-text.ts'
import { accept } from './accept.ts'
import { longest, mostChoices } from './bounds.ts'
import { type Reading, refused, type UnusableReason } from './imported.ts'
import { eachQuestion } from './one-question.ts'
import { plainToMarkdown } from './plain-to-markdown.ts'
import { isWrittenTrueFalse, trueFalseOf } from './true-false.ts'
import { evenWeights } from './weights.ts'

/** Aiken: a question, its choices by letter, `ANSWER: B`. */
export function readAiken(text: string): Reading {
  return eachQuestion(blocksOf(text.replace(/^\uFEFF/, '').split(/\r\n?|\n/)), readBlock)
}

type Choice = { letter: string; text: string }
type Block = {
  line: number
  column: number
  stem: string
  choices: Choice[]
  answer: string | null
  /** True when it began like a choice; it is then a question only if choices follow. */
  beganAsChoice: boolean
  length: number
}

/** A question ends with its answer; one that is followed by another question first has none. */
function blocksOf(lines: readonly string[]): Block[] {
  const blocks: Block[] = []
  let open: Block | null = null
  const close = (answer: string | null) => {
    if (open) blocks.push({ ...open, answer })
    open = null
  }
  for (const [index, line] of lines.entries()) {
    const said = line.trim()
    if (said === '') continue
    const column = line.indexOf(said.charAt(0)) + 1
    const begin = (): Block => ({
      ...{ line: index + 1, column, stem: said, choices: [], answer: null },
      ...{ beganAsChoice: choiceIn(said, []) !== null, length: said.length },
    })
    // Of a text that is too long only the length is kept, for the report.
    if (open) (open as Block).length += said.length
    if (open && (open as Block).length > longest.question && !answerIn(said, true)) continue
    const given = answerIn(said, open !== null && (open as Block).choices.length > 0)
    const offered = open ? choiceIn(said, (open as Block).choices) : null
    if (given !== null) {
      open ??= { ...begin(), stem: '' }
      close(given)
    } else if (offered && open) (open as Block).choices.push(offered)
    else {
      if (open && (open as Block).choices.length > 0) close(null)
      if (open) (open as Block).stem += `\n${said}`
      else open = begin()
    }
  }
  close(null)
  return blocks
}

/** `A) text`, `A. text`; without the space, or in lower case, only if that letter comes next. */
export function choiceIn(line: string, before: readonly Choice[]): Choice | null {
  const sign = line.charAt(1)
  const letter = line.charAt(0).toUpperCase()
  if (!/^[A-Z]$/.test(letter) || (sign !== ')' && sign !== '.')) return null
  const text = line.slice(2)
  const isStrict = letter === line.charAt(0) && /^[ \t]/.test(text)
  const isNext = letter === String.fromCharCode(65 + before.length)
  return isStrict || isNext ? { letter, text: text.trim() } : null
}

const words = new Set(['answer', 'answers', 'correct answer', 'reponse', 'bonne reponse', 'reponse correcte'])

/** `ANSWER: B`, and variants (`Réponse : b`); a sentence that begins with one of these words is not an answer. */
export function answerIn(line: string, hasChoices: boolean): string | null {
  const colon = line.slice(0, 40).search(/[:：]/)
  if (colon === -1) return null
  const word = line.slice(0, colon).normalize('NFD').replace(/\p{M}/gu, '').trim().toLowerCase()
  if (!words.has(word)) return null
  const value = line.slice(colon + 1).trim()
  const letter = /^([a-z])[).]?$/i.exec(value)?.[1]
  if (letter) return letter.toUpperCase()
  return hasChoices || line.startsWith('ANSWER') ? value : null
}

function readBlock({ line, column, stem, choices, answer, beganAsChoice, length }: Block): Reading {
  const refuse = (reason: UnusableReason) => refused({ line, column, reason, title: cutText(stem, 80) })
  if (length > longest.question) return refuse('too_long')
  if (stem === '') return refuse('no_stem')
  if (beganAsChoice && choices.length === 0) return refuse('choice_outside_question')
  if (answer === null) return refuse('no_answer_line')
  if (choices.length > mostChoices) return refuse('too_many_choices')
  if (!choices.some((one) => one.letter === answer)) return refuse('answer_not_among_choices')
  const read = choices.map((one) => ({ text: plainToMarkdown(one.text), correct: one.letter === answer }))
  const isStatement = isWrittenTrueFalse(choices.map(({ text }) => text))
  return accept({
    line,
    column,
    ...(isStatement
      ? trueFalseOf({ answer: read[0]?.correct ?? false })
      : { type: 'single', choices: evenWeights('single', read) }),
    stem: plainToMarkdown(stem),
    category: [],
    tags: [],
  })
}
