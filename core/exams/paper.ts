/**
 * A copy on paper: the same questions and choices, in the same order, as the copy the platform drew for that student.
 * What is ticked on the sheet is typed as letters, A for the first choice of that copy, then the degree of certainty
 * where one is asked.
 */
import { joinCodeFrom, readJoinCode } from '#core/access-code.ts'
import { certaintyMark, certaintyMarks, certaintyOf } from './certainty.ts'

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
export type SheetQuestion = {
  readonly id: string
  readonly choices: readonly { readonly id: string }[]
  readonly certainty?: number | undefined
}

/** A letter that matches no choice, or a digit that is not a degree of certainty. */
export type Unreadable = 'letter' | 'certainty'

/**
 * Reads `BD2` as an answer: the choices in the order of the copy, then the certainty (certainty.ts), none for a blank.
 */
export function readLetters(
  typed: string,
  { choices, certainty }: Omit<SheetQuestion, 'id'>,
): { readonly ticked: string[] } | { readonly fault: Unreadable } {
  const written = typed.toUpperCase().replace(/[\s,;]/g, '')
  const letters = written.replace(/\d.*/, '')
  const wanted = [...letters].map((letter) => alphabet.indexOf(letter))
  if (wanted.some((index) => index < 0 || index >= choices.length)) return { fault: 'letter' }
  const ticked = choices.filter((_, index) => wanted.includes(index)).map(({ id }) => id)
  if (letters === written) return { ticked }
  const said = certaintyMark(written.slice(letters.length))
  if (ticked.length === 0 || !certaintyMarks(certainty).includes(said)) return { fault: 'certainty' }
  return { ticked: [...ticked, said] }
}

/** `BD`, `BD2`; empty when nothing is ticked. */
export const lettersOf = (ticked: readonly string[], choiceIds: readonly string[]): string =>
  choiceIds.map((id, index) => (ticked.includes(id) ? letterAt(index) : '')).join('') + (certaintyOf(ticked) ?? '')

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
