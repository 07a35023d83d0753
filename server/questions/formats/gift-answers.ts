import { mostChoices } from './bounds.ts'
import { unescapedIndex } from './gift-blocks.ts'
import type { UnusableReason } from './imported.ts'
import { weightOfPercent } from './weights.ts'

/** A choice as written, with its escapes. */
export type GiftChoice = { right: boolean; weight: string | null; text: string; feedback: string }

export type GiftAnswers =
  | { kind: 'choices'; choices: GiftChoice[]; hasUnescapedSign: boolean }
  | { kind: 'true_false'; answer: boolean; wrong: string; right: string }
  | { kind: 'unsupported'; name: 'essay' | 'numerical' | 'matching' | 'short_answer' }
  | { kind: 'refused'; reason: UnusableReason; at: number }

/** Parses what is between the braces, without the general feedback. The order of the checks is Moodle's. */
export function giftAnswers(text: string): GiftAnswers {
  const answers = text.trim()
  if (answers === '') return { kind: 'unsupported', name: 'essay' }
  if (answers.startsWith('#')) return { kind: 'unsupported', name: 'numerical' }
  if (unescapedIndex(text, '~') !== -1) return choicesOf(text)
  const [first, feedback] = splitAt(answers, '#')
  const [wrong, afterWrong] = splitAt(feedback, '#')
  const [right] = splitAt(afterWrong, '#')
  const truth = /^(?:(t|true)|f|false)$/i.exec(first.trim())
  if (truth) return { kind: 'true_false', answer: truth[1] !== undefined, wrong, right }
  if (unescapedIndex(text, '=') === -1) return { kind: 'refused', reason: 'unknown_answers', at: 0 }
  return { kind: 'unsupported', name: /->/.test(answers) ? 'matching' : 'short_answer' }
}

/** `####` and the text after it, shown to everybody. */
export function splitGeneralFeedback(text: string): { answers: string; general: string } {
  for (let at = unescapedIndex(text, '#'); at !== -1; at = unescapedIndex(text, '#', at + 1)) {
    if (text.startsWith('####', at)) return { answers: text.slice(0, at), general: text.slice(at + 4) }
  }
  return { answers: text, general: '' }
}

function choicesOf(text: string): GiftAnswers {
  const starts: number[] = []
  for (let at = unescapedIndex(text, '~='); at !== -1; at = unescapedIndex(text, '~=', at + 1)) starts.push(at)
  const [begin = 0] = starts
  if (text.slice(0, begin).trim() !== '') return { kind: 'refused', reason: 'unknown_answers', at: 0 }
  if (starts.length > mostChoices) return { kind: 'refused', reason: 'too_many_choices', at: starts[mostChoices] ?? 0 }
  const choices: GiftChoice[] = []
  for (const [rank, start] of starts.entries()) {
    const choice = choiceOf(text.slice(start, starts[rank + 1]))
    if (!choice) return { kind: 'refused', reason: 'bad_weight', at: start }
    choices.push(choice)
  }
  // `~docker run --name=x`: the unescaped sign was meant as text, but the format reads another choice.
  const hasUnescapedSign = starts.some((start) => /[\w"'`-]/.test(text.charAt(start - 1)) && text[start] === '=')
  return { kind: 'choices', choices, hasUnescapedSign }
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
