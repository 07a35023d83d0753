import type { Reply } from '#contract/endpoint.ts'
import type { getPaperCopy, listPaperCopies } from '#contract/grading/paper.ts'
import { letterAt, type PaperLetters, readPaperCode } from '#core/exams/paper.ts'
import { isFoundBy } from '#core/students/person-name.ts'

export type PaperCopy = Reply<typeof getPaperCopy>
export type PaperCopyQuestion = PaperCopy['questions'][number]
export type ListedCopy = Reply<typeof listPaperCopies>['copies'][number]

/** The state of the entry of one sheet. */
export type Typing = {
  letters: PaperLetters
  /** The index of the current question; equal to the number of questions on the review step. */
  at: number
  /** Earlier letters for undo, the newest last. */
  past: readonly PaperLetters[]
  /** The rejected key and the reason, shown until the next key. */
  fault: { at: number; key: string; why: 'letter' | 'notAsked' | 'degree' | 'alone' } | null
}

export type KeyPress = { key: string; shift?: boolean; undo?: boolean }

/** Handles one key on the grid. Returns the same object when the key is not handled, so that the browser handles it. */
export function press(
  typing: Typing,
  { key, shift = false, undo = false }: KeyPress,
  questions: readonly PaperCopyQuestion[],
): Typing {
  if (undo) return back(typing)
  const question = questions[typing.at]
  // Words are typed as in any field.
  if (question?.isTyped && key !== 'Enter' && !/^Arrow(Up|Down)$/.test(key)) return typing
  const move = (at: number): Typing => ({ ...typing, at: Math.min(Math.max(at, 0), questions.length), fault: null })
  switch (key) {
    case 'Enter':
    case 'ArrowDown':
      return move(typing.at + 1)
    case 'ArrowUp':
      return move(typing.at - 1)
    case 'Home':
      return move(0)
    case 'End':
      return move(questions.length - 1)
  }
  if (!question) return typing
  const answer = typing.letters[question.id]
  switch (key) {
    case ' ':
      return { ...write(typing, question.id, answer ?? ''), at: typing.at + 1 }
    case 'Backspace':
      return answer ? write(typing, question.id, answer.slice(0, -1)) : move(typing.at - 1)
    case 'Delete':
      return write(typing, question.id, undefined)
  }
  if (question.partCounts && (key === '-' || /^\p{L}$/u.test(key)))
    return answerPart(typing, { question, answer: answer ?? '', key })
  if (/^\d$/.test(key)) return sayHowSure(typing, { question, answer: answer ?? '', key })
  if (!/^\p{L}$/u.test(key)) return typing
  const letter = key.toUpperCase()
  if (!offered(question).includes(letter)) return { ...typing, fault: { at: typing.at, key: letter, why: 'letter' } }
  if (!question.isSingle || shift) return write(typing, question.id, toggled(answer ?? '', letter))
  const written = write(typing, question.id, letter + degreeIn(answer ?? ''))
  // The certainty is still to be typed.
  return question.certainty ? written : { ...written, at: typing.at + 1 }
}

/** The letter of the next part, or a dash where nothing was chosen; the last one completes the answer. */
function answerPart(typing: Typing, { question: { id, partCounts = [], certainty }, answer, key }: Figure): Typing {
  const letter = key.toUpperCase()
  const said = lettersIn(answer)
  const count = partCounts[said.length]
  const isOffered = letter === '-' || (count !== undefined && letter <= letterAt(count - 1))
  if (count === undefined || !isOffered) return { ...typing, fault: { at: typing.at, key: letter, why: 'letter' } }
  const written = write(typing, id, said + letter)
  return said.length + 1 === partCounts.length && !certainty ? { ...written, at: typing.at + 1 } : written
}

/** The words of an answer that is no letters, as they are typed. */
export const writeWords = (typing: Typing, { at, words, id }: { at: number; words: string; id: string }): Typing =>
  write({ ...typing, at }, id, words)

type Figure = { question: PaperCopyQuestion; answer: string; key: string }

/** The certainty digit, which replaces an earlier one; it completes a single-choice answer. */
function sayHowSure(typing: Typing, { question: { id, isSingle, certainty = 0 }, answer, key }: Figure): Typing {
  const refuse = (why: 'notAsked' | 'degree' | 'alone') => ({ ...typing, fault: { at: typing.at, key, why } })
  if (certainty === 0) return refuse('notAsked')
  if (Number(key) < 1 || Number(key) > certainty) return refuse('degree')
  if (answer === '') return refuse('alone')
  const written = write(typing, id, lettersIn(answer) + key)
  return isSingle ? { ...written, at: typing.at + 1 } : written
}

export const offered = ({ choiceCount }: PaperCopyQuestion): string[] =>
  Array.from({ length: choiceCount }, (_, index) => letterAt(index))

/**
 * Letters in alphabetical order, each once. A letter typed again is removed; the certainty goes with the last letter.
 */
function toggled(answer: string, letter: string): string {
  const letters = lettersIn(answer)
  if (letters === letter) return ''
  const next = letters.includes(letter) ? letters.replace(letter, '') : [...letters, letter].sort().join('')
  return next + degreeIn(answer)
}

const lettersIn = (answer: string) => answer.replace(/\d/g, '')
const degreeIn = (answer: string) => answer.replace(/\D/g, '')

function write(typing: Typing, id: string, next: string | undefined): Typing {
  const { [id]: answer, ...others } = typing.letters
  if (answer === next) return { ...typing, fault: null }
  const letters = next === undefined ? others : { ...others, [id]: next }
  return { ...typing, letters, past: [...typing.past.slice(-199), typing.letters], fault: null }
}

function back(typing: Typing): Typing {
  const letters = typing.past.at(-1)
  return letters === undefined ? typing : { ...typing, letters, past: typing.past.slice(0, -1), fault: null }
}

/** A summary of the sheet, reviewed before submission; positions count from 1. */
export function recapOf(letters: PaperLetters, questions: readonly PaperCopyQuestion[]) {
  const where = (is: (answer: string | undefined, question: PaperCopyQuestion) => boolean) =>
    questions.flatMap((question, index) => (is(letters[question.id], question) ? [index + 1] : []))
  return {
    answered: where((answer) => answer !== undefined && answer !== '').length,
    blank: where((answer) => answer === ''),
    untyped: where((answer) => answer === undefined),
    several: where((answer = '', { isSingle, partCounts, isTyped }) => {
      return isSingle && !partCounts && !isTyped && lettersIn(answer).length > 1
    }),
    unsaid: where((answer = '', { certainty }) => certainty !== undefined && answer !== '' && degreeIn(answer) === ''),
  }
}

/** The questions on which two entries of one sheet differ. */
export const differences = (first: PaperLetters, second: PaperLetters, questions: readonly PaperCopyQuestion[]) =>
  questions.filter(({ id }) => (first[id] ?? '') !== (second[id] ?? '')).map(({ id }) => id)

/** The attempts that match a name, a number or the code of a sheet; a complete code or number matches one at most. */
export function findCopies(copies: readonly ListedCopy[], sought: string): ListedCopy[] {
  const code = readPaperCode(sought)
  const exact = copies.filter((copy) => copy.code === code || (copy.number !== '' && copy.number === sought.trim()))
  if (exact.length > 0) return exact
  return copies.filter(({ familyName, givenName, number }) => isFoundBy(sought, [familyName, givenName, number]))
}
