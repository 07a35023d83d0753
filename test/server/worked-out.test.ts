import { afterAll, beforeAll, expect, it } from 'vitest'
import * as corrections from '#contract/grading/corrections.ts'
import * as grading from '#contract/grading/grading.ts'
import * as questions from '#contract/questions/questions.ts'
import * as statistics from '#contract/statistics/statistics.ts'
import { countQuery, readCopyCounts } from '#server/exams/copy-counts.ts'
import { readCorrections } from '#server/grading/corrections/read-corrections.ts'
import { readHeatMap } from '#server/grading/heat-map.ts'
import { listDetailedMarks } from '#server/grading/queries.ts'
import { connect } from '#server/platform/database/connect.ts'
import { knowQuestions } from '#server/questions/bank/know-questions.ts'
import { lintOf } from '#server/questions/bank/lint-cache.ts'
import { readStatistics } from '#server/statistics/read-statistics.ts'
import { asColumn } from '#test/setup/as-column.ts'
import { markedExam } from '#test/setup/marked-exam.ts'
import { createWorld, type Someone, type World } from '#test/setup/world.ts'

let world: World
let course: { id: string }
let nadia: Someone
let exam: Awaited<ReturnType<typeof markedExam>>
let params: { courseId: string; examId: string }
const courseId = () => course.id

beforeAll(async () => {
  world = await createWorld()
  const outline = {
    sessions: [
      { id: 'un', title: 'Un', sections: [{ id: 'images', title: 'Images', headings: ['Images'], objectives: [] }] },
    ],
  }
  course = await world.db.course.create({ data: { slug: 'calcule', title: 'Calculé', outline } })
  nadia = await world.staff('Nadia', { course, role: 'trainer' })
  const answers = { 'Ana Une': ['a', 'b', 'd'], 'Bob Deux': ['a', 'c', ''], 'Cléo Trois': ['b', 'b', 'c'] }
  exam = await markedExam(world, { course, trainer: nadia, keys: ['a', 'b', 'c'], answers })
  params = { courseId: course.id, examId: exam.id }
  const frozen = await world.db.examQuestion.findFirstOrThrow({ where: { examId: exam.id, position: 0 } })
  for (const [rank, stem] of ['Le réseau d’un conteneur', 'Une image', 'Un volume'].entries()) {
    const content = { ...(frozen.content as object), id: `q-${rank}`, stem, tags: [`etiquette-${rank}`] }
    const rendered = asColumn({ ...(frozen.asked as object), explanation: [] })
    const version = { number: 1, hash: `${rank}`, content: asColumn(content), rendered, origin: 'browser' as const }
    await world.db.question.create({
      data: { courseId: course.id, key: `q-${rank}`, section: 'images', versions: { create: version } },
    })
  }
}, 60_000)
afterAll(() => world.close())

/** Another server of the same build, with nothing in its memory. */
async function asAnother<T>(work: (deps: World['deps']) => Promise<T>): Promise<T> {
  const { pool, db, close } = connect(world.url)
  try {
    return await work({ ...world.deps, pool, db })
  } finally {
    await close()
  }
}

const keptOf = (name: string) =>
  world.db.computation.findFirstOrThrow({ where: { courseId: course.id, name: { startsWith: name } } })

/** Changes what is kept, so that whoever reads it there is found out. */
async function mark(name: string, change: (value: Record<string, unknown>) => object) {
  const { name: whole, value } = await keptOf(name)
  const data = { value: JSON.stringify(change(JSON.parse(value) as Record<string, unknown>)) }
  await world.db.computation.update({ where: { courseId_name: { courseId: course.id, name: whole } }, data })
}

it('reads the statistics that another server worked out, until a mark changes', async () => {
  const asked = { ...params, blanks: 'scored' as const }
  const { n } = await readStatistics(world.deps, asked)
  await mark('statistics', (value) => ({ ...value, examTitle: 'lu dans la table' }))
  expect((await asAnother((deps) => readStatistics(deps, asked))).examTitle).toBe('lu dans la table')
  await world.db.attempt.updateMany({
    where: { examId: exam.id },
    data: { markedAt: new Date('2026-12-09T09:00:00Z') },
  })
  const again = await asAnother((deps) => readStatistics(deps, asked))
  expect([again.n, again.examTitle]).toEqual([n, exam.title])
  const { body } = await world.ask(nadia, statistics.getStatistics, { params, query: {} })
  expect(body).toEqual(statistics.getStatistics.reply.parse(again))
})

