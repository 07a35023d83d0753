import { afterAll, beforeAll, expect, it } from 'vitest'
import * as myExams from '#contract/attempts/my-exams.ts'
import * as auth from '#contract/auth/auth.ts'
import { rememberIdentity } from '#server/auth/external-identity.ts'
import { startSession } from '#server/platform/sessions.ts'
import { makeExam } from '#test/setup/exam.ts'
import { createWorld, type Someone, type World } from '#test/setup/world.ts'

/** A student signed in with the account of their school, who is in two courses. */
let world: World
let docker: { id: string }
let networks: { id: string }
let stranger: { id: string }
let here: Someone
let there: Someone

const zoe = { source: 'oidc:universite', subject: 'zoe', sourceSession: 's1' }

beforeAll(async () => {
  world = await createWorld()
  docker = await world.course()
  networks = await world.course('Réseaux')
  stranger = await world.course('Autre')
  here = await world.student({ course: docker, name: 'Zoé Petit' })
  there = await world.student({ course: networks, name: 'Zoé Petit' })
  const other = await world.student({ course: stranger, name: 'Bob Noir' })
  for (const course of [docker, networks, stranger]) await makeExam(world, { course })
  const { source, subject } = zoe
  for (const { id } of [here, there]) await rememberIdentity(world.deps, { source, subject, studentId: id })
  await rememberIdentity(world.deps, { source, subject: 'bob', studentId: other.id })
})
afterAll(() => world.close())

const signedOn = async (): Promise<Someone> => {
  const { token } = await startSession(world.deps, { studentId: here.id, userAgent: 'test', origin: zoe })
  return { ...here, token }
}
const tokenOf = (headers: { 'set-cookie'?: unknown }) =>
  /bareme=([^;]+)/.exec([headers['set-cookie']].flat().map(String).join('\n'))?.[1] ?? ''

it('lists the exams of every course of theirs, and of no other', async () => {
  const { body } = await world.ask(await signedOn(), myExams.listMyExams, {})
  expect(body.courses.map(({ title, isThisOne }) => [title, isThisOne])).toEqual([
    ['Orchestration et conteneurs', true],
    ['Réseaux', false],
  ])
  expect(body.exams.map(({ courseId }) => courseId).toSorted()).toEqual([docker.id, networks.id].toSorted())
})

it('with a code, one is in one course, whoever else is remembered', async () => {
  const { body } = await world.ask(here, myExams.listMyExams, {})
  expect([body.courses.length, body.exams.length]).toEqual([1, 1])
  const answer = await world.ask(here, myExams.chooseMyCourse, { body: { courseId: networks.id } })
  expect(answer.body.code).toBe('not_found')
})

it('goes on in another course of theirs, with a new session that replaces this one', async () => {
  const student = await signedOn()
  const answer = await world.ask(student, myExams.chooseMyCourse, { body: { courseId: networks.id } })
  expect(answer.body.session).toMatchObject({ studentId: there.id, courseTitle: 'Réseaux' })
  const next = { ...there, token: tokenOf(answer.headers) }
  expect((await world.ask(next, auth.getSession, {})).body).toMatchObject({ kind: 'student', studentId: there.id })
  expect((await world.ask(student, auth.getSession, {})).body.kind).toBe('visitor')
  expect(await world.db.session.findFirst({ where: { studentId: there.id, source: zoe.source } })).toMatchObject(zoe)
  const back = await world.ask(next, myExams.chooseMyCourse, { body: { courseId: docker.id } })
  expect(back.body.session).toMatchObject({ studentId: here.id })
})

it('another person’s course does not exist', async () => {
  const answer = await world.ask(await signedOn(), myExams.chooseMyCourse, { body: { courseId: stranger.id } })
  expect(answer.body.code).toBe('not_found')
})

it('stays where a copy of theirs runs', async () => {
  const student = await signedOn()
  const where = { studentId: here.id }
  await world.db.attempt.updateMany({ where, data: { status: 'in_progress', startedAt: world.now() } })
  const answer = await world.ask(student, myExams.chooseMyCourse, { body: { courseId: networks.id } })
  expect(answer.body.code).toBe('other_copy_running')
  expect((await world.ask(student, auth.getSession, {})).body.kind).toBe('student')
})
