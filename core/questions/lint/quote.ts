/** A quote that proves nothing: a bare title, a line of a planning, or words that the course does not have. */
import type { CourseTextPart } from '#core/questions/course-text.ts'
import type { Question } from '#core/questions/question.ts'
import type { RuleResult } from './choices.ts'
import { plainLetters, tokensOf } from './words.ts'

/** A line of the course, as its words alone; `isBare`: a heading, or a line that only says what is planned. */
type CourseLine = { readonly words: string; readonly isBare: boolean }
/** The lines of the course, and all its words one after the other; empty when it has no text. */
export type CourseWords = { readonly lines: readonly CourseLine[]; readonly all: string }
export const noCourse: CourseWords = { lines: [], all: '' }

/** « TP : Docker en pratique », « Cours 5/6 », « Objectifs »: what a plan says, not what the course teaches. */
const planning =
  /^[^\p{L}\p{N}]*(?:(?:cours|seance|session|tp|td|lab|module|partie|chapitre|jour|journee|semaine|project|projet|lecture|week|day|chapter|part|de)s?\s*(?:n°\s*)?[\d/ -]*(?:[:–—-].*)?|planning|objectifs?|sommaire|plan|agenda|tour de table|evaluation|objectives?|outline|contents)\s*[:.]?$/u

const wordsOf = (text: string) => tokensOf(text).join(' ')
const isPlanning = (text: string) => planning.test(plainLetters(text).trim())

/** Every line of the course; what is under « Cours 2 » or « Planning » only says what is planned. */
export function courseWords(parts: readonly Pick<CourseTextPart, 'heading' | 'text'>[]): CourseWords {
  const lines = parts.flatMap(({ heading, text }) => [
    { words: wordsOf(heading), isBare: true },
    ...text.split('\n').map((line) => ({ words: wordsOf(line), isBare: isPlanning(line) || isPlanning(heading) })),
  ])
  return { lines, all: lines.map(({ words }) => words).join(' ') }
}

/**
 * The quote is its own heading or a line of a planning; where the course is known, also when every line that holds it
 * is one.
 */
export function bareQuote({ source }: Pick<Question, 'source'>, { lines }: CourseWords = noCourse): RuleResult {
  const words = wordsOf(source.quote)
  if (isBareAlone(source)) return { quote: source.quote }
  const found = lines.filter((line) => line.words.includes(words))
  return found.length > 0 && found.every(({ isBare }) => isBare) ? { quote: source.quote } : null
}

/** The course has a text, and the quote is not in it. */
export function unknownQuote({ source }: Pick<Question, 'source'>, { all }: CourseWords = noCourse): RuleResult {
  if (all === '' || isBareAlone(source)) return null
  return all.includes(wordsOf(source.quote)) ? null : { quote: source.quote }
}

function isBareAlone({ heading, quote }: Question['source']): boolean {
  const words = wordsOf(quote)
  return words === '' || words === wordsOf(heading) || isPlanning(quote)
}
