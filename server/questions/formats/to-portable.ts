import type { Question } from '#core/questions/question.ts'
import { parseRational, rationalText, zero } from '#core/rational.ts'
import type { EmbeddedFile, PortableChoice, PortableQuestion } from './imported.ts'
import { openingOf } from './opening.ts'
import { answersFromFile } from './portable-answers.ts'
import { questionToFile } from './question-to-file.ts'
import { importanceTags } from './to-question-file.ts'
import { evenWeights } from './weights.ts'

/**
 * A question of the bank for export to other tools: fields they lack are written as tags, so that they can be imported
 * again.
 */
export function toPortable(
  question: Question,
  category: readonly string[],
  files: readonly EmbeddedFile[] = [],
): PortableQuestion {
  const { id, type, stem, explanation, tags } = question
  return {
    // A stem of code alone has no first words, and tools refuse an empty name.
    title: openingOf(stem) || id,
    type,
    ...(question.context ? { context: question.context } : {}),
    stem,
    ...answersOf(question),
    explanation,
    category,
    idnumber: id,
    tags: [...tags, ...tagsOf(question)],
    files,
    bank: question,
  }
}

function answersOf(question: Question): Pick<PortableQuestion, 'choices' | 'answers'> {
  const answers = answersFromFile(questionToFile(question))
  return answers ? { choices: [], answers } : { choices: weighted(question) }
}

/**
 * The choices with their weights; without weights, the right choices share the points. A choice without a weight has
 * zero.
 */
function weighted({ type, choices }: Question): PortableChoice[] {
  const plain = choices.map(({ text, correct, feedback, keepLast }) => ({
    text,
    correct,
    feedback,
    keepLast: keepLast || undefined,
  }))
  if (choices.every(({ weight }) => weight === undefined)) return evenWeights(type, plain)
  return plain.map((choice, index) => ({
    ...choice,
    weight: rationalText(parseRational(choices[index]?.weight ?? '0') ?? zero),
  }))
}

const tagsOf = ({ type, partial, choices, difficulty, level, expectedSeconds, purpose }: Question) => [
  `difficulty:${difficulty}`,
  `level:${level}`,
  `seconds:${expectedSeconds}`,
  `purpose:${purpose}`,
  ...importanceTags(choices),
  ...(type === 'ordering' ? [`partial:${partial ?? 'places'}`] : []),
]
