import { partLimits } from '#contract/questions/question-file.ts'
import { mostChoices } from './bounds.ts'
import { unescapedIndex } from './gift-blocks.ts'
import type { UnusableReason } from './imported.ts'
import { weightOfPercent } from './weights.ts'

/** A choice as written, with its escapes. */
export type GiftChoice = { right: boolean; weight: string | null; text: string; feedback: string }

/** Answers that are no list of choices, as written; see gift-closed.ts for what they become. */
export type GiftClosed =
  | { kind: 'short_answer'; choices: GiftChoice[] }
  | { kind: 'numerical'; choices: GiftChoice[]; otherwise: string }
  | { kind: 'matching'; pairs: { item: string; answer: string }[] }
  | { kind: 'ordering'; settings: string; items: string[] }

export type GiftAnswers =
  | { kind: 'choices'; choices: GiftChoice[]; hasUnescapedSign: boolean }
  | { kind: 'true_false'; answer: boolean; wrong: string; right: string }
  | { kind: 'unsupported'; name: 'essay' }
  | GiftClosed
  | { kind: 'refused'; reason: UnusableReason; at: number }

/** Parses what is between the braces, without the general feedback. The order of the checks is Moodle's. */
export function giftAnswers(text: string): GiftAnswers {
  const answers = text.trim()
  if (answers === '') return { kind: 'unsupported', name: 'essay' }
  if (answers.startsWith('#')) return numbersIn(text)
  if (answers.startsWith('>')) return orderIn(answers)
  if (unescapedIndex(text, '~') !== -1) return choicesOf(text)
  const [first, feedback] = splitAt(answers, '#')
  const [wrong, afterWrong] = splitAt(feedback, '#')
  const [right] = splitAt(afterWrong, '#')
  const truth = /^(?:(t|true)|f|false)$/i.exec(first.trim())
  if (truth) return { kind: 'true_false', answer: truth[1] !== undefined, wrong, right }
  if (unescapedIndex(text, '=') === -1) return { kind: 'refused', reason: 'unknown_answers', at: 0 }
  return /->/.test(answers) ? pairsIn(text) : wordsIn(text)
}

/** The pieces that begin with these signs, up to the first beyond what a question may have; or why there are none. */
function piecesOf(text: string, signs: string, most: number): { starts: number[] } | Refused {
  const starts: number[] = []
  for (let at = unescapedIndex(text, signs); at !== -1; at = unescapedIndex(text, signs, at + 1)) starts.push(at)
  if (text.slice(0, starts[0] ?? 0).trim() !== '') return { kind: 'refused', reason: 'unknown_answers', at: 0 }
  if (starts.length > most) return { kind: 'refused', reason: 'too_many_choices', at: starts[most] ?? 0 }
  return { starts }
}

type Refused = Extract<GiftAnswers, { kind: 'refused' }>

function choicesFrom(text: string, starts: readonly number[]): { choices: GiftChoice[] } | Refused {
  const choices: GiftChoice[] = []
  for (const [rank, start] of starts.entries()) {
    const choice = choiceOf(text.slice(start, starts[rank + 1]))
    if (!choice) return { kind: 'refused', reason: 'bad_weight', at: start }
    choices.push(choice)
  }
  return { choices }
}

function wordsIn(text: string): GiftAnswers {
  const pieces = piecesOf(text, '=', mostTyped)
  if ('kind' in pieces) return pieces
  const read = choicesFrom(text, pieces.starts)
  return 'kind' in read ? read : { kind: 'short_answer', choices: read.choices }
}

/** `#3:2`, or `#` and several of `=3:2`; after `~`, the comment on any other answer. */
function numbersIn(text: string): GiftAnswers {
  const start = text.indexOf('#') + 1
  const other = unescapedIndex(text, '~', start)
  const end = other === -1 ? text.length : other
  const [, otherwise] = other === -1 ? ['', ''] : splitAt(text.slice(other), '#')
  const body = text.slice(0, end)
  const isOne = !body.slice(start).trim().startsWith('=')
  const one = `=${body.slice(start)}`
  const pieces = isOne ? { starts: [0] } : piecesOf(' '.repeat(start) + body.slice(start), '=', mostTyped)
  if ('kind' in pieces) return pieces
  const read = choicesFrom(isOne ? one : body, pieces.starts)
  return 'kind' in read ? read : { kind: 'numerical', choices: read.choices, otherwise }
}

function pairsIn(text: string): GiftAnswers {
  const pieces = piecesOf(text, '=', partLimits.items + partLimits.extras)
  if ('kind' in pieces) return pieces
  const pairs = pieces.starts.map((start, rank) => {
    const piece = text.slice(start + 1, pieces.starts[rank + 1])
    const arrow = piece.indexOf('->')
    return arrow === -1 ? null : { item: piece.slice(0, arrow), answer: piece.slice(arrow + 2) }
  })
  const missing = pairs.indexOf(null)
  if (missing !== -1) return { kind: 'refused', reason: 'unknown_answers', at: pieces.starts[missing] ?? 0 }
  return { kind: 'matching', pairs: pairs.filter((pair) => pair !== null) }
}

/** `>3 ALL VERTICAL`, then a line for each item. */
function orderIn(answers: string): GiftAnswers {
  const [settings = '', ...lines] = answers.slice(1).split('\n')
  const items = lines.map((line) => line.trim()).filter((line) => line !== '')
  if (items.length > partLimits.items) return { kind: 'refused', reason: 'too_many_parts', at: 0 }
  return { kind: 'ordering', settings: settings.trim(), items }
}

const mostTyped = partLimits.accepted + partLimits.foreseen

/** `####` and the text after it, shown to everybody. */
export function splitGeneralFeedback(text: string): { answers: string; general: string } {
  for (let at = unescapedIndex(text, '#'); at !== -1; at = unescapedIndex(text, '#', at + 1)) {
    if (text.startsWith('####', at)) return { answers: text.slice(0, at), general: text.slice(at + 4) }
  }
  return { answers: text, general: '' }
}

function choicesOf(text: string): GiftAnswers {
  const pieces = piecesOf(text, '~=', mostChoices)
  if ('kind' in pieces) return pieces
  const read = choicesFrom(text, pieces.starts)
  if ('kind' in read) return read
  // `~docker run --name=x`: the unescaped sign was meant as text, but the format reads another choice.
  const hasUnescapedSign = pieces.starts.some((start) => /[\w"'`-]/.test(text.charAt(start - 1)) && text[start] === '=')
  return { kind: 'choices', choices: read.choices, hasUnescapedSign }
}

function choiceOf(piece: string): GiftChoice | null {
  const right = piece.startsWith('=')
  const body = piece.slice(1).trim()
  const percent = /^%([^%\n]*)%/.exec(body)
  const weight = percent ? weightOfPercent(percent[1] ?? '') : null
  if (percent && weight === null) return null
  const [text, feedback] = splitAt(body.slice(percent?.[0].length ?? 0), '#')
  return { right, weight, text, feedback }
}

/** The text before the first of this sign, and the text after it. */
function splitAt(text: string, sign: string): [before: string, after: string] {
  const at = unescapedIndex(text, sign)
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}
