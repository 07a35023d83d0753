import type { MarkScale } from '#core/points.ts'
import type { QuestionType } from '#core/question.ts'
import type { Scale, ScoredChoice } from '#core/scoring.ts'
import type { ExamQuestion } from '#prisma/client/client.ts'

/** All a mark depends on, besides the answers: kept with each marking run, so that an old mark can be worked out again. */
export type Rules = {
  scale: Scale
  markRule: MarkScale
  questions: Record<string, { type: QuestionType; points: number; choices: ScoredChoice[] }>
}

type FrozenQuestion = { type: QuestionType; choices: { id: string; correct: boolean }[] }

/** The rules of a first marking: the keys as they were published. */
export function rulesOf(exam: { scale: unknown; markRule: unknown; questions: readonly ExamQuestion[] }): Rules {
  return {
    scale: exam.scale as Scale,
    markRule: { floor: 0, ...(exam.markRule as MarkScale) },
    questions: Object.fromEntries(
      exam.questions.map(({ id, points, content }) => {
        const { type, choices } = content as unknown as FrozenQuestion
        return [id, { type, points, choices: choices.map(({ id: choiceId, correct }) => ({ id: choiceId, correct })) }]
      }),
    ),
  }
}
