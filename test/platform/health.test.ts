import { createServer, type Socket } from 'node:net'
import Fastify from 'fastify'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { connect } from '#server/platform/database/connect.ts'
import { healthRoutes } from '#server/platform/health.ts'
import { createWorld, type World } from '../setup/world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld({ settings: { readyWithoutDatabaseMs: 30_000 } })
})
// Its pool is ended by the test.
afterAll(() => world.app.close())

const ready = async () => (await world.app.inject({ url: '/health/ready' })).statusCode
const live = async () => (await world.app.inject({ url: '/health/live' })).statusCode

it('stays ready through a short absence of the database, and says so when it lasts', async () => {
  expect(await ready()).toBe(200)
  await world.pool.end()
  world.wait(0.4)
  expect(await ready()).toBe(200)
  world.wait(0.2)
  expect(await ready()).toBe(503)
  expect(await live()).toBe(200)
})

it('answers before whoever asks gives up, also when the database takes connections and says nothing', async () => {
  const lines: Socket[] = []
  const silent = createServer((line) => void lines.push(line))
  await new Promise<void>((done) => silent.listen(0, '127.0.0.1', done))
  const { port } = silent.address() as { port: number }
  const { pool, close } = connect(`postgresql://nobody@127.0.0.1:${port}/nothing`)
  const app = Fastify()
  healthRoutes(app, { ...world.deps, pool })
  const asked = performance.now()
  expect((await app.inject({ url: '/health/ready' })).statusCode).toBe(503)
  // A probe of deploy/helm waits four seconds.
  expect(performance.now() - asked).toBeLessThan(3_500)
  for (const line of lines) line.destroy()
  silent.close()
  await app.close()
  await close()
})
