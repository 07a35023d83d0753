import type { z } from 'zod'
import type { markMockExam as markContract } from '#contract/questions/mock-exam.ts'
import { drawQuestions } from '#core/exams/draw.ts'
import { minutesFor, proposeExam, type SectionSupply, usualCount } from '#core/exams/exam-proposal.ts'
import { type MarkScale, toHundredths, toMark } from '#core/points.ts'
import { contextKey, type Difficulty } from '#core/questions/question.ts'
import { rational, sum } from '#core/rational.ts'
import { Refusal } from '#core/refusal.ts'
import type { Scale } from '#core/scoring/scale.ts'
import { shuffledInBlocks } from '#core/seed.ts'
import { allowedMs, defaultGraceMs } from '#core/timing.ts'
import type { Deps } from '#server/platform/deps.ts'
import { openBytes, sealBytes } from '#server/platform/seal-bytes.ts'
import { sharedContexts } from './contexts.ts'
import {
  askedView,
  contextOfRow,
  correctedView,
  findAllPractice,
  type Learner,
  practicePoints,
  practiceScale,
} from './practice.ts'
import { type BankRow, sectionOrder } from './queries.ts'

/** A mock exam as the browser carries it: nobody can read it, change it, or give it to another student. */
type Sealed = { startedAt: number; lengthMs: number; minutes: number; questionIds: string[]; examId: string | null }
type Answers = z.output<typeof markContract.body>['answers']

const usualMark: MarkScale = { outOf: 2000, grain: 1, rounding: 'nearest' }

/** What a mock exam would ask of this student now. */
export async function readMockExam(deps: Deps, learner: Learner) {
  const { ids, minutes } = await draw(deps, { learner, seed: 'preview' })
  return { questions: ids.length, minutes }
}

/** A new one, drawn as an exam is; or, from what was sealed, the one that was started. */
export async function startMockExam(deps: Deps, { sealed, ...learner }: Learner & { sealed?: string | undefined }) {
  if (sealed !== undefined) return paperOf(deps, { learner, mock: openMock(deps, { learner, sealed }) })
  const { ids, minutes, examId } = await draw(deps, { learner, seed: deps.randomBytes(16).toString('hex') })
  if (ids.length === 0) throw new Refusal('not_found')
  const student = await deps.db.student.findUniqueOrThrow({
    where: { id: learner.studentId },
    select: { extraTime: true },
  })
  const startedAt = deps.now()
  const { extraTime } = student
  const lengthMs = allowedMs({ limitMinutes: minutes, extraTime, startedAt, addedMs: 0, grantsMs: 0 })
  const mock = { startedAt: startedAt.getTime(), lengthMs, minutes, questionIds: ids, examId }
  return paperOf(deps, { learner, mock })
}

/** Marks it by the scale of the exam it imitates. What is left of its questions counts: one may have gone to an exam. */
export async function markMockExam(
  deps: Deps,
  { sealed, answers, ...learner }: Learner & { sealed: string; answers: Answers },
) {
  const mock = openMock(deps, { learner, sealed })
  const rows = await rowsOf(deps, { learner, mock })
  if (rows.length === 0) throw new Refusal('not_found')
  const { scale, markRule } = await modelOf(deps, learner.courseId, mock.examId)
  const givenTo = new Map(answers.map(({ questionId, choices }) => [questionId, choices]))
  const corrected = rows.map((row) => correctedView(deps, { learner, row, given: givenTo.get(row.id) ?? [], scale }))
  const earned = sum(corrected.map(({ exact }) => exact))
  const maximum = rows.length * practicePoints
  const { contexts, named } = sharedContexts(deps, rows, contextOfRow)
  const lateMs = deps.now().getTime() - mock.startedAt - mock.lengthMs - defaultGraceMs
  return {
    ...contexts,
    questions: corrected.map((question, at) => ({
      ...question,
      ...named(rows[at] as BankRow),
      position: at + 1,
    })),
    earned: toHundredths(earned),
    maximum,
    mark: toMark(earned, rational(maximum), markRule),
    outOf: markRule.outOf,
    lateSeconds: Math.max(0, Math.ceil(lateMs / 1000)),
    withdrawn: mock.questionIds.length - rows.length,
  }
}

const placeOf = ({ courseId, studentId }: Learner) => ({
  purpose: 'mock-exam' as const,
  id: `${courseId}:${studentId}`,
})

