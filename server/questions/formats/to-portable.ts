import type { Question } from '#core/question.ts'
import type { EmbeddedFile, PortableQuestion } from './imported.ts'
import { openingOf } from './opening.ts'
import { evenWeights } from './weights.ts'

/** A question of the bank for other tools: what they have no word for goes in tags, so that it can come back. */
export function toPortable(
  question: Question,
  category: readonly string[],
  files: readonly EmbeddedFile[] = [],
): PortableQuestion {
  const { id, type, stem, choices, explanation, tags } = question
  return {
    title: openingOf(stem),
    type,
    stem,
    choices: evenWeights(
      type,
      choices.map(({ text, correct, feedback, keepLast }) => ({
        text,
        correct,
        feedback,
        keepLast: keepLast || undefined,
      })),
    ),
    explanation,
    category,
    idnumber: id,
    tags: [...tags, ...tagsOf(question)],
    files,
    bank: question,
  }
}

/** `difficulty:easy`: what only we say, in the one place every format has for words about a question. */
const tagsOf = ({ difficulty, level, expectedSeconds, purpose }: Question) => [
  `difficulty:${difficulty}`,
  `level:${level}`,
  `seconds:${expectedSeconds}`,
  `purpose:${purpose}`,
]
