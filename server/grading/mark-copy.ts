import { toHundredths, toMark } from '#core/points.ts'
import { rationalText } from '#core/rational.ts'
import { type Outcome, scoreQuestion, type Working } from '#core/scoring.ts'
import { totalOf } from '#core/scoring-total.ts'
import type { Rules } from './rules.ts'

/** What is kept of the marking of one question. */
export type MarkedLine = { questionId: string; earned: string; points: number; outcome: Outcome; working: Working }
export type MarkedCopy = { mark: number; earned: string; maximum: string; detail: MarkedLine[] }

/** The mark of a copy: a pure function of its questions, its answers and the rules. */
export function markCopy(
  rules: Rules,
  { questionIds, answers }: { questionIds: readonly string[]; answers: ReadonlyMap<string, readonly string[]> },
): MarkedCopy {
  const scores = questionIds.map((questionId) => {
    const question = rules.questions[questionId]
    if (!question) throw new Error(`question ${questionId} is not in the rules of this marking`)
    return {
      questionId,
      score: scoreQuestion({ ...question, ticked: answers.get(questionId) ?? null, scale: rules.scale }),
    }
  })
  const { earned, total } = totalOf(scores.map(({ score }) => score))
  return {
    // A copy worth nothing at all (every question neutralised) has the lowest mark, never a missing one.
    mark: toMark(earned, total, rules.markRule) ?? 0,
    earned: rationalText(earned),
    maximum: rationalText(total),
    detail: scores.map(({ questionId, score }) => ({
      questionId,
      earned: rationalText(score.earned),
      points: toHundredths(score.maximum),
      outcome: score.outcome,
      working: score.working,
    })),
  }
}
