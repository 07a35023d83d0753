import type { Rules } from '#core/grading/marking.ts'
import type { ScoredChoice } from '#core/scoring/scale.ts'
import type { Exam, ExamQuestion } from '#prisma/client/client.ts'

/** The rules of a first marking: the published keys. */
export function rulesOf(exam: Pick<Exam, 'scale' | 'markRule'> & { questions: readonly ExamQuestion[] }): Rules {
  return {
    scale: exam.scale,
    markRule: { floor: 0, ...exam.markRule },
    questions: Object.fromEntries(
      exam.questions.map(({ id, points, scale, content }) => {
        const { type, choices } = content
        const own = scale === null ? {} : { scale }
        return [id, { type, points, ...own, choices: choices.map(scoredPart) }]
      }),
    ),
  }
}

/** Leaves out texts and feedback, which have no effect on marks. */
function scoredPart({ id, correct, weight, indispensable, inacceptable }: ScoredChoice): ScoredChoice {
  return {
    id,
    correct,
    ...(weight === undefined ? {} : { weight }),
    ...(indispensable ? { indispensable } : {}),
    ...(inacceptable ? { inacceptable } : {}),
  }
}
