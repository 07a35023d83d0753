/**
 * A copy on paper: the same questions and choices, in the same order, as the copy the platform drew for that student.
 * What is ticked on the sheet is typed as letters, A for the first choice of that copy, then the degree of certainty
 * where one is asked.
 */
import { joinCodeFrom, readJoinCode } from '#core/access-code.ts'
import { type Listed, partOfAnswer, partsOf, possibleAnswers } from '#core/questions/parts.ts'
import type { QuestionType } from '#core/questions/question.ts'
import { cleanTyped, typedMark, typedOf } from '#core/questions/typed-answer.ts'
import { certaintyMark, certaintyMarks, certaintyOf, ticksOf } from './certainty.ts'

/** Replaces the device id; shorter than any id a browser may send, so that no browser can use it. */
export const paperDevice = 'paper'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'

export const letterAt = (index: number): string => alphabet.charAt(index)

/** Printed on the sheet, to find its copy again: six characters of the random part of the attempt's own id. */
export function paperCodeOf(attemptId: string): string {
  const digits = attemptId.replaceAll('-', '').slice(0, 12)
  return joinCodeFrom(Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)))
}

/** The code as it is printed, however it was typed or scanned; null when it cannot be one. */
export const readPaperCode = readJoinCode

/** A question as its sheet asks it, choices in the order of the copy; `certainty`: how many degrees, if any. */
export type SheetQuestion = Listed & {
  readonly id: string
  readonly type?: QuestionType | undefined
  /** Of an exact answer: its words are typed as they are written. */
  readonly typed?: unknown
  readonly certainty?: number | undefined
}

/** A letter that matches no choice, or a digit that is not a degree of certainty. */
export type Unreadable = 'letter' | 'certainty'
type ReadLetters = { readonly ticked: string[] } | { readonly fault: Unreadable }

/**
 * Reads `BD2` as an answer: the choices in the order of the copy, then the certainty (certainty.ts), none for a blank.
 * A question in parts is one letter for each part in order, `BA-C`, with a dash where nothing was chosen; an exact answer
 * is its own words, then `~2`.
 */
export function readLetters(typed: string, question: Omit<SheetQuestion, 'id'>): ReadLetters {
  if (question.typed !== undefined) return readWords(typed, question)
  return lettersByPart(question).length > 0 ? readParts(typed, question) : readTicks(typed, question)
}

/** The answers of each part, in the order of the copy. */
export const lettersByPart = (question: Listed): string[][] =>
  partsOf(possibleAnswers(question).filter(({ part }) => part !== undefined))
    .toSorted((a, b) => Number(a.id) - Number(b.id))
    .map(({ choices }) => choices.map(({ id }) => id))

function readParts(typed: string, question: Omit<SheetQuestion, 'id'>): ReadLetters {
  const written = typed.toUpperCase().replace(/[\s,;]/g, '')
  const letters = [...written.replace(/\d.*/, '')]
  const columns = lettersByPart(question)
  const chosen = letters.map((letter, part) => (letter === '-' ? '' : columns[part]?.[alphabet.indexOf(letter)]))
  if (chosen.includes(undefined)) return { fault: 'letter' }
  const ticked = chosen.filter((id): id is string => id !== undefined && id !== '')
  // An item of an ordering stands at one place.
  const items = new Set(ticked.map((id) => id.slice(1)))
  if (question.type === 'ordering' && items.size < ticked.length) return { fault: 'letter' }
  return withCertainty(ticked, { said: written.slice(letters.length), certainty: question.certainty })
}

function readWords(typed: string, { certainty }: Pick<SheetQuestion, 'certainty'>): ReadLetters {
  const [, words = '', said = ''] = (certainty && /^(.*)~(\d)\s*$/.exec(typed)) || [typed, typed]
  const clean = cleanTyped(words)
  if (clean === null) return { fault: 'letter' }
  return withCertainty(clean === '' ? [] : [typedMark(clean)], { said, certainty })
}

