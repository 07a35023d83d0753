import { type ClosedAnswers, cannotAsk } from './closed-answers.ts'
import { decodeEntities } from './decode-entities.ts'
import { gapMark } from './gap-marks.ts'
import { weightOfPercent } from './weights.ts'

/**
 * The answers that Moodle writes inside a text (`multianswer`): `{1:MULTICHOICE:=right#comment~%50%half~wrong}`.
 * `answers` are as written, once without the marks of HTML.
 */
export type ClozeCode = {
  readonly kind: 'list' | 'several' | 'words' | 'words_with_case' | 'number'
  readonly points: string
  readonly answers: readonly { readonly text: string; readonly weight: string | null; readonly feedback: string }[]
}

/** More than a question can have: the rest is not read. */
const mostCodes = 40
const mostAnswers = 40

/** The text with a mark in the place of each code, and the codes. */
export function clozeCodes(text: string): { text: string; codes: ClozeCode[] } {
  const codes: ClozeCode[] = []
  const parts: string[] = []
  let from = 0
  const beginning = /\{(\d{0,4}):([A-Z_]{2,20}):/g
  for (let match = beginning.exec(text); match && codes.length < mostCodes; match = beginning.exec(text)) {
    const [, points = '', name = ''] = match
    const kind = kindOf(name)
    const end = kind ? signAfter(text, '}', beginning.lastIndex) : -1
    if (!kind) continue
    // What is not closed here is not closed further on.
    if (end === -1) break
    codes.push({ kind, points: points || '1', answers: answersIn(text.slice(beginning.lastIndex, end)) })
    parts.push(text.slice(from, match.index), gapMark(codes.length))
    from = end + 1
    beginning.lastIndex = from
  }
  return { text: [...parts, text.slice(from)].join(''), codes }
}

function kindOf(name: string): ClozeCode['kind'] | null {
  if (/^(?:MULTICHOICE|MC)(?:_?[VH]?S?)$/.test(name)) return 'list'
  if (/^(?:MULTIRESPONSE|MR)(?:_?H?S?)$/.test(name)) return 'several'
  if (name === 'NUMERICAL' || name === 'NM') return 'number'
  if (/^(?:SHORTANSWER_C|SAC|MWC)$/.test(name)) return 'words_with_case'
  return /^(?:SHORTANSWER|SA|MW)$/.test(name) ? 'words' : null
}

/** The first of these signs that is neither escaped nor in `&#126;`; −1 when there is none. */
function signAfter(text: string, signs: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    if (!signs.includes(text.charAt(at))) continue
    if (text[at - 1] !== '\\' && !(text[at] === '#' && text[at - 1] === '&')) return at
  }
  return -1
}

function answersIn(text: string): ClozeCode['answers'] {
  const answers: { text: string; weight: string | null; feedback: string }[] = []
  let from = 0
  while (from <= text.length && answers.length < mostAnswers) {
    const end = signAfter(text, '~', from)
    const piece = text.slice(from, end === -1 ? undefined : end)
    answers.push(answerIn(piece))
    if (end === -1) break
    from = end + 1
  }
  return answers
}

function answerIn(piece: string) {
  const [, percent] = /^\s*%(-?[\d.,]{1,12})%/.exec(piece) ?? []
  const isRight = /^\s*=/.test(piece)
  const body = piece.replace(/^\s*(?:=|%-?[\d.,]{1,12}%)/, '')
  const at = signAfter(body, '#', 0)
  return {
    text: unescaped(at === -1 ? body : body.slice(0, at)),
    weight: isRight ? '1' : percent === undefined ? '0' : weightOfPercent(percent),
    feedback: unescaped(at === -1 ? '' : body.slice(at + 1)),
  }
}

const unescaped = (text: string) => decodeEntities(text.trim().replace(/\\([~#}])/g, '$1'))

/** A gap that is typed, or has several answers, has no twin beside others. */
export const gapsCannotBeAsked = (codes: readonly ClozeCode[]): ClosedAnswers | null =>
  codes.some(({ kind }) => kind === 'several')
    ? cannotAsk('unsupported_kind', 'several_answers_gap')
    : codes.some(({ kind }) => kind !== 'list') && codes.length > 1
      ? cannotAsk('unsupported_kind', 'typed_gaps')
      : null
