import { createServer, connect as dial, type Socket } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { connect, type Database } from '#server/platform/database/connect.ts'
import { reachDatabase } from '#server/platform/database/reach.ts'
import { isDatabaseAway } from '#server/platform/refusals.ts'
import { emptyDatabase } from '../setup/template-database.ts'

// What each driver really throws when the database cannot be used now: a caller may try again, so it is 503, not 500.

let empty: Awaited<ReturnType<typeof emptyDatabase>>
const opened: Database[] = []
const at = (url: string, options: object = {}) => {
  const database = connect(url, undefined, options)
  opened.push(database)
  return database
}
beforeAll(async () => {
  empty = await emptyDatabase('away')
})
afterAll(async () => {
  for (const { close } of opened) await close().catch(() => undefined)
  await empty.drop()
})

const urlWith = (change: (url: URL) => void) => {
  const url = new URL(empty.url)
  change(url)
  return url.href
}
/** Both drivers run the statement; returns what each threw. */
async function thrownBy(database: Database, sql: string) {
  const thrown = async (work: Promise<unknown>) =>
    work.then(
      () => null,
      (error: Error) => error,
    )
  return [await thrown(database.pool.query(sql)), await thrown(database.db.$executeRawUnsafe(sql))]
}
const expectAway = (errors: (Error | null)[]) =>
  expect(errors.map((error) => (error && isDatabaseAway(error) ? 'away' : error))).toEqual(['away', 'away'])

it('nothing listens there', async () => {
  expectAway(await thrownBy(at(urlWith((url) => (url.port = '1'))), 'select 1'))
})

it('its name is not known, while a service is moved', async () => {
  expectAway(await thrownBy(at(urlWith((url) => (url.hostname = 'nowhere.invalid'))), 'select 1'))
})

it('it accepts the connection and says nothing', async () => {
  const silent = createServer(() => undefined)
  await new Promise<void>((done) => silent.listen(0, '127.0.0.1', done))
  const { port } = silent.address() as { port: number }
  const database = at(
    urlWith((url) => (url.port = String(port))),
    { connectWithinMs: 200 },
  )
  expectAway(await thrownBy(database, 'select 1'))
  silent.close()
})

it('it says nothing to the first connection of a server that starts, which tries again', async () => {
  const { hostname, port } = new URL(empty.url)
  let connections = 0
  const late = createServer((socket) => {
    connections += 1
    if (connections === 1) return
    const real = dial({ host: hostname, port: Number(port) })
    socket.pipe(real).pipe(socket)
  })
  await new Promise<void>((done) => late.listen(0, '127.0.0.1', done))
  const address = late.address() as { port: number }
  await reachDatabase(
    urlWith((url) => Object.assign(url, { hostname: '127.0.0.1', port: String(address.port) })),
    { connectWithinMs: 200 },
  )
  expect(connections).toBe(2)
  late.close()
})

it('its machine is gone in the middle of a statement, without a word', async () => {
  const { hostname, port } = new URL(empty.url)
  const sockets: Socket[] = []
  const wire = createServer((near) => {
    const far = dial(Number(port), hostname)
    sockets.push(near, far)
    near.pipe(far).pipe(near)
  })
  await new Promise<void>((done) => wire.listen(0, '127.0.0.1', done))
  const { port: wirePort } = wire.address() as { port: number }
  const url = urlWith((target) => Object.assign(target, { hostname: '127.0.0.1', port: String(wirePort) }))
  const database = at(url, { size: 3, answerWithinMs: 300 })
  await Promise.all([1, 2, 3].map(() => database.pool.query('select pg_sleep(0.2)')))
  expect(database.pool.idleCount).toBe(3)
  for (const socket of sockets) socket.unpipe()
  const fresh = { name: 'one', text: 'select 1 as one' }
  const thrown = await database.pool.query(fresh).catch((error: Error) => error)
  expect(thrown instanceof Error && isDatabaseAway(thrown)).toBe(true)
  // Those that rested are as dead: the next statement has a new connection, which the machine that took over answers.
  expect((await database.pool.query(fresh)).rows).toEqual([{ one: 1 }])
  for (const socket of sockets) socket.destroy()
  wire.close()
})

it('it is a replica until a failover has ended', async () => {
  const { pool, db } = at(`${empty.url}?options=-c%20default_transaction_read_only%3Don`)
  expectAway(await thrownBy({ pool, db } as Database, 'create table written (id int)'))
})

it('it ends the connection during the statement', async () => {
  expectAway(await thrownBy(at(empty.url), 'select pg_terminate_backend(pg_backend_pid())'))
})

it('every connection is taken', async () => {
  const database = at(empty.url, { size: 1, connectWithinMs: 1_500 })
  const taken = await database.pool.connect()
  expectAway(await thrownBy(database, 'select 1'))
  taken.release()
})

it('behind a pooler, no statement stays on a connection', async () => {
  const named = async (options: object) => {
    const { pool, db } = at(empty.url, { size: 1, ...options })
    await pool.query({ name: 'one', text: 'select $1::int', values: [1] })
    await db.$queryRaw`select ${2}::int`
    return (await pool.query('select name from pg_prepared_statements')).rowCount
  }
  expect(await named({})).toBe(2)
  expect(await named({ hasPooler: true })).toBe(0)
})

it('a statement that is wrong is a fault of ours, not an absence', async () => {
  const errors = await thrownBy(at(empty.url), 'select nothing from nowhere')
  expect(errors.map((error) => error && isDatabaseAway(error))).toEqual([false, false])
})
