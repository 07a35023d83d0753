import { afterAll, beforeAll, expect, it } from 'vitest'
import { getFinalSheet } from '#contract/assessment/final-sheet.ts'
import { changeAttempts, monitorExam } from '#contract/attempts/monitor.ts'
import * as myExams from '#contract/attempts/my-exams.ts'
import { sendMessage } from '#contract/attempts/room.ts'
import * as auth from '#contract/auth/auth.ts'
import { afterStart } from '#server/after-start.ts'
import { ownAddressOf } from '#server/attempts/rehearsal/routes.ts'
import { startRobots } from '#server/demo/robots.ts'
import { listen } from '#server/platform/listen.ts'
import { createWorld, nobody, type World } from '#test/setup/world.ts'

let world: World
const soon = { timeout: 30_000 }
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

it('starts with a class that has lived: an exam marked and released, another one open', {
  timeout: 120_000,
}, async () => {
  const ready = await afterStart(world.deps, { origin: 'http://localhost', demo: true })
  expect(ready.firstLink).toMatch(/^http:\/\/localhost\/lien#/)

  const marks = await world.db.mark.findMany({ select: { mark: true } })
  const mean = marks.reduce((sum, { mark }) => sum + mark, 0) / marks.length / 100
  expect(marks).toHaveLength(23)
  expect(mean).toBeGreaterThan(8)
  expect(mean).toBeLessThan(16)
  expect(new Set(marks.map(({ mark }) => mark)).size).toBeGreaterThan(10)
  expect(await world.db.exam.count({ where: { status: 'released' } })).toBe(1)
  expect(await world.db.student.count()).toBe(24)

  expect(await world.db.team.count({ where: { gradedAt: { not: null } } })).toBe(6)
  const course = await world.db.course.findFirstOrThrow()
  const trainer = await world.staff('Nadia', { course, role: 'owner' })
  const sheet = await world.ask(trainer, getFinalSheet, { params: { courseId: course.id } })
  const statuses = sheet.body.lines.map(({ result }) => result.status)
  expect(statuses.filter((status) => status === 'graded')).toHaveLength(23)
  expect(statuses.filter((status) => status === 'blocked')).toHaveLength(1)

  const [first] = ready.demo?.students ?? []
  const body = { joinCode: ready.demo?.joinCode ?? '', personalCode: first?.code ?? '' }
  const signedIn = await world.ask(nobody, auth.signInStudent, { body })
  expect(signedIn.body.session.name).toBe(first?.name)
  const token = /bareme=([^;]+)/.exec(String(signedIn.headers['set-cookie']))?.[1] ?? ''
  const mine = await world.ask({ ...nobody, token }, myExams.listMyExams, {})
  expect(mine.body.exams.map(({ status }) => status).sort()).toEqual(['open', 'released'])

  // Robots sit the open exam beside the visitor, wait during a pause, and end with the server.
  await listen(world.app, { port: 0, host: '127.0.0.1' })
  const open = await world.db.exam.findFirstOrThrow({ where: { status: 'open' } })
  const place = { params: { courseId: course.id, examId: open.id } }
  const end = startRobots(world.deps, {
    ...{ courseId: course.id, own: ownAddressOf(world.app, world.deps) },
    pace: { think: 200, beat: 20, starts: 40, rest: 60_000 },
  })
  const room = async () => (await world.ask(trainer, monitorExam, place)).body.attempts
  await expect
    .poll(async () => (await room()).filter(({ answeredCount }) => answeredCount > 0).length, soon)
    .toBeGreaterThan(10)
  await expect.poll(async () => (await room()).filter(({ isRobot }) => isRobot).length, soon).toBe(21)
  const intervention = async (type: 'pause' | 'resume') =>
    world.ask(trainer, changeAttempts, { ...place, body: { reason: 'Alarme', intervention: { type } } })
  await intervention('pause')
  const answers = () => world.db.answer.count({ where: { attempt: { examId: open.id } } })
  const read = () => world.db.messageReading.count({ where: { readAt: { not: null } } })
  const write = (text: string) => world.ask(trainer, sendMessage, { ...place, body: { text } })
  await write('Restez assis.')
  await expect.poll(read, soon).toBeGreaterThan(10)
  // A save on its way when the pause began still counted; from here on nothing is saved.
  const held = await answers()
  await write('Encore une minute.')
  await expect.poll(read, soon).toBeGreaterThan(22)
  expect(await answers()).toBe(held)
  await intervention('resume')
  await expect.poll(answers, soon).toBeGreaterThan(held)
  await end()
  expect(await world.db.session.count({ where: { userAgent: 'rehearsal' } })).toBe(0)
  const left = await answers()
  expect((await room()).some(({ status }) => status === 'in_progress')).toBe(true)
  expect(await answers()).toBe(left)

  // A second start finds it as it is, and prints the same codes.
  const again = await afterStart(world.deps, { origin: 'http://localhost', demo: true })
  expect(again.demo).toEqual(ready.demo)
  expect(await world.db.student.count()).toBe(24)
})
