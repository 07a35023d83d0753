import type { Content } from '#contract/content.ts'
import { linesOf, newScoreCache, type RuledQuestion, type Rules } from '#core/marking.ts'
import { toNumber, toRational } from '#core/rational.ts'
import { Refusal } from '#core/refusal.ts'
import { expectedOfRandomPlayer } from '#core/scoring-robots.ts'
import {
  distributionOf,
  type ExamData,
  examStatistics,
  type StatisticsItem,
  type StatisticsOptions,
} from '#core/statistics.ts'
import type { ExamQuestion } from '#prisma/client/client.ts'
import { openingOf } from '#server/grading/corrections/describe.ts'
import { type LoadedCopy, loadMarked } from '#server/grading/corrections/load-copies.ts'
import type { Deps } from '#server/platform/deps.ts'
import { readTimes, type Times } from './read-times.ts'

type Asked = StatisticsOptions & { courseId: string; examId: string }

/** The exam judged by the run that counts: its copies marked again by its rules, so that every figure agrees with a mark. */
export async function readStatistics(deps: Deps, { courseId, examId, blanks }: Asked) {
  const { db } = deps
  const exam = await db.exam.findFirst({
    where: { id: examId, courseId },
    include: { questions: { orderBy: { position: 'asc' } } },
  })
  if (!exam) throw new Refusal('not_found')
  const [{ run, copies }, times] = await Promise.all([loadMarked(db, examId), readTimes(deps, examId)])
  const made = await db.markingRun.findUniqueOrThrow({ where: { id: run.id }, select: { createdAt: true } })
  const counted = copies.filter(({ before }) => before !== null)
  const data = examDataOf({ rules: run.rules, questions: exam.questions, copies: counted, times })
  const { items, ...statistics } = examStatistics(data, { blanks })
  const kept = counted.filter((_, index) => blanks === 'scored' || data.responses[index]?.every((one) => !one?.isBlank))
  // In their own order: a mark here is nobody's.
  const marks = kept.flatMap(({ before }) => before ?? []).sort((a, b) => a - b)
  return {
    ...statistics,
    // The marks as they were given: rounded, kept, adjusted. What judges the questions rests on points.
    ...distributionOf(marks),
    marks,
    blanks,
    examTitle: exam.title,
    examStatus: exam.status,
    outOf: run.rules.markRule.outOf,
    run: { number: run.number, createdAt: made.createdAt.toISOString() },
    items: items.map(({ choices, flags, quintiles, ...line }, index) => {
      const question = exam.questions[index] as ExamQuestion
      const asked = question.asked as unknown as { choices: { id: string; text: Content }[] }
      const rule = run.rules.questions[question.id] as RuledQuestion
      return {
        ...line,
        position: question.position + 1,
        bankId: question.questionId,
        opening: openingOf(question),
        type: rule.type,
        points: rule.points,
        neutral: rule.neutral ?? null,
        quintiles: [...quintiles],
        flags: [...flags],
        choices: choices.map((choice) => ({
          ...choice,
          text: asked.choices.find(({ id }) => id === choice.id)?.text ?? [],
        })),
      }
    }),
  }
}

type Judged = {
  rules: Rules
  questions: readonly ExamQuestion[]
  copies: readonly LoadedCopy[]
  times: Times
}

/** Points are counted in hundredths of the mark, so that the standard error reads on the scale of the marks. */
export function examDataOf({ rules, questions, copies, times }: Judged): ExamData {
  const ruled = questions.map(({ id }) => rules.questions[id] as RuledQuestion)
  const worth = ruled.map((rule) => (rule.neutral === 'removed' && !rule.onlyIfTicked ? 0 : rule.points))
  const total = worth.reduce((sum, points) => sum + points, 0)
  const unit = total > 0 ? rules.markRule.outOf / total : 0
  const cache = newScoreCache()
  const earnedOf = numberReader()
  return {
    items: questions.map(({ id }, index) => itemOf(id, { rules, rule: ruled[index] as RuledQuestion, unit })),
    responses: copies.map((copy) => {
      const lines = new Map(linesOf(rules, copy, cache).map((line) => [line.questionId, line]))
      const spent = times.get(copy.attemptId)
      return questions.map(({ id }) => {
        const line = lines.get(id)
        if (!line) return null
        const ticked = copy.answers.get(id) ?? []
        const seconds = spent?.[id]
        return {
          mark: earnedOf(line.earned) * unit,
          isBlank: ticked.length === 0,
          ticked,
          ...(seconds === undefined ? {} : { seconds }),
        }
      })
    }),
  }
}

function itemOf(
  id: string,
  { rules, rule, unit }: { rules: Rules; rule: RuledQuestion; unit: number },
): StatisticsItem {
  const { type, points, choices, neutral } = rule
  const guess =
    points > 0 && !neutral && expectedOfRandomPlayer({ type, points, choices, scale: rule.scale ?? rules.scale })
  return {
    id,
    maximum: neutral === 'removed' && !rule.onlyIfTicked ? 0 : points * unit,
    choices,
    isSingle: type !== 'multiple',
    ...(guess ? { guess: toNumber(guess) / points } : {}),
  }
}

/** The same few fractions come back forty thousand times. */
function numberReader() {
  const known = new Map<string, number>()
  return (text: string) => {
    const value = known.get(text) ?? toNumber(toRational(text))
    known.set(text, value)
    return value
  }
}
