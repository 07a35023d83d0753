import { afterAll, beforeAll, expect, it } from 'vitest'
import { findPersonOf, findStudentsOf, isOtherIdentity, rememberIdentity } from '#server/auth/external-identity.ts'
import { startSession } from '#server/platform/sessions.ts'
import { createWorld, type World } from '#test/setup/world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

const zoe = { source: 'oidc:universite', subject: 'zoe' }

it('remembers a student of several courses once in each, and forgets none at the second visit', async () => {
  const [docker, networks] = [await world.course(), await world.course('Réseaux')]
  const here = await world.student({ course: docker, name: 'Zoé Petit' })
  const there = await world.student({ course: networks, name: 'Zoé Petit' })
  const remember = (studentId: string) => rememberIdentity(world.deps, { ...zoe, studentId })
  await Promise.all([remember(here.id), remember(here.id), remember(there.id)])
  world.wait(5)
  await remember(here.id)
  const found = await findStudentsOf(world.deps, zoe)
  expect(found.map(({ id }) => id).toSorted()).toEqual([here.id, there.id].toSorted())
  const rows = await world.db.externalIdentity.findMany({ where: zoe, orderBy: { lastUsedAt: 'asc' } })
  expect(rows.map(({ studentId }) => studentId)).toEqual([there.id, here.id])
  expect(await findStudentsOf(world.deps, { ...zoe, source: 'cas:universite' })).toEqual([])
  expect(await findPersonOf(world.deps, zoe)).toBeNull()
})

it('opens nothing to a student who left, nor in a course that is archived', async () => {
  const [docker, networks] = [await world.course(), await world.course('Réseaux')]
  const identity = { source: 'cas:universite', subject: 'bob' }
  const left = await world.student({ course: docker, name: 'Bob Noir' })
  const closed = await world.student({ course: networks, name: 'Bob Noir' })
  for (const { id } of [left, closed]) await rememberIdentity(world.deps, { ...identity, studentId: id })
  await world.db.student.update({ where: { id: left.id }, data: { archivedAt: world.now() } })
  await world.db.course.update({ where: { id: networks.id }, data: { archivedAt: world.now() } })
  expect(await findStudentsOf(world.deps, identity)).toEqual([])
})

it('tells when an address now belongs to somebody else over there', async () => {
  const nadia = await world.staff('Nadia')
  const owner = { personId: nadia.id }
  await rememberIdentity(world.deps, { source: 'oidc:universite', subject: 'nadia', ...owner })
  const found = await findPersonOf(world.deps, { source: 'oidc:universite', subject: 'nadia' })
  expect(found?.id).toBe(nadia.id)
  const isOther = (subject: string) => isOtherIdentity(world.deps, { source: 'oidc:universite', subject, ...owner })
  expect([await isOther('nadia'), await isOther('nadia-2')]).toEqual([false, true])
})

it('keeps with a session where it was opened from', async () => {
  const nadia = await world.staff('Nadia')
  const origin = { source: 'oidc:universite', subject: 'nadia', sourceSession: 'sid-1' }
  await startSession(world.deps, { personId: nadia.id, userAgent: 'test', origin })
  const sessions = await world.db.session.findMany({ where: { personId: nadia.id }, orderBy: { source: 'asc' } })
  expect(sessions.map(({ source, subject, sourceSession }) => [source, subject, sourceSession])).toEqual([
    ['', '', ''],
    ['oidc:universite', 'nadia', 'sid-1'],
  ])
})
