import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { getRehearsal, startRehearsal, stopRehearsal } from '#contract/attempts/rehearsals.ts'
import { startAttempt } from '#contract/attempts/sitting.ts'
import type { Reply } from '#contract/endpoint.ts'
import { listExams } from '#contract/exams/exams.ts'
import { listStudents } from '#contract/students/students.ts'
import { buildApp } from '#server/app.ts'
import { countLosses } from '#server/attempts/rehearsal/losses.ts'
import { runJobs } from '#server/jobs.ts'
import { connect, type Database } from '#server/platform/database/connect.ts'
import { listen } from '#server/platform/listen.ts'
import { makeExam } from '#test/setup/exam.ts'
import { createWorld, type Someone, type World } from '#test/setup/world.ts'

let world: World
let course: { id: string }
let trainer: Someone
beforeAll(async () => {
  world = await createWorld()
  course = await world.course()
  trainer = await world.staff('Nadia', { course, role: 'trainer' })
  await listen(world.app, { port: 0, host: '127.0.0.1' })
})
afterAll(() => world.close())

const place = (examId: string) => ({ params: { courseId: course.id, examId } })

async function untilOver(examId: string) {
  for (;;) {
    const { body } = await world.ask(trainer, getRehearsal, place(examId))
    // The jobs of the server go on beside it.
    await runJobs(world.deps)
    if (!['preparing', 'running', 'checking'].includes(body.phase)) return body
    await sleep(50)
  }
}

