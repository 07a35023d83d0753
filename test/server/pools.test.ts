import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, expect, it } from 'vitest'
import * as monitorContract from '#contract/attempts/monitor.ts'
import * as myExams from '#contract/attempts/my-exams.ts'
import * as sitting from '#contract/attempts/sitting.ts'
import * as composition from '#contract/exams/composition.ts'
import * as exams from '#contract/exams/exams.ts'
import * as life from '#contract/exams/life.ts'
import * as files from '#contract/exports/exports.ts'
import * as corrections from '#contract/grading/corrections.ts'
import * as grading from '#contract/grading/grading.ts'
import * as statistics from '#contract/statistics/statistics.ts'
import type { PaperQuestion } from '#core/exams/draw.ts'
import type { Question } from '#core/questions/question.ts'
import { ensureShippedCourse } from '#server/exams/ensure-shipped-course.ts'
import { settingsOf } from '#test/setup/exam.ts'
import { pageIds } from '#test/setup/page-ids.ts'
import { createWorld, type Someone, type World } from '#test/setup/world.ts'

const names = ['Ana Ader', 'Bao Bon', 'Chloé Cam', 'Dina Duc', 'Élie Eon', 'Fanny Fos', 'Gaël Gay', 'Hana Hou']
const device = 'laptop01:page0001'
// Single choices only, because a copy here is answered by ticking its right choice.
const lines = [
  { section: 'orchestration', type: 'single' as const, count: 1 },
  { section: 'registres', type: 'single' as const, count: 1 },
  { difficulty: 'easy' as const, type: 'single' as const, count: 2, pool: 8 },
  { difficulty: 'hard' as const, type: 'single' as const, count: 1, pool: 3 },
]
/** What a copy asks, what the exam holds. */
const [asked, held] = [5, 13]

let world: World
let courseId: string
let nadia: Someone
let students: Someone[]
let params: { courseId: string; examId: string }
/** Student id → their paper, and what each question is. */
let papers: Map<string, { attemptId: string; paper: PaperQuestion[] }>
let questions: Map<string, { id: string; questionKey: string; points: number; content: Question }>

beforeAll(async () => {
  world = await createWorld()
  courseId = (await ensureShippedCourse(world.deps)).courseId ?? ''
  nadia = await world.staff('Nadia', { course: { id: courseId }, role: 'trainer' })
  students = []
  for (const name of names) students.push(await world.student({ course: { id: courseId }, name }))
  const { body: exam } = await world.ask(nadia, exams.createExam, { params: { courseId }, body: { title: 'Copies' } })
  params = { courseId, examId: exam.id }
  await world.ask(nadia, exams.updateExam, {
    params,
    body: { ...settingsOf(exam), blueprint: { questionIds: [], lines }, revision: exam.revision },
  })
  await publish()
  await world.ask(nadia, life.openExam, { params })
}, 120_000)
afterAll(() => world.close())

async function publish() {
  const { revision } = (await world.ask(nadia, exams.getExam, { params })).body
  await world.ask(nadia, life.publishExam, { params, body: { revision } })
  const rows = await world.db.examQuestion.findMany({ where: { examId: params.examId } })
  questions = new Map(rows.map((row) => [row.id, { ...row, content: row.content as unknown as Question }]))
  const copies = await world.db.attempt.findMany({ where: { examId: params.examId } })
  papers = new Map(
    copies.map(({ id, studentId, paper }) => [
      studentId,
      { attemptId: id, paper: paper as unknown as PaperQuestion[] },
    ]),
  )
}

const paperOf = (who: Someone | undefined) => papers.get(who?.id ?? '')?.paper ?? []
const keysOf = (who: Someone | undefined) =>
  paperOf(who).map(({ questionId }) => questions.get(questionId)?.questionKey)