it('reads the lint of a bank that another server worked out, until a question changes', async () => {
  await lintOf(world.deps, courseId())
  await mark('lint', (value) => ({ ...value, keyCounts: [{ keys: 9, questions: 9 }] }))
  expect((await asAnother((deps) => lintOf(deps, courseId()))).keyCounts).toEqual([{ keys: 9, questions: 9 }])
  await world.db.question.updateMany({ where: { key: 'q-2' }, data: { archivedAt: world.deps.now() } })
  expect((await asAnother((deps) => lintOf(deps, courseId()))).ids).toHaveLength(2)
  await world.db.question.updateMany({ where: { key: 'q-2' }, data: { archivedAt: null } })
})

it('says of each copy what its working says, and reads the working once', async () => {
  const map = await readHeatMap(world.deps, params)
  for (const { attemptId, detail } of await listDetailedMarks(world.deps, exam.id)) {
    const copy = map.copies.find((one) => one.attemptId === attemptId)
    expect(copy?.questions.map((index) => map.questions[index]?.id)).toEqual(
      detail?.map(({ questionId }) => questionId),
    )
    expect(copy?.kinds.map((rank) => map.kinds[rank]?.outcome)).toEqual(detail?.map(({ outcome }) => outcome))
  }
  await mark('outcomes', (value) => ({ ...value, copies: [] }))
  expect((await asAnother((deps) => readHeatMap(deps, params))).copies).toEqual([])
  const { rows } = (await world.ask(nadia, grading.getResults, { params })).body
  expect(rows.map(({ counts }) => counts)).toEqual([
    { right: 1, partial: 0, wrong: 1, blank: 1 },
    { right: 2, partial: 0, wrong: 1, blank: 0 },
    { right: 2, partial: 0, wrong: 1, blank: 0 },
  ])
})

it('counts what each choice was ticked for once, until a mark changes', async () => {
  const read = async () => (await world.ask(nadia, corrections.getCorrections, { params })).body
  const counted = ({ questions: all }: Awaited<ReturnType<typeof read>>) =>
    all.map(({ blanks, choices }) => [blanks, ...choices.map(({ count }) => count)])
  expect(counted(await read())).toEqual([
    [0, 2, 1, 0, 0],
    [0, 0, 2, 1, 0],
    [1, 0, 0, 1, 1],
  ])
  await mark('tallies', (value) =>
    Object.fromEntries(Object.keys(value).map((id) => [id, { counts: {}, others: null, blanks: 7 }])),
  )
  const other = await asAnother(async (deps) => readCorrections(deps, params))
  expect(other.questions.map(({ blanks }) => blanks)).toEqual([7, 7, 7])
})

it('goes with its exam and its course', async () => {
  const other = await world.db.course.create({ data: { slug: 'parti', title: 'Parti' } })
  const row = { name: 'lint', key: '', value: '{}', at: world.deps.now() }
  await world.db.computation.create({ data: { ...row, courseId: other.id } })
  await world.db.course.delete({ where: { id: other.id } })
  expect(await world.db.computation.count({ where: { courseId: other.id } })).toBe(0)
})

it('finds, filters and counts questions written before their facts were kept, then keeps them', async () => {
  const list = async (query: object) => {
    const { body } = await world.ask(nadia, questions.listQuestions, { params: { courseId: course.id }, query })
    return body.questions.map(({ key }) => key)
  }
  const asked = [{ search: 'RESEAU d’un' }, { search: 'q-1' }, { tag: 'etiquette-2' }, { purpose: 'practice' }, {}]
  const before = await Promise.all(asked.map(list))
  expect(before).toEqual([['q-0'], ['q-1'], ['q-2'], [], ['q-0', 'q-1', 'q-2']])
  const kept = () =>
    world.pool.query(
      'select key, words, facts from "QuestionVersion" v join "Question" q on q.id = v."questionId" order by key',
    )
  const { rows } = await kept()
  await world.pool.query('update "QuestionVersion" set words = null, facts = null')
  expect(await Promise.all(asked.map(list))).toEqual(before)
  await knowQuestions(world.deps)
  expect((await kept()).rows).toEqual(rows)
  expect(rows[0]?.words).toContain("le reseau d'un conteneur")
})

it('counts the copies of the exams of a course in an index alone', async () => {
  expect(await readCopyCounts(world.deps, course.id)).toEqual([
    { examId: exam.id, status: 'submitted', count: 3, started: 3, marked: 3 },
  ])
  const client = await world.pool.connect()
  try {
    await client.query('begin')
    // So small a table would be read whole.
    await client.query('set local enable_seqscan = off')
    await client.query('set local enable_bitmapscan = off')
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(`explain ${countQuery}`, [course.id])
    const plan = rows.map((row) => row['QUERY PLAN']).join(' ')
    expect(plan).toMatch(/Index Only Scan using "Attempt_examId_status_markedAt_startedAt_idx"/)
  } finally {
    await client.query('rollback')
    client.release()
  }
})
