import { renderOrNull } from '#server/questions/rendering/render.ts'
import { type ImportResult, nothing, refused } from './imported.ts'
import { oneQuestion } from './one-question.ts'
import { answerMarkdown } from './portable-texts.ts'

/** Refuses questions that cannot be rendered at their import, instead of during the exam. */
export function withoutTooComplex<R extends ImportResult>(result: R): R {
  const read = result.usable.map((question) => {
    const { line, column, title, context, stem, explanation = '' } = question
    return oneQuestion({ line, column, title }, () => {
      const rendered = renderOrNull({
        ...{ context, stem, explanation },
        choices: answerMarkdown(question).map((text, index) => ({
          ...{ id: String(index), text, correct: false, keepLast: false },
        })),
      })
      if (!rendered) return refused({ line, column, title, reason: 'too_complex' })
      return { ...nothing, questions: [question] }
    })
  })
  return {
    ...result,
    usable: read.flatMap(({ questions }) => questions),
    unusable: [...result.unusable, ...read.flatMap(({ unusable }) => unusable)],
  }
}