it('freezes the whole pool and gives each copy its own, as hard and worth as much', async () => {
  expect(questions.size).toBe(held)
  const profiles = students.map((who) => {
    const own = paperOf(who).map(({ questionId }) => questions.get(questionId))
    expect(new Set(own).size).toBe(asked)
    return [own.map((one) => one?.content.difficulty).sort(), own.reduce((sum, one) => sum + (one?.points ?? 0), 0)]
  })
  for (const profile of profiles) expect(profile).toEqual(profiles[0])
  // Eight copies: sixteen places for a pool of eight, eight for a pool of three; the others are in every copy.
  const given = students.flatMap((who) => paperOf(who).map(({ questionId }) => questionId))
  const inPools = [...questions.values()].map(({ id }) => given.filter((one) => one === id).length)
  expect(inPools.sort((a, b) => a - b)).toEqual([...Array<number>(9).fill(2), 3, 3, 8, 8])
})

it('says what a copy asks, wherever questions are counted', async () => {
  const [exam, draw, mine, monitor] = await Promise.all([
    world.ask(nadia, exams.getExam, { params }),
    world.ask(nadia, composition.getDraw, { params }),
    world.ask(students[0] as Someone, myExams.getMyExam, { params: { examId: params.examId } }),
    world.ask(nadia, monitorContract.monitorExam, { params }),
  ])
  expect([exam.body.questionCount, mine.body.questionCount, monitor.body.questionCount]).toEqual([asked, asked, asked])
  expect(draw.body).toMatchObject({ wanted: asked, asked, points: asked * 100 })
  expect(draw.body.questions).toHaveLength(held)
  expect(draw.body.leastSeconds).toBeLessThan(draw.body.expectedSeconds)
})

it('shows and prints under a number the very copy its student has', async () => {
  for (const rank of [0, 3, 7]) {
    const preview = await world.ask(nadia, composition.previewExam, { params, query: { copy: rank + 1 } })
    const booklet = await world.ask(nadia, composition.getBooklet, {
      params: { courseId },
      query: { exam: params.examId, copy: rank + 1 },
    })
    expect(preview.body.hasPools).toBe(true)
    expect(booklet.body.questions.map(({ key }) => key)).toEqual(keysOf(students[rank]))
    expect(preview.body.questions.map(({ choices }) => choices.map(({ id }) => id))).toEqual(
      paperOf(students[rank]).map(({ choiceIds }) => choiceIds),
    )
  }
})

it('draws the same copies again when it is published again', async () => {
  const before = students.map(keysOf)
  const choices = students.map((who) => paperOf(who).map(({ choiceIds }) => choiceIds))
  await world.db.exam.update({ where: { id: params.examId }, data: { status: 'published' } })
  await world.ask(nadia, life.withdrawExam, { params })
  await publish()
  expect(students.map(keysOf)).toEqual(before)
  expect(students.map((who) => paperOf(who).map(({ choiceIds }) => choiceIds))).toEqual(choices)
  await world.ask(nadia, life.openExam, { params })
})

const save = (who: Someone, questionId: string, choices: string[], sequence: number) =>
  world.ask(who, sitting.saveAnswer, {
    params: { attemptId: papers.get(who.id)?.attemptId ?? '', questionId },
    body: { choices: pageIds(world, { questionId, letters: choices }), flagged: false, device, epoch: 1, sequence },
  })

it('refuses an answer to a question of another copy', async () => {
  const [ana, bao] = students as [Someone, Someone]
  await world.ask(ana, sitting.startAttempt, { params: { examId: params.examId }, body: { device } })
  const own = new Set(paperOf(ana).map(({ questionId }) => questionId))
  const foreign = paperOf(bao).find(({ questionId }) => !own.has(questionId))
  const refused = await save(ana, foreign?.questionId ?? '', [foreign?.choiceIds[0] ?? ''], 1)
  expect(refused.status).toBe(422)
  expect(await world.db.answerEvent.count({ where: { questionId: foreign?.questionId ?? '' } })).toBe(0)
})

