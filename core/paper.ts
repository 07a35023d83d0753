/**
 * A copy on paper: the same questions and choices, in the same order, as the copy the platform drew for that student.
 * What is ticked in ink is typed as letters, A for the first choice of that copy.
 */
import { joinCodeFrom, readJoinCode } from './access-code.ts'
import type { PaperQuestion } from './draw.ts'

/** In the place of a device: shorter than any a browser may send, so that none can pass for paper. */
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

/** The ids of the ticked choices, in the order of the copy; null when a letter stands for none of them. */
export function readLetters(typed: string, choiceIds: readonly string[]): string[] | null {
  const wanted = [...typed.toUpperCase().replace(/[\s,;]/g, '')].map((letter) => alphabet.indexOf(letter))
  if (wanted.some((index) => index < 0 || index >= choiceIds.length)) return null
  return choiceIds.filter((_, index) => wanted.includes(index))
}

/** `BD`; empty when nothing is ticked. */
export const lettersOf = (choices: readonly string[], choiceIds: readonly string[]): string =>
  choiceIds.map((id, index) => (choices.includes(id) ? letterAt(index) : '')).join('')

/** Letters by question, as somebody types them; a question not typed yet is not there, a blank one is empty. */
export type PaperLetters = Readonly<Record<string, string>>
export type PaperAnswer = { readonly questionId: string; readonly choices: readonly string[] }
export type PaperFault = { readonly questionId: string; readonly position: number | null; readonly typed: string }

/** Every question of the copy with what was ticked; what was never typed is blank. Or the first thing unreadable. */
export function readPaper(
  paper: readonly PaperQuestion[],
  letters: PaperLetters,
): { readonly answers: PaperAnswer[] } | { readonly fault: PaperFault } {
  const stranger = Object.keys(letters).find((id) => !paper.some(({ questionId }) => questionId === id))
  if (stranger !== undefined)
    return { fault: { questionId: stranger, position: null, typed: letters[stranger] as string } }
  const answers: PaperAnswer[] = []
  for (const [index, { questionId, choiceIds }] of paper.entries()) {
    const typed = Object.hasOwn(letters, questionId) ? (letters[questionId] as string) : ''
    const choices = readLetters(typed, choiceIds)
    if (choices === null) return { fault: { questionId, position: index + 1, typed } }
    answers.push({ questionId, choices })
  }
  return { answers }
}
