import type { QuestionInFile } from '#contract/questions/question-file.ts'
import type { Question } from '#core/questions/question.ts'
import { trueFalseChoices } from '#core/questions/true-false.ts'

const letters = 'abcdefghijkl'

/** A question of a file as the rest of the platform knows it, every default said. */
export function toQuestion(given: QuestionInFile, section: string): Question {
  const { id, type, stem, explanation, difficulty, level, source } = given
  return {
    id,
    section,
    type,
    stem,
    choices: choicesOf(given),
    explanation,
    difficulty,
    level,
    purpose: given.purpose ?? 'exam',
    expectedSeconds: given.seconds,
    tags: given.tags ?? [],
    source,
    // Left out when empty: the content of the other questions, so their version, stays the same.
    ...(given.allow ? { allow: given.allow } : {}),
  }
}

function choicesOf(given: QuestionInFile): Question['choices'] {
  if (given.type === 'true_false') {
    return trueFalseChoices(given.answer)
  }
  return given.choices.map(({ text, correct, feedback, last, weight, indispensable, inacceptable }, index) => ({
    id: letters.charAt(index),
    text,
    correct: correct ?? false,
    ...(feedback ? { feedback } : {}),
    keepLast: last ?? false,
    ...(weight === undefined ? {} : { weight: String(weight) }),
    ...(indispensable ? { indispensable } : {}),
    ...(inacceptable ? { inacceptable } : {}),
  }))
}
