import type { QuestionInFile } from '#contract/questions/question-file.ts'
import type { Question } from '#core/questions/question.ts'
import { answersInFile } from './answers-in-file.ts'

/** A question of the bank in its file format: the inverse of `toQuestion`. */
export function questionToFile(question: Question): QuestionInFile {
  const { id, type, stem, explanation, difficulty, level, purpose, expectedSeconds, tags, source } = question
  const { objective, reference, verified, enemies, allow, context } = question
  const shared = {
    id,
    stem,
    explanation,
    difficulty,
    level,
    ...(purpose === 'exam' ? {} : { purpose }),
    ...(objective ? { objective } : {}),
    seconds: expectedSeconds,
    ...(context ? { context } : {}),
    ...(tags.length > 0 ? { tags: [...tags] } : {}),
    source,
    ...(reference ? { reference } : {}),
    ...(verified ? { verified } : {}),
    ...(enemies ? { enemies: [...enemies] } : {}),
    ...(allow ? { allow } : {}),
  }
  if (type === 'true_false') return { type, ...shared, answer: question.choices[0]?.correct ?? false }
  return { ...shared, ...answersInFile({ ...question, type }) }
}