function openMock(deps: Deps, { learner, sealed }: { learner: Learner; sealed: string }): Sealed {
  const bytes = openBytes(deps, { ...placeOf(learner), sealed: Buffer.from(sealed, 'base64url') })
  if (!bytes) throw new Refusal('not_found')
  return JSON.parse(bytes.toString()) as Sealed
}

type Mock = { learner: Learner; mock: Sealed }

/** Its questions that may still be practised, in the order they were drawn. */
async function rowsOf(deps: Deps, { learner, mock }: Mock): Promise<BankRow[]> {
  const byId = new Map((await findAllPractice(deps, learner)).map((row) => [row.id, row]))
  return mock.questionIds.flatMap((id) => byId.get(id) ?? [])
}

async function paperOf(deps: Deps, { learner, mock }: Mock) {
  const rows = await rowsOf(deps, { learner, mock })
  if (rows.length === 0) throw new Refusal('not_found')
  const { contexts, named } = sharedContexts(deps, rows, contextOfRow)
  const bytes = Buffer.from(JSON.stringify(mock))
  return {
    ...contexts,
    sealed: Buffer.from(sealBytes(deps, { ...placeOf(learner), bytes })).toString('base64url'),
    serverNow: deps.now().toISOString(),
    endsAt: new Date(mock.startedAt + mock.lengthMs).toISOString(),
    minutes: mock.minutes,
    questions: rows.map((row) => ({ ...askedView(deps, learner, row), ...named(row) })),
  }
}

/**
 * The exam to imitate: the latest that is no draft, or the one a mock exam was drawn for. Only what its instructions say
 * is read: how many questions, how long, which scale; its plan may concern an exam that is still to come.
 */
async function modelOf({ db }: Deps, courseId: string, examId?: string | null) {
  const exam =
    examId === null
      ? null
      : await db.exam.findFirst({
          where: { courseId, status: { not: 'draft' }, ...(examId === undefined ? {} : { id: examId }) },
          orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
          select: { id: true, limitMinutes: true, blueprint: true, scale: true, markRule: true },
        })
  const asked = exam ? exam.blueprint.questionIds.length + sumOf(exam.blueprint.lines.map(({ count }) => count)) : 0
  // A certainty is not asked in practice.
  const scale: Scale = exam && exam.scale.kind !== 'certainty' ? exam.scale : practiceScale
  return {
    examId: exam?.id ?? null,
    count: asked || usualCount,
    minutes: exam && asked > 0 ? { each: exam.limitMinutes / asked } : null,
    scale,
    markRule: exam?.markRule ?? usualMark,
  }
}

const sumOf = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0)

/** As an exam is drawn: in proportion to the sections, of mixed difficulty, without two enemies, documents together. */
async function draw(deps: Deps, { learner, seed }: { learner: Learner; seed: string }) {
  const [rows, order, model] = await Promise.all([
    findAllPractice(deps, learner),
    sectionOrder(deps, learner.courseId),
    modelOf(deps, learner.courseId),
  ])
  const supply = order.map((section): SectionSupply => {
    const own = rows.filter((row) => row.section === section)
    const secondsOf = (difficulty: Difficulty) =>
      own.flatMap(({ content }) => (content.difficulty === difficulty ? content.expectedSeconds : []))
    return { section, seconds: { easy: secondsOf('easy'), medium: secondsOf('medium'), hard: secondsOf('hard') } }
  })
  const { lines } = proposeExam({ supply, count: Math.min(model.count, rows.length) })
  const pool = rows.map(({ key, section, content }) => {
    const { difficulty, level, type, enemies, context } = content
    return { id: key, section, difficulty, level, type, enemies, context }
  })
  const drawn = new Set(drawQuestions({ pool, blueprint: { questionIds: [], lines }, seed }).questionIds)
  const asked = shuffledInBlocks(
    rows.filter(({ key }) => drawn.has(key)),
    { blockOf: ({ content }) => contextKey(content.context), seed: `${seed}/order` },
  )
  const expected = sumOf(asked.map(({ content }) => content.expectedSeconds))
  const minutes = model.minutes ? Math.max(1, Math.round(model.minutes.each * asked.length)) : minutesFor(expected)
  return { ids: asked.map(({ id }) => id), minutes, examId: model.examId }
}
