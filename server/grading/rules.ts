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
        const { type, choices, partial, typed } = content
        const own = scale === null ? {} : { scale }
        const how = { ...(partial ? { partial } : {}), ...(typed ? { typed } : {}) }
        return [id, { type, points, ...own, ...how, choices: choices.map((choice) => scoredPart(choice, !!typed)) }]
      }),
    ),
  }
}

/** Leaves out feedback, and the texts that nothing is compared with: they have no effect on marks. */
function scoredPart(choice: ScoredChoice, isTyped: boolean): ScoredChoice {
  const { id, part, option, text, correct, weight, indispensable, inacceptable } = choice
  return {
    id,
    correct,
    ...(part === undefined ? {} : { part, option }),
    ...(isTyped ? { text } : {}),
    ...(weight === undefined ? {} : { weight }),
    ...(indispensable ? { indispensable } : {}),
    ...(inacceptable ? { inacceptable } : {}),
  }
}
