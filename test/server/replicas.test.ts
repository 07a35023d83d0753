import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as auth from '#contract/auth/auth.ts'
import { readServiceState } from '#contract/auth/service-state.ts'
import { buildApp } from '#server/app.ts'
import { hashPassword } from '#server/auth/password.ts'
import { runJobs } from '#server/jobs.ts'
import { connect, type Database } from '#server/platform/database/connect.ts'
import { jobStatesOf } from '#server/platform/job-states.ts'
import { giveSign } from '#server/platform/replicas.ts'
import { createWorld, nobody, type Someone, type World } from '#test/setup/world.ts'

/** Two servers of one database, each with its own connections and memory. */
let world: World
let second: Database
let other: FastifyInstance
beforeAll(async () => {
  world = await createWorld()
  second = connect(world.url)
  other = await buildApp({ ...world.deps, pool: second.pool, db: second.db })
})
afterAll(async () => {
  await other.close()
  await second.close()
  await world.close()
})

const elsewhere = (who: Someone, payload?: object) =>
  other.inject({
    method: payload ? 'POST' : 'GET',
    url: '/api/session',
    headers: { host: 'localhost', origin: 'http://localhost', 'user-agent': 'test' },
    ...(who.token ? { cookies: { bareme: who.token } } : {}),
    ...(payload ? { payload } : {}),
  })
const isKnownElsewhere = async (who: Someone) => (await elsewhere(who)).json<{ kind: string }>().kind !== 'visitor'

describe('two servers', () => {
  it('honour a sign-out on the other at once, although both knew the session', async () => {
    const somebody = await world.staff('Nadia')
    expect(await isKnownElsewhere(somebody)).toBe(true)
    expect((await world.ask(somebody, auth.getSession, {})).body).toMatchObject({ kind: 'staff' })
    await world.ask(somebody, auth.signOut, {})
    // The clock of this world does not move: nothing is forgotten by age.
    await expect.poll(() => isKnownElsewhere(somebody), { timeout: 2_000, interval: 10 }).toBe(false)
  })

  it('forget a session within two seconds when they cannot hear each other', async () => {
    const somebody = await world.staff('Bruno')
    expect(await isKnownElsewhere(somebody)).toBe(true)
    await world.pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query like 'listen %'`,
    )
    // What was known before the silence is forgotten when listening starts again.
    await world.db.session.deleteMany({ where: { personId: somebody.id } })
    await expect.poll(() => isKnownElsewhere(somebody), { timeout: 5_000, interval: 20 }).toBe(false)
  })

  it('count the wrong passwords of both', async () => {
    const { id } = await world.staff('Chloé')
    const passwordHash = await hashPassword('quatre chevaux dans la neige')
    const { email } = await world.db.person.update({ where: { id }, data: { passwordHash } })
    const body = { email: email ?? '', password: 'cinq mulets sous la pluie' }
    // Heard of once it was counted: the other server then delays its own first try.
    await elsewhere(nobody, { ...body, email: 'personne@exemple.fr' })
    for (let i = 0; i < 12; i += 1) await world.ask(nobody, auth.signIn, { body })
    world.slept.length = 0
    await elsewhere(nobody, body)
    expect(Math.max(0, ...world.slept)).toBeGreaterThanOrEqual(5_000)
  })

  it('are both on the page of the state of the service, with what each says of its jobs, for owners alone', async () => {
    const course = await world.course()
    const owner = await world.staff('Denis', { course, role: 'owner' })
    const trainer = await world.staff('Esther', { course, role: 'trainer' })
    await runJobs(world.deps, { error: () => undefined })
    jobStatesOf(second).failed('release', world.now())
    jobStatesOf(second).failed('release', world.now())
    await giveSign(world.deps, world.now())
    await giveSign({ ...world.deps, pool: second.pool, db: second.db }, world.now())
    const { body } = await world.ask(owner, readServiceState, {})
    expect(body.servers.map(({ isThisOne }) => isThisOne).sort()).toEqual([false, true])
    expect(body.jobs.find(({ name }) => name === 'release')).toMatchObject({
      lastSuccessAt: world.now().toISOString(),
      failures: 2,
    })
    expect(body.verdicts).toMatchObject({ servers: 'good', jobs: 'bad', backup: 'bad' })
    expect(body.database.migrationCount).toBeGreaterThan(5)
    expect((await world.ask(trainer, readServiceState, {})).body.code).toBe('not_found')
    world.wait(1)
    const later = await world.staff('Denise', { course, role: 'owner' })
    expect((await world.ask(later, readServiceState, {})).body.servers).toEqual([])
  })
})
