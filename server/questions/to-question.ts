import type { QuestionInFile } from '#contract/questions/question-file.ts'
import type { Language } from '#core/language.ts'
import type { Question } from '#core/questions/question.ts'
import { trueFalseChoices } from '#core/questions/true-false.ts'
import { answersOfFile } from './answers-of-file.ts'

type QuestionPlace = { section: string; language: Language }

/** A question of a file in the form used by the rest of the platform, with every default filled in. */
export function toQuestion(given: QuestionInFile, { section, language }: QuestionPlace): Question {
  const { id, type, stem, explanation, difficulty, level, source } = given
  return {
    id,
    section,
    type,
    // Read-section puts the document in the place of its name.
    ...(typeof given.context === 'object' ? { context: given.context } : {}),
    stem,
    ...(given.type === 'true_false' ? { choices: trueFalseChoices(given.answer, language) } : answersOfFile(given)),
    explanation,
    difficulty,
    level,
    purpose: given.purpose ?? 'exam',
    expectedSeconds: given.seconds,
    tags: given.tags ?? [],
    source,
    // Left out when empty, so that the content of other questions, and hence their version, does not change.
    ...(given.objective ? { objective: given.objective } : {}),
    ...(given.reference ? { reference: given.reference } : {}),
    ...(given.verified ? { verified: given.verified } : {}),
    ...(given.enemies ? { enemies: given.enemies } : {}),
    ...(given.allow ? { allow: given.allow } : {}),
  }
}
