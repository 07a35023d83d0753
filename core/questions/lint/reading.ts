/** Remarks on reading: its time, and what is missing to read the question. */

import { textsToRead } from '#core/questions/parts.ts'
import type { Question } from '#core/questions/question.ts'
import type { RuleResult } from './choices.ts'
import { codeBlocksOf, codeLinesOf, proseOf, tokensOf, withoutCode } from './words.ts'

/** Words per second of slow, careful reading; a line of code or of output takes longer. */
const wordsPerSecond = 4
const secondsPerCodeLine = 1
const longestStem = 120
/** What a student sees at 1,280 px without scrolling (web/ui/content.css). */
const mostColumns = 100

type QuestionText = Pick<
  Question,
  'type' | 'stem' | 'choices' | 'parts' | 'explanation' | 'expectedSeconds' | 'context'
>

const wordCountOf = (markdown: string) => tokensOf(proseOf(markdown)).length

/** Reading alone takes the whole expected time. */
export function readingExceedsTime({ stem, expectedSeconds, ...question }: QuestionText): RuleResult {
  const words = wordCountOf([stem, ...textsToRead(question)].join('\n\n'))
  const seconds = Math.round(words / wordsPerSecond + codeLinesOf(stem) * secondsPerCodeLine)
  return seconds > expectedSeconds ? { words, seconds, expected: expectedSeconds } : null
}

export function longStem({ stem }: QuestionText): RuleResult {
  const words = wordCountOf(stem)
  return words > longestStem ? { words, most: longestStem } : null
}

/** A line of code that a student has to scroll or wrap to read. */
export function wideCode({ stem, explanation, context, ...question }: QuestionText): RuleResult {
  const texts = [context?.text ?? '', stem, explanation, ...textsToRead(question)]
  const lines = texts.flatMap(codeBlocksOf).flatMap((code) => code.split('\n'))
  const columns = Math.max(0, ...lines.map((line) => [...line.trimEnd()].length))
  return columns > mostColumns ? { columns, most: mostColumns } : null
}

export function noExplanation({ explanation, choices }: QuestionText): RuleResult {
  const isExplained = explanation.trim() !== '' || choices.every(({ feedback }) => feedback?.trim())
  return isExplained ? null : {}
}

/** `![](schema.png)`: an image without a text for those who cannot see it. */
export function noAlternativeText({ stem, explanation, context, ...question }: QuestionText): RuleResult {
  const images = [context?.text ?? '', stem, explanation, ...textsToRead(question)].join('\n').match(/!\[\s*\]\(/g)
  return images ? { count: images.length } : null
}

/** An image that is not stored with the course: students would see its text and an empty frame. */
export function missingImage({ stem, choices, parts = [], explanation, context }: QuestionText): RuleResult {
  const texts = [
    context?.text ?? '',
    stem,
    explanation,
    ...choices.flatMap(({ text, feedback = '' }) => [text, feedback]),
    ...parts.flatMap(({ text }) => text ?? []),
  ]
  const names = texts.flatMap((text) =>
    [...withoutCode(text).matchAll(/!\[[^\]]*\]\(\s*(?:<([^<>\n]*)>|([^\s()]+))/g)].map(
      ([, pointed, plain]) => pointed ?? plain ?? '',
    ),
  )
  const missing = [...new Set(names)].filter((name) => !/^images\/[0-9a-f]{64}-/.test(name))
  return missing.length > 0 ? { count: missing.length, name: missing[0] ?? '' } : null
}
