import { setImmediate as turn } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Endpoint, Sent } from '#contract/endpoint.ts'
import { getBooklet } from '#contract/exams/composition.ts'
import { exportArchive } from '#contract/exports/archives.ts'
import * as files from '#contract/exports/exports.ts'
import { getHeatMap } from '#contract/grading/grading.ts'
import { printPaperCopies } from '#contract/grading/paper.ts'
import { exportBank } from '#contract/questions/question-batches.ts'
import { ensureShippedCourse } from '#server/exams/ensure-shipped-course.ts'
import { isLargeCourse } from '#server/platform/large-course.ts'
import { longWorkOf } from '#server/platform/long-work.ts'
import { markedExam } from '#test/setup/marked-exam.ts'
import { createWorld, type Someone, type World } from '#test/setup/world.ts'

// The long work of a large course is done in a thread of its own: the same bytes, and the loop goes on meanwhile.

let world: World
let course: { id: string }
let nadia: Someone
let params: { courseId: string; examId: string }
/** Threads while the course was small. */
let inThread: number
/** What each long endpoint answered while the course was small. */
const small = new Map<string, { status: number; bytes: string }>()

beforeAll(async () => {
  world = await createWorld()
  course = { id: (await ensureShippedCourse(world.deps)).courseId ?? '' }
  nadia = await world.staff('Nadia', { course, role: 'owner' })
  const bank = await world.db.question.findMany({ where: { courseId: course.id }, orderBy: { key: 'asc' } })
  // A small course, for a start.
  await world.db.question.updateMany({
    where: { id: { in: bank.slice(200).map(({ id }) => id) } },
    data: { courseId: await aside() },
  })
  const single = await world.db.questionVersion.findMany({
    where: { question: { courseId: course.id }, content: { path: ['type'], equals: 'single' } },
    include: { question: true },
    take: 3,
  })
  const keys = single.map(({ question }) => question.key)
  const answers = { 'Ana Un': ['A', 'B', ''], 'Bob Deux': ['B', 'B', 'C'] }
  ;({ params } = await markedExam(world, { course, trainer: nadia, keys, answers }))
  for (const [name, ask] of all()) small.set(name, seen(await ask()))
  inThread = longWorkOf(world.deps).threads().idle
  await makeLarge()
}, 180_000)
afterAll(() => world.close())

const aside = async () => (await world.course('À part')).id

/** By lines that no file but the journal shows. */
async function makeLarge() {
  const data = Array.from({ length: 3_000 }, () => ({
    courseId: course.id,
    actorName: 'x',
    action: 'x.y',
    subject: 'x',
  }))
  await world.db.auditLine.createMany({ data })
}

const seen = ({ status, bytes, headers }: Awaited<ReturnType<World['ask']>>) => ({
  status,
  bytes: bytes.toString('base64'),
  name: headers['content-disposition'],
  type: headers['content-type'],
})

const profile = { query: { profile: 'excel_fr' } } as const
const asked = <E extends Endpoint>(endpoint: E, input: unknown) => world.ask(nadia, endpoint, input as Sent<E>)

const all = (): [string, () => ReturnType<typeof asked>][] => [
  ['results', () => asked(files.exportResults, { params, ...profile })],
  ['points', () => asked(files.exportPoints, { params, ...profile })],
  ['answers', () => asked(files.exportAnswers, { params, ...profile })],
  ['attendance', () => asked(files.exportAttendance, { params, ...profile })],
  ['statistics', () => asked(files.exportStatistics, { params, ...profile })],
  ['points as a workbook', () => asked(files.exportPoints, { params, query: { profile: 'xlsx_fr' } })],
  ['results for Moodle', () => asked(files.exportResults, { params, query: { profile: 'moodle' } })],
  ['final sheet', () => asked(files.exportFinalSheet, { params: { courseId: course.id }, ...profile })],
  ['archive', () => asked(exportArchive, { params })],
  ['heat map', () => asked(getHeatMap, { params })],
  ['paper copies', () => asked(printPaperCopies, { params, query: {} })],
  ['booklet', () => asked(getBooklet, { params: { courseId: course.id }, query: { key: 'with' } })],
  ...(['moodle-xml', 'yaml', 'qti30'] as const).map(
    (format) =>
      [`bank as ${format}`, () => asked(exportBank, { params: { courseId: course.id }, query: { format } })] as [
        string,
        () => ReturnType<typeof asked>,
      ],
  ),
]

it('gives the same bytes and the same names from the thread', { timeout: 180_000 }, async () => {
  expect(inThread).toBe(0)
  expect(await isLargeCourse(world.deps, course.id)).toBe(true)
  for (const [name, ask] of all()) expect(seen(await ask()), name).toEqual(small.get(name))
  expect(longWorkOf(world.deps).threads()).toEqual({ busy: 0, idle: 1 })
  const journal = await asked(files.exportJournal, { params: { courseId: course.id }, ...profile })
  expect(journal.bytes.toString().match(/x\.y/g)).toHaveLength(3_000)
})

it('refuses from the thread as it would have', { timeout: 60_000 }, async () => {
  const other = { ...params, examId: course.id }
  expect((await asked(files.exportAnswers, { params: other, ...profile })).status).toBe(404)
  expect((await asked(exportArchive, { params: other })).body).toMatchObject({ code: 'not_found' })
})

it('lets the loop go on while a file is made', { timeout: 60_000 }, async () => {
  let isOver = false
  const making = asked(exportBank, { params: { courseId: course.id }, query: { format: 'qti30' } }).then((reply) => {
    isOver = true
    return reply
  })
  let turns = 0
  while (!isOver) {
    await turn()
    turns += 1
  }
  expect((await making).status).toBe(200)
  // On the loop, two hundred questions are written between two turns.
  expect(turns).toBeGreaterThan(200)
})

it('stops the work of who leaves, and goes on with who waits', { timeout: 120_000 }, async () => {
  const address = await world.app.listen({ port: 0, host: '127.0.0.1' })
  const path = files.exportPoints.path.replace(':courseId', course.id).replace(':examId', params.examId)
  const work = longWorkOf(world.deps)
  // The marks cannot be read: the work would never end by itself.
  const holder = await world.pool.connect()
  await holder.query('begin; lock table "Mark" in access exclusive mode')
  try {
    const gone = Array.from({ length: 3 }, () => new AbortController())
    const left = gone.map(({ signal }) =>
      fetch(`${address}${path}?profile=excel_fr`, { signal, headers: { cookie: `bareme=${nadia.token}` } }),
    )
    // Two work; the third waits, and somebody else after it.
    while (work.threads().busy < 2) await turn()
    const waits = asked(exportBank, { params: { courseId: course.id }, query: { format: 'gift' } })
    for (const one of gone) one.abort()
    expect((await Promise.allSettled(left)).map(({ status }) => status)).toEqual(gone.map(() => 'rejected'))
    expect((await waits).status).toBe(200)
    while (work.threads().busy > 0) await turn()
  } finally {
    await holder.query('rollback')
    holder.release()
  }
  expect((await asked(files.exportPoints, { params, ...profile })).status).toBe(200)
})
