import type { z } from 'zod'
import type { scale as scaleShape } from '#contract/questions/scale.ts'
import { termsOf } from '#core/exams/exam-terms.ts'
import { boundsOf } from '#core/exams/pools.ts'
import { toMark } from '#core/points.ts'
import { type Rational, rational, zero } from '#core/rational.ts'
import { Refusal } from '#core/refusal.ts'
import { expectedOfPreparedPlayer, expectedOfRobot, type RobotQuestion } from '#core/scoring/robots.ts'
import type { Deps } from '#server/platform/deps.ts'
import { drawFromBank } from './draw-from-bank.ts'
import type { DrawnQuestion } from './drawn-question.ts'
import type { ExamPlace } from './exam.ts'
import { findExamRow } from './queries.ts'
import { pointsOf, readFrozen } from './read-draw.ts'

type SimulateScalesInput = ExamPlace & { scales: z.output<typeof scaleShape>[] }

/** Simulates several scales on the questions of an exam, with players who know nothing or half. */
export async function simulateScales(deps: Deps, { scales, ...place }: SimulateScalesInput) {
  const exam = await findExamRow(deps, place)
  const { drawn } = exam.status === 'draft' ? await drawFromBank(deps, exam) : await readFrozen(deps, exam)
  if (drawn.length === 0) throw new Refusal('exam_without_questions')
  const total = rational(pointsOf(exam, drawn))
  const rule = { floor: 0, ...exam.markRule, grain: 1 as const }
  return {
    outOf: exam.markRule.outOf,
    simulations: scales.map((scale) => {
      // A question with its own scale keeps it, since the scales tried replace the exam's.
      const questions = drawn.map(({ content, stratum }): RobotQuestion & Pick<DrawnQuestion, 'stratum'> => {
        const { points, scale: own } = termsOf(content, exam)
        return {
          type: content.type,
          choices: content.choices,
          partial: content.partial,
          points,
          scale: own ?? scale,
          stratum,
        }
      })
      // The highest over all copies, as shown beside the plan.
      const markOf = (player: (question: RobotQuestion) => Rational | null) =>
        toMark(boundsOf(questions, (question) => player(question) ?? zero).high, total, rule) ?? 0
      return {
        scale,
        random: markOf((question) => expectedOfRobot('random', question)),
        half: markOf((question) => expectedOfPreparedPlayer(question, rational(1, 2))),
        tickAll: markOf((question) => expectedOfRobot('tick_all', question)),
        longest: markOf((question) => expectedOfRobot('longest', question)),
      }
    }),
  }
}
