import type { Rules } from '#core/grading/marking.ts'
import type { MarkScale } from '#core/points.ts'
import type { QuestionType } from '#core/questions/question.ts'
import type { Scale, ScoredChoice } from '#core/scoring/scoring.ts'
import type { ExamQuestion } from '#prisma/client/client.ts'

type FrozenQuestion = { type: QuestionType; choices: ScoredChoice[] }

/** The rules of a first marking: the keys as they were published. */
export function rulesOf(exam: { scale: unknown; markRule: unknown; questions: readonly ExamQuestion[] }): Rules {
  return {
    scale: exam.scale as Scale,
    markRule: { floor: 0, ...(exam.markRule as MarkScale) },
    questions: Object.fromEntries(
      exam.questions.map(({ id, points, scale, content }) => {
        const { type, choices } = content as unknown as FrozenQuestion
        const own = scale === null ? {} : { scale: scale as Scale }
        return [id, { type, points, ...own, choices: choices.map(scoredPart) }]
      }),
    ),
  }
}

/** Texts and feedback say nothing about the mark. */
function scoredPart({ id, correct, weight, indispensable, inacceptable }: ScoredChoice): ScoredChoice {
  return {
    id,
    correct,
    ...(weight === undefined ? {} : { weight }),
    ...(indispensable ? { indispensable } : {}),
    ...(inacceptable ? { inacceptable } : {}),
  }
}
