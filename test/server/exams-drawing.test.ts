import { afterAll, beforeAll, expect, it } from 'vitest'
import * as exams from '#contract/exams/exams.ts'
import * as life from '#contract/exams/life.ts'
import { ensureShippedCourse } from '#server/exams/ensure-shipped-course.ts'
import { createWorld, type Someone, type World } from '#test/setup/world.ts'

let world: World
let courseId: string
let nadia: Someone
let params: { courseId: string; examId: string }
const classOf = 900
beforeAll(async () => {
  world = await createWorld()
  courseId = (await ensureShippedCourse(world.deps)).courseId ?? ''
  nadia = await world.staff('Nadia', { course: { id: courseId }, role: 'trainer' })
  await world.db.student.createMany({
    data: Array.from({ length: classOf }, (_, i) => ({ courseId, givenName: 'Étudiant', familyName: String(i) })),
  })
  const { body } = await world.ask(nadia, exams.createExam, { params: { courseId }, body: { title: 'QCM' } })
  params = { courseId, examId: body.id }
}, 90_000)
afterAll(() => world.close())

const publish = async () => world.ask(nadia, life.publishExam, { params, body: { revision: await revision() } })
const revision = async () => (await world.ask(nadia, exams.getExam, { params })).body.revision
const counted = async () => (await world.ask(nadia, life.countCopies, { params })).body

it('counts the copies of a large class while they are drawn, then says all of them are there', async () => {
  const seen: number[] = []
  let isPublished = false
  const published = publish().finally(() => {
    isPublished = true
  })
  while (!isPublished) seen.push((await counted()).drawn)
  expect((await published).body).toMatchObject({ status: 'published', studentCount: classOf })
  expect(await counted()).toEqual({ drawn: classOf, students: classOf })
  // It grows by rounds, never all at once.
  expect(seen.filter((drawn) => drawn > 0 && drawn < classOf).length).toBeGreaterThan(0)
  expect(seen).toEqual(seen.toSorted((a, b) => a - b))
}, 60_000)

it('leaves no copy behind when the publication is withdrawn while the copies are drawn', async () => {
  await world.ask(nadia, life.withdrawExam, { params })
  const published = publish()
  while ((await counted()).drawn === 0);
  expect((await world.ask(nadia, life.withdrawExam, { params })).body.status).toBe('draft')
  await published
  expect(await counted()).toEqual({ drawn: 0, students: classOf })
}, 60_000)

it('draws at the opening what a publication that was cut short left', async () => {
  await publish()
  const some = await world.db.attempt.findMany({ where: { examId: params.examId }, take: 300, select: { id: true } })
  await world.db.attempt.deleteMany({ where: { id: { in: some.map(({ id }) => id) } } })
  expect(await counted()).toEqual({ drawn: classOf - 300, students: classOf })
  expect((await world.ask(nadia, life.openExam, { params })).body.status).toBe('open')
  expect(await counted()).toEqual({ drawn: classOf, students: classOf })
}, 60_000)

it('counts nothing for another course', async () => {
  const claire = await world.staff('Claire', { course: await world.course('Autre cours'), role: 'owner' })
  expect((await world.ask(claire, life.countCopies, { params })).status).toBe(404)
})
