import { termsOf } from '#core/exams/exam-terms.ts'
import { boundsOf, copyLength, sampleOf } from '#core/exams/pools.ts'
import { holdsBack } from '#core/exams/publish-rule.ts'
import { toMark } from '#core/points.ts'
import type { LintCode } from '#core/questions/lint/codes.ts'
import { rational, toNumber } from '#core/rational.ts'
import { expectedOfRobot, type Robot } from '#core/scoring/robots.ts'
import type { Exam, Prisma } from '#prisma/client/client.ts'
import type { Deps } from '#server/platform/deps.ts'
import { renderedAnswers } from '#server/questions/listed.ts'
import { rowView } from '#server/questions/queries.ts'
import { stratumOf } from './draw-copy.ts'
import { drawFromBank } from './draw-from-bank.ts'
import type { DrawnQuestion } from './drawn-question.ts'
import { type ExamPlace, wantedOf } from './exam.ts'
import { lintDrawn } from './lint-drawn.ts'
import { findPublishRule } from './publish-rule.ts'
import { findExamRow } from './queries.ts'
import { dividedSlots, presentSlots } from './slots.ts'
import { unfitQuestions } from './unfit-questions.ts'
import { unshownQuestions } from './unshown-questions.ts'

type Source = { db: Prisma.TransactionClient }

export async function readDraw(deps: Deps, place: ExamPlace) {
  const exam = await findExamRow(deps, place)
  const isDraft = exam.status === 'draft'
  const { drawn, shortfalls } = isDraft ? await drawFromBank(deps, exam) : await readFrozen(deps, exam)
  const divided = await dividedSlots(deps.db, exam)
  const remarks = await lintDrawn(deps.db, exam.courseId, drawn)
  const rule = await findPublishRule(deps.db, exam.courseId)
  const seconds = boundsOf(drawn, ({ content }) => rational(content.expectedSeconds))
  return {
    seed: exam.seed,
    slots: divided.map(({ number, name }) => ({ number, name })),
    wanted: exam.status === 'draft' ? wantedOf(exam.blueprint) : copyLength(drawn),
    asked: copyLength(drawn),
    questions: drawn.map(({ questionId, content, rendered, stratum, slots }) => {
      const row = rowView({ id: '', key: content.id, section: content.section, content, rendered })
      return { ...row, questionId, stratum, slots: presentSlots(slots, divided), points: termsOf(content, exam).points }
    }),
    locked: isDraft ? [...(exam.drawn?.locked ?? [])] : [],
    refused: isDraft ? [...(exam.drawn?.refused ?? [])] : [],
    shortfalls: [...shortfalls],
    unshown: exam.status === 'draft' ? unshownQuestions(exam, drawn) : [],
    unfit: exam.status === 'draft' ? unfitQuestions(exam, drawn) : [],
    points: pointsOf(exam, drawn),
    expectedSeconds: toNumber(seconds.high),
    leastSeconds: toNumber(seconds.low),
    robots: drawn.length === 0 ? null : robotsOn(exam, drawn),
    remarks: counted(remarks),
    held: exam.status === 'draft' ? remarks.filter((remark) => holdsBack(rule, remark)) : [],
  }
}

/** Total points of any copy: all copies have the same. */
export const pointsOf = (exam: Exam, drawn: readonly DrawnQuestion[]) =>
  sampleOf(drawn).reduce((total, { content }) => total + termsOf(content, exam).points, 0)

/** How many questions have each remark that nobody explained. */
function counted(remarks: readonly { code: LintCode; allowed: string | null }[]) {
  const left = remarks.filter(({ allowed }) => allowed === null)
  const codes = [...new Set(left.map(({ code }) => code))]
  return codes.map((code) => ({ code, count: left.filter((remark) => remark.code === code).length }))
}

export async function readFrozen({ db }: Source, { id }: Exam) {
  const rows = await db.examQuestion.findMany({ where: { examId: id }, orderBy: { position: 'asc' } })
  const drawn = rows.map(({ questionId, versionId, asked, content, explained, ...row }): DrawnQuestion => {
    const { stem, context } = asked
    const { explanation } = explained
    const rendered = { stem, ...renderedAnswers(content, asked), explanation, context: context?.content }
    return { questionId, versionId, content: content, rendered, stratum: stratumOf(row), slots: row.slots }
  })
  return { drawn, shortfalls: [] }
}

/**
 * The highest mark over all copies of players who know nothing: above 8 out of 20, the scale or the questions give too
 * much away.
 */
function robotsOn(exam: Exam, drawn: readonly DrawnQuestion[]) {
  const total = rational(pointsOf(exam, drawn))
  const markOf = (robot: Robot) => {
    const { high } = boundsOf(drawn, ({ content }) => {
      const { points, scale } = termsOf(content, exam)
      const { type, choices, partial } = content
      return expectedOfRobot(robot, { type, choices, partial, points, scale: scale ?? exam.scale }) ?? rational(0)
    })
    return toMark(high, total, { ...exam.markRule, grain: 1 }) ?? 0
  }
  return { random: markOf('random'), tickAll: markOf('tick_all'), longest: markOf('longest') }
}