/** The number of rows of every table but the migrations. */
async function everything() {
  const { rows } = await world.pool.query<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = 'public' order by 1`,
  )
  const counted = rows
    // What the last rehearsal gave stays.
    .filter(({ name }) => !name.startsWith('_') && name !== 'Rehearsal')
    .map(async ({ name }) => {
      const { rows: counts } = await world.pool.query<{ n: string }>(`select count(*) as n from "${name}"`)
      return [name, Number(counts[0]?.n)] as const
    })
  return Object.fromEntries(await Promise.all(counted))
}

it('has five students take the exam over HTTP, loses nothing and leaves nothing', async () => {
  await world.student({ course, name: 'Ana Real' })
  const exam = await makeExam(world, { course, status: 'published' })
  const before = await everything()
  const started = await world.ask(trainer, startRehearsal, { ...place(exam.id), body: { students: 5 } })
  expect(started.status).toBe(200)
  expect(started.body).toMatchObject({ phase: 'preparing', students: 5 })

  // Meanwhile it is in no list, and there is one at a time.
  const again = await world.ask(trainer, startRehearsal, { ...place(exam.id), body: { students: 5 } })
  expect(again.body.code).toBe('rehearsal_under_way')
  while ((await world.ask(trainer, getRehearsal, place(exam.id))).body.answered === 0) await sleep(20)
  expect(await world.db.exam.count()).toBe(2)
  expect((await world.ask(trainer, listExams, { params: { courseId: course.id } })).body.exams).toHaveLength(1)
  const list = await world.ask(trainer, listStudents, { params: { courseId: course.id }, query: {} })
  expect(list.body.students).toHaveLength(1)

  const over = await untilOver(exam.id)
  expect(over).toMatchObject({
    phase: 'finished',
    questionCount: 3,
    started: 5,
    answered: 15,
    submitted: 5,
    errors: 0,
    firstError: null,
    lost: 0,
  })
  expect(over.saves).toBeGreaterThanOrEqual(15)
  expect(over.slowestSaveMs).toBeGreaterThanOrEqual(over.medianSaveMs ?? Number.POSITIVE_INFINITY)
  expect(await everything()).toEqual(before)
})

it('stops when asked, and leaves nothing', async () => {
  const exam = await makeExam(world, { course, status: 'published' })
  const before = await everything()
  await world.ask(trainer, startRehearsal, { ...place(exam.id), body: { students: 20 } })
  while ((await world.ask(trainer, getRehearsal, place(exam.id))).body.started === 0) await sleep(20)
  const { body } = await world.ask(trainer, stopRehearsal, place(exam.id))
  expect(body).toMatchObject({ phase: 'stopped', errors: 0, lost: 0 })
  expect(body.submitted).toBeLessThan(20)
  expect(await everything()).toEqual(before)
})

describe('behind a proxy that sends each request to any of two servers', () => {
  let second: Database
  let other: FastifyInstance
  beforeAll(async () => {
    second = connect(world.url)
    other = await buildApp({ ...world.deps, pool: second.pool, db: second.db })
    await listen(other, { port: 0, host: '127.0.0.1' })
  })
  afterAll(async () => {
    await other.close()
    await second.close()
  })

  const elsewhere = async (method: 'GET' | 'POST' | 'DELETE', examId: string) => {
    const answer = await other.inject({
      method,
      url: `/api/courses/${course.id}/exams/${examId}/rehearsals`,
      headers: { host: 'localhost', origin: 'http://localhost', 'user-agent': 'test' },
      cookies: { bareme: trainer.token ?? '' },
      ...(method === 'POST' ? { payload: { students: 1 } } : {}),
    })
    return answer.json<Reply<typeof getRehearsal> & { code?: string }>()
  }

  it('is shown, refused a second time and stopped by the server that does not play it', async () => {
    const exam = await makeExam(world, { course, status: 'published' })
    const before = await everything()
    expect(await elsewhere('GET', exam.id)).toMatchObject({ phase: 'none' })
    await world.ask(trainer, startRehearsal, { ...place(exam.id), body: { students: 20 } })
    expect(await elsewhere('GET', exam.id)).toMatchObject({ phase: 'preparing', students: 20 })
    expect(await elsewhere('POST', exam.id)).toMatchObject({ code: 'rehearsal_under_way' })
    await expect
      .poll(() => elsewhere('GET', exam.id), { timeout: 20_000, interval: 50 })
      .toMatchObject({ phase: 'running', questionCount: 3 })
    const stopped = await elsewhere('DELETE', exam.id)
    expect(stopped).toMatchObject({ phase: 'stopped', errors: 0, lost: 0 })
    expect((await world.ask(trainer, getRehearsal, place(exam.id))).body).toEqual(stopped)
    expect(await everything()).toEqual(before)
  })

  it('has failed once its server gave no sign, and another may begin', async () => {
    const exam = await makeExam(world, { course, status: 'published' })
    const { body: none } = await world.ask(trainer, getRehearsal, place(exam.id))
    const state = { ...none, phase: 'running' as const, students: 1 }
    await world.db.rehearsal.create({ data: { examId: exam.id, state, seenAt: world.now() } })
    expect(await elsewhere('POST', exam.id)).toMatchObject({ code: 'rehearsal_under_way' })
    world.wait(1)
    expect(await elsewhere('GET', exam.id)).toMatchObject({ phase: 'failed' })
    expect(await elsewhere('POST', exam.id)).toMatchObject({ phase: 'preparing' })
    expect(await untilOver(exam.id)).toMatchObject({ phase: 'finished', submitted: 1 })
  })
})

it('is refused to an invigilator, to another course, and for an exam that cannot be opened', async () => {
  const exam = await makeExam(world, { course, status: 'published' })
  const input = { ...place(exam.id), body: { students: 1 } }
  const invigilator = await world.staff('Marc', { course, role: 'invigilator' })
  expect((await world.ask(invigilator, startRehearsal, input)).body.code).toBe('not_allowed')
  const elsewhere = await world.course('Réseaux')
  const stranger = await world.staff('Zoé', { course: elsewhere, role: 'owner' })
  expect((await world.ask(stranger, startRehearsal, input)).body.code).toBe('not_found')
  const through = { params: { courseId: elsewhere.id, examId: exam.id } }
  expect((await world.ask(stranger, startRehearsal, { ...through, body: { students: 1 } })).body.code).toBe('not_found')
  for (const endpoint of [getRehearsal, stopRehearsal]) {
    expect((await world.ask(stranger, endpoint, through)).body.code).toBe('not_found')
  }
  const closed = await makeExam(world, { course, status: 'closed' })
  const answer = await world.ask(trainer, startRehearsal, { ...place(closed.id), body: { students: 1 } })
  expect(answer.body.code).toBe('exam_wrong_state')
})

it('waits for real copies to be over', async () => {
  const ana = await world.student({ course, name: 'Ana Busy' })
  const exam = await makeExam(world, { course })
  await world.ask(ana, startAttempt, { params: { examId: exam.id }, body: { device: 'laptop01:page0001' } })
  const { body } = await world.ask(trainer, startRehearsal, { ...place(exam.id), body: { students: 1 } })
  expect(body.code).toBe('copies_under_way')
})

it('counts what the database does not hold', async () => {
  const attempt = await world.db.attempt.findFirstOrThrow({ where: { status: 'in_progress' } })
  const question = await world.db.examQuestion.findFirstOrThrow({ where: { examId: attempt.examId } })
  const save = { attemptId: attempt.id, questionId: question.id, choices: ['a'], device: 'laptop01', sequence: 1 }
  // Neither in the journal nor in the copy, and not closed.
  expect(await countLosses(world.deps, { saves: [save], submissions: [attempt.id] })).toBe(3)
})

it('is swept away after its server was killed, and only then', async () => {
  await world.db.course.create({ data: { slug: 'rehearsal:left', title: 'Répétition', createdAt: world.now() } })
  await runJobs(world.deps)
  expect(await world.db.course.count({ where: { slug: 'rehearsal:left' } })).toBe(1)
  world.wait(6)
  await runJobs(world.deps)
  expect(await world.db.course.count({ where: { slug: 'rehearsal:left' } })).toBe(0)
})
