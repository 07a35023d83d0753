import { afterAll, beforeAll, expect, it } from 'vitest'
import { getFinalSheet } from '#contract/assessment/final-sheet.ts'
import * as myExams from '#contract/attempts/my-exams.ts'
import * as auth from '#contract/auth/auth.ts'
import { afterStart } from '#server/after-start.ts'
import { createWorld, nobody, type World } from '#test/setup/world.ts'

let world: World
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

  // A second start finds it as it is, and prints the same codes.
  const again = await afterStart(world.deps, { origin: 'http://localhost', demo: true })
  expect(again.demo).toEqual(ready.demo)
  expect(await world.db.student.count()).toBe(24)
})
