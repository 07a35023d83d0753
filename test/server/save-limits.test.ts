import { once } from 'node:events'
import { get, type IncomingMessage, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import * as sittingContract from '#contract/attempts/sitting.ts'
import { makeExam } from '#test/setup/exam.ts'
import { pageIds } from '#test/setup/page-ids.ts'
import { createWorld, type Someone, type World } from '#test/setup/world.ts'

const device = 'laptop01:page0001'
let world: World
let port: number
let course: { id: string }
let ana: Someone
let exam: Awaited<ReturnType<typeof makeExam>>
let attemptId: string
let sequence = 0
let later = 0

beforeAll(async () => {
  world = await createWorld()
  await world.app.listen({ port: 0, host: '127.0.0.1' })
  port = (world.app.server.address() as AddressInfo).port
  const real = performance.now.bind(performance)
  vi.spyOn(performance, 'now').mockImplementation(() => real() + later)
})
afterAll(async () => {
  vi.restoreAllMocks()
  await world.close()
})
beforeEach(async () => {
  course = await world.course()
  ana = await world.student({ course, name: 'Ana Un' })
  exam = await makeExam(world, { course, keys: ['a', 'b', 'ac'] })
  const sitting = await world.ask(ana, sittingContract.startAttempt, { params: { examId: exam.id }, body: { device } })
  attemptId = sitting.body.id
  sequence = 0
})
afterEach(() => {
  later += 60_000
})

const tick = () => {
  sequence += 1
  return {
    choices: pageIds(world, { questionId: questionId(), letters: ['a'] }),
    flagged: false,
    device,
    epoch: 1,
    sequence,
  }
}
const questionId = () => exam.questionIds[0] ?? ''
const save = (body = tick()) =>
  world.ask(ana, sittingContract.saveAnswer, { params: { attemptId, questionId: questionId() }, body })
const saveMany = (count: number) =>
  world.ask(ana, sittingContract.saveAnswers, {
    params: { attemptId },
    body: { ticks: Array.from({ length: count }, () => ({ ...tick(), questionId: questionId() })) },
  })
const lines = (where = {}) => world.db.answerEvent.count({ where: { attemptId, ...where } })

it('takes twenty saves of a student in a second; the others come back a second later, and none is lost', async () => {
  const sent = Array.from({ length: 60 }, tick)
  const answers = await Promise.all(sent.map((body) => save(body)))
  const refused = answers.flatMap(({ status }, index) => (status === 200 ? [] : [sent[index] as (typeof sent)[0]]))
  expect(refused.length).toBeGreaterThanOrEqual(25)
  const codes = new Set(answers.map(({ status, body, headers }) => `${status} ${body.code} ${headers['retry-after']}`))
  expect(codes).toEqual(new Set(['200 undefined undefined', '429 too_many_requests 1']))
  expect(await lines()).toBe(60 - refused.length)
  const waiting = [...refused]
  while (waiting.length > 0) {
    later += 1_000
    const round = waiting.splice(0, 20)
    const again = await Promise.all(round.map((body) => save(body)))
    expect(again.map(({ status }) => status)).toEqual(round.map(() => 200))
  }
  expect(await lines()).toBe(60)
})

it('takes what waited offline at once, and another student is not slowed down', async () => {
  expect((await saveMany(500)).status).toBe(200)
  expect(await saveMany(400)).toMatchObject({ status: 429, headers: { 'retry-after': expect.stringMatching(/^\d+$/) } })
  const bob = await world.student({ course, name: 'Bob Deux' })
  const sitting = await world.ask(bob, sittingContract.startAttempt, { params: { examId: exam.id }, body: { device } })
  const params = { attemptId: sitting.body.id, questionId: questionId() }
  expect((await world.ask(bob, sittingContract.saveAnswer, { params, body: tick() })).status).toBe(200)
})

it('lets nobody use up the saves of somebody else', async () => {
  const eve = await world.student({ course, name: 'Eve Trois' })
  const params = { attemptId, questionId: questionId() }
  await Promise.all(
    Array.from({ length: 40 }, () => world.ask(eve, sittingContract.saveAnswer, { params, body: tick() })),
  )
  expect((await save()).status).toBe(200)
})

it('keeps five thousand lines of a copy', async () => {
  await world.pool.query(
    `insert into "AnswerEvent" ("attemptId", device, sequence, epoch, "questionId", choices, "receivedAt")
     select $1, 'another1:page0001', n, 1, $2, '{a}', now() from generate_series(1, 4700) n`,
    [attemptId, questionId()],
  )
  expect((await saveMany(299)).status).toBe(200)
  later += 60_000
  expect(await saveMany(300)).toMatchObject({ status: 429, body: { details: { most: 5_000 } } })
  expect(await lines()).toBe(4_999)
})

it('keeps five hundred late answers of a copy, and goes on answering that time is up', async () => {
  await world.db.exam.update({ where: { id: exam.id }, data: { status: 'closed', closedAt: world.now() } })
  world.wait(120)
  for (let round = 0; round < 3; round += 1) {
    const { status, body } = await saveMany(300)
    expect([status, new Set(body.refusals.map(({ code }) => code))]).toEqual([200, new Set(['time_is_up'])])
    later += 60_000
  }
  expect(await lines({ late: true })).toBe(500)
  expect(await lines({ late: false })).toBe(0)
})

const path = () => `/api/attempts/${attemptId}/changes`
const headers = () => ({ cookie: `bareme=${ana.token}` })
const follow = () =>
  new Promise<IncomingMessage>((resolve) => get({ port, path: path(), headers: headers() }, (line) => resolve(line)))

it('holds three lines of news for a copy: the oldest ends, and comes back in its own time', async () => {
  const first = await follow()
  let heard = ''
  first.on('data', (chunk) => {
    heard += String(chunk)
  })
  const ended = once(first, 'end')
  const others = [await follow(), await follow(), await follow()]
  for (const line of others) line.resume()
  await ended
  expect(heard).toMatch(/retry: 60000\n\n$/)
  expect(others.map(({ destroyed }) => destroyed)).toEqual([false, false, false])
  for (const line of others) line.destroy()
})

it('answers who asks for the headers of that line, and is done', async () => {
  const asked = request({ port, path: path(), headers: headers(), method: 'HEAD' })
  const answered = once(asked, 'response') as Promise<[IncomingMessage]>
  asked.end()
  const [answer] = await answered
  answer.resume()
  await once(answer, 'end')
  expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'text/event-stream'])
})
