import { drawQuestions } from '#core/draw.ts'
import { termsOf } from '#core/exam-terms.ts'
import { lintQuestions } from '#core/lint.ts'
import { toMark } from '#core/points.ts'
import type { Question } from '#core/question.ts'
import { rational, sum } from '#core/rational.ts'
import { expectedOfRobot, type Robot } from '#core/scoring-robots.ts'
import type { Prisma } from '#prisma/client/client.ts'
import type { Deps } from '#server/platform/deps.ts'
import { findPool, findQuestionsByKey, type PoolRow, rowView } from '#server/questions/queries.ts'
import type { RenderedQuestion } from '#server/questions/render.ts'
import { type Exam, type ExamPlace, wantedOf } from './exam.ts'
import { findExamRow } from './queries.ts'

/** A question of the exam, from the bank while it is a draft, from its frozen copy afterwards. */
export type Drawn = {
  questionId: string | null
  versionId: string | null
  content: Question
  rendered: RenderedQuestion
}
type Source = { db: Prisma.TransactionClient }

export async function readDraw(deps: Deps, place: ExamPlace) {
  const exam = await findExamRow(deps, place)
  const { drawn, shortfalls } = exam.status === 'draft' ? await drawFromBank(deps, exam) : await readFrozen(deps, exam)
  return {
    seed: exam.seed,
    wanted: exam.status === 'draft' ? wantedOf(exam.blueprint) : drawn.length,
    questions: drawn.map(({ questionId, content, rendered }) => {
      const row = rowView({ id: '', key: content.id, section: content.section, content, rendered })
      return { ...row, questionId, points: termsOf(content, exam).points }
    }),
    shortfalls: [...shortfalls],
    points: drawn.reduce((total, { content }) => total + termsOf(content, exam).points, 0),
    expectedSeconds: drawn.reduce((total, { content }) => total + content.expectedSeconds, 0),
    robots: drawn.length === 0 ? null : robotsOn(exam, drawn),
    remarks: remarksOn(drawn.map(({ content }) => content)),
  }
}

function remarksOn(questions: Question[]) {
  const left = lintQuestions(questions).findings.filter(({ allowed, severity }) => !allowed && severity !== 'note')
  const codes = [...new Set(left.map(({ code }) => code))]
  return codes.map((code) => ({ code, count: left.filter((finding) => finding.code === code).length }))
}

/** The same draft and the same bank always draw the same questions. */
export async function drawFromBank({ db }: Source, { courseId, blueprint, seed }: Exam) {
  const pool = await findPool({ db }, courseId)
  const { questionIds, shortfalls } = drawQuestions({ pool: pool.map(toPoolQuestion), blueprint, seed })
  const rows = await findQuestionsByKey({ db }, { courseId, keys: questionIds })
  const drawn = questionIds.map((key) => {
    const { id, versionId, content, rendered } = rows.get(key) as NonNullable<ReturnType<typeof rows.get>>
    return { questionId: id, versionId, content, rendered }
  })
  return { drawn, shortfalls }
}

const toPoolQuestion = ({ key, ...rest }: PoolRow) => ({ ...rest, id: key })

export async function readFrozen({ db }: Source, { id }: Exam) {
  const rows = await db.examQuestion.findMany({ where: { examId: id }, orderBy: { position: 'asc' } })
  const drawn = rows.map(({ questionId, versionId, asked, content, explained }): Drawn => {
    const { stem, choices } = asked as unknown as RenderedQuestion
    const { explanation } = explained as unknown as RenderedQuestion
    return { questionId, versionId, content: content as unknown as Question, rendered: { stem, choices, explanation } }
  })
  return { drawn, shortfalls: [] }
}

/** What players who know nothing would get: above 8 out of 20, the scale or the questions give too much away. */
function robotsOn(exam: Exam, drawn: readonly Drawn[]) {
  const asked = drawn.map(({ content }) => ({ content, ...termsOf(content, exam) }))
  const total = rational(asked.reduce((sum, { points }) => sum + points, 0))
  const markOf = (robot: Robot) => {
    const earned = asked.map(({ content: { type, choices }, points, scale }) =>
      expectedOfRobot(robot, { type, choices, points, scale: scale ?? exam.scale }),
    )
    return toMark(sum(earned.map((points) => points ?? rational(0))), total, { ...exam.markRule, grain: 1 }) ?? 0
  }
  return { random: markOf('random'), tickAll: markOf('tick_all'), longest: markOf('longest') }
}