type Said = { readonly said: string; readonly certainty: number | undefined }

function withCertainty(ticked: string[], { said, certainty }: Said): ReadLetters {
  if (said === '') return { ticked }
  const mark = certaintyMark(said)
  return ticked.length > 0 && certaintyMarks(certainty).includes(mark)
    ? { ticked: [...ticked, mark] }
    : { fault: 'certainty' }
}

function readTicks(typed: string, { choices, certainty }: Omit<SheetQuestion, 'id'>): ReadLetters {
  const written = typed.toUpperCase().replace(/[\s,;]/g, '')
  const letters = written.replace(/\d.*/, '')
  const wanted = [...letters].map((letter) => alphabet.indexOf(letter))
  if (wanted.some((index) => index < 0 || index >= choices.length)) return { fault: 'letter' }
  const ticked = choices.filter((_, index) => wanted.includes(index)).map(({ id }) => id)
  return withCertainty(ticked, { said: written.slice(letters.length), certainty })
}

/**
 * `BD`, `BD2`; `BA-C` for a question in parts, without the dashes of its last blanks; the words of an exact answer. Empty
 * when nothing is ticked. `choiceIds`: as the copy lists them.
 */
export function lettersOf(ticked: readonly string[], choiceIds: readonly string[]): string {
  const certainty = certaintyOf(ticked)
  const words = typedOf(ticked)
  if (words !== null) return words + (certainty === null ? '' : ` ~${certainty}`)
  return letteredTicks(ticksOf(ticked), choiceIds).join('') + (certainty ?? '')
}

/** The letters of an answer one by one, in the order of the copy; of a question in parts, part by part. */
export function letteredTicks(ticked: readonly string[], choiceIds: readonly string[]): string[] {
  const chosen = ticked.filter((id) => /^\d/.test(id))
  if (chosen.length === 0) return choiceIds.flatMap((id, index) => (ticked.includes(id) ? letterAt(index) : []))
  const last = Math.max(...chosen.map((id) => Number(partOfAnswer(id))))
  return Array.from({ length: last }, (_, index) => {
    const part = String(index + 1)
    // The gaps of a cloze have each their own choices, named with their part; other parts share theirs.
    const own = choiceIds.filter((id) => partOfAnswer(id) === part)
    const offered = own.length > 0 ? own : choiceIds.map((id) => part + id)
    const place = offered.findIndex((id) => chosen.includes(id))
    return place < 0 ? '-' : letterAt(place)
  })
}

/** Letters by question, as typed; a question not typed yet is absent, a blank one is empty. */
export type PaperLetters = Readonly<Record<string, string>>
export type PaperAnswer = { readonly questionId: string; readonly choices: readonly string[] }
export type PaperFault = { readonly questionId: string; readonly typed: string } & (
  | { readonly why: 'question' }
  | { readonly why: Unreadable; readonly position: number }
)

/** The answers to every question of the copy, blank where nothing was typed; or the first unreadable entry. */
export function readPaper(
  sheet: readonly SheetQuestion[],
  letters: PaperLetters,
): { readonly answers: PaperAnswer[] } | { readonly fault: PaperFault } {
  const stranger = Object.keys(letters).find((typed) => !sheet.some(({ id }) => id === typed))
  if (stranger !== undefined)
    return { fault: { questionId: stranger, typed: letters[stranger] as string, why: 'question' } }
  const answers: PaperAnswer[] = []
  for (const [index, question] of sheet.entries()) {
    const { id: questionId } = question
    const typed = Object.hasOwn(letters, questionId) ? (letters[questionId] as string) : ''
    const read = readLetters(typed, question)
    if ('fault' in read) return { fault: { questionId, typed, why: read.fault, position: index + 1 } }
    answers.push({ questionId, choices: read.ticked })
  }
  return { answers }
}
