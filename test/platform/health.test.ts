import { afterAll, beforeAll, expect, it } from 'vitest'
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