it('marks each copy on its own questions, and counts a question only where it was asked', async () => {
  for (const [rank, who] of students.entries()) {
    await world.ask(who, sitting.startAttempt, { params: { examId: params.examId }, body: { device } })
    for (const [place, { questionId }] of paperOf(who).entries()) {
      const { choices } = (questions.get(questionId) as { content: Question }).content
      const right = choices.filter(({ correct }) => correct).map(({ id }) => id)
      // The first half of the class knows everything; the others leave their last question blank.
      if (rank < 4 || place < asked - 1) await save(who, questionId, right, place + 2)
    }
    await world.ask(who, sitting.submitAttempt, { params: { attemptId: papers.get(who.id)?.attemptId ?? '' } })
  }
  await world.ask(nadia, life.closeExam, { params })
  const results = await world.ask(nadia, grading.getResults, { params })
  expect(results.body.rows.map(({ mark }) => mark)).toEqual([2000, 2000, 2000, 2000, 1600, 1600, 1600, 1600])
  const { body } = await world.ask(nadia, statistics.getStatistics, { params, query: {} })
  expect(body.items).toHaveLength(held)
  for (const item of body.items) {
    const copies = students.filter((who) => paperOf(who).some(({ questionId }) => questionId === item.id))
    const blanks = copies.filter((who) => students.indexOf(who) >= 4 && paperOf(who).at(-1)?.questionId === item.id)
    expect([item.n, item.blanks]).toEqual([copies.length, blanks.length])
    expect(item.facility.value).toBeCloseTo((copies.length - blanks.length) / copies.length, 9)
  }
  expect(body.alpha).toEqual({ value: null, reason: 'papers_differ' })
  expect(body.mean.value).toBe(1800)
})

it('exports nothing for a question a copy did not ask', async () => {
  const read = async (file: 'points' | 'answers') => {
    const endpoint = file === 'points' ? files.exportPoints : files.exportAnswers
    const { bytes } = await world.ask(nadia, endpoint, { params, query: { profile: 'rfc4180' } })
    return parse(bytes, { columns: true, bom: true }) as Record<string, string>[]
  }
  const points = await read('points')
  for (const row of points) expect(Object.values(row).filter((cell) => cell !== '').length).toBeLessThan(held)
  const cells = points.flatMap((row) => Object.entries(row).filter(([title]) => /^Question|^Q/.test(title)))
  expect(cells.filter(([, cell]) => cell !== '')).toHaveLength(asked * students.length)
  expect(await read('answers')).toHaveLength(asked * students.length)
})

it('corrects only the copies that ask the question', async () => {
  const counts = new Map<string, Someone[]>()
  for (const who of students) {
    for (const { questionId } of paperOf(who)) counts.set(questionId, [...(counts.get(questionId) ?? []), who])
  }
  const [questionId, concerned] = [...counts].find(([, who]) => who.length === 2) as [string, Someone[]]
  const body = {
    change: { kind: 'points' as const, questionId, points: 300 },
    policy: { kind: 'full' as const },
  }
  const preview = await world.ask(nadia, corrections.previewCorrection, { params, body })
  // Who was not asked ticked nothing, and left nothing blank.
  expect(preview.body.rows.filter(({ ticked }) => ticked !== null)).toHaveLength(2)
  world.wait(60)
  await world.ask(nadia, corrections.recordCorrection, {
    params,
    body: { ...body, reason: 'Elle vaut trois points.', fingerprint: preview.body.fingerprint },
  })
  const run = await world.db.markingRun.findFirstOrThrow({
    where: { examId: params.examId },
    orderBy: { number: 'desc' },
    include: { marks: true },
  })
  const attemptOf = (who: Someone) => papers.get(who.id)?.attemptId
  const maximums = new Map(run.marks.map(({ attemptId, maximum }) => [attemptId, maximum]))
  for (const who of students) {
    expect(maximums.get(attemptOf(who) ?? '')).toBe(concerned.includes(who) ? '700' : '500')
  }
  // A copy worth more is still a mark on twenty, and the statistics stay within it.
  const { body: after } = await world.ask(nadia, statistics.getStatistics, { params, query: {} })
  for (const { facility } of after.items) expect(facility.value).toBeLessThanOrEqual(1)
})

it('gives a late student the next copy', async () => {
  await world.db.exam.update({ where: { id: params.examId }, data: { status: 'open' } })
  const ines = await world.student({ course: { id: courseId }, name: 'Inès Ivoire' })
  await world.ask(ines, sitting.startAttempt, { params: { examId: params.examId }, body: { device } })
  const { seed } = await world.db.attempt.findFirstOrThrow({ where: { studentId: ines.id } })
  const exam = await world.db.exam.findUniqueOrThrow({ where: { id: params.examId } })
  expect(seed).toBe(`${exam.seed}/${students.length}`)
})
