import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { occupyPort, type Running, startProcess, temporaryFolder } from '../setup/process.ts'
import { emptyDatabase } from '../setup/template-database.ts'

const { folder, remove } = temporaryFolder()
const processes: Running[] = []
/** Without the questions it ships with, except where they matter: to read and render them all takes seconds. */
const start = (env: NodeJS.ProcessEnv, args: string[] = []) => {
  const running = startProcess({ QUESTIONS_DIR: join(folder, 'no-questions'), ...env }, 'server/main.ts', args)
  processes.push(running)
  return running
}
const ready = async (running: Running) => (await running.says(/ready {3}http:\/\/localhost:(\d+)/))[1] ?? ''

afterEach(async () => {
  for (const { child, ended } of processes.splice(0)) {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM')
    await ended
  }
})
afterAll(remove)

describe('Barème with its own PostgreSQL', () => {
  const dataDir = join(folder, 'own')
  const env = { DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'warn', READY_WITHOUT_DATABASE_SECONDS: '0' }
  const postgres = () => Number(readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0])
  const query = async (sql: string) => {
    const port = readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[3]
    const password = readFileSync(join(dataDir, 'postgres-password'), 'utf8').trim()
    const client = new pg.Client({ connectionString: `postgresql://bareme:${password}@127.0.0.1:${port}/bareme` })
    await client.connect()
    try {
      return (await client.query<Record<string, unknown>>(sql)).rows
    } finally {
      await client.end()
    }
  }

  it('starts from nothing, prints where to go and the first link, and stops on Ctrl-C with its database', async () => {
    const running = start({ ...env, QUESTIONS_DIR: 'questions' })
    const port = await ready(running)
    await running.says(new RegExp(`First sign-in\\s+http://localhost:${port}/\\S+#\\S{20,}`))
    const health = await fetch(`http://localhost:${port}/health/ready`)
    expect([health.status, await health.json()]).toEqual([200, { ready: true }])
    expect(statSync(join(dataDir, 'secret')).mode & 0o077).toBe(0)
    expect(statSync(join(dataDir, 'postgres-password')).mode & 0o077).toBe(0)

    running.child.kill('SIGINT')
    expect(await running.ended).toEqual({ code: 0, signal: null })
    expect(existsSync(join(dataDir, 'postgres', 'postmaster.pid'))).toBe(false)
  })

  it('keeps its data durably and out of reach: on this machine only, hashed password, no superuser', async () => {
    await ready(start(env))
    const [settings] = await query(`select current_setting('fsync') fsync, current_setting('synchronous_commit') commit,
      current_setting('listen_addresses') listens, current_setting('password_encryption') passwords,
      (select rolsuper from pg_roles where rolname = current_user) super`)
    expect(settings).toEqual({
      fsync: 'on',
      commit: 'on',
      listens: '127.0.0.1',
      passwords: 'scram-sha-256',
      super: false,
    })
  })

  it('says so when it is already running on this data', async () => {
    await ready(start(env))
    const second = start(env)
    expect((await second.ended).code).toBe(1)
    expect(second.output()).toMatch(/Barème tourne déjà.*\n.*already running/)
  })

  it('finds its data and its PostgreSQL again after a kill -9', async () => {
    const first = start(env)
    await ready(first)
    await query('create table kept as select 42 as answer')
    const left = postgres()
    first.child.kill('SIGKILL')
    await first.ended

    const second = start(env)
    await ready(second)
    expect(postgres()).toBe(left)
    expect(await query('select * from kept')).toEqual([{ answer: 42 }])
    second.child.kill('SIGTERM')
    expect((await second.ended).code).toBe(0)
  })

  it('starts its PostgreSQL again when that one is killed', async () => {
    const running = start(env)
    const port = await ready(running)
    process.kill(postgres(), 'SIGKILL')
    const state = async () => (await fetch(`http://localhost:${port}/health/ready`)).status
    await expect.poll(state, { timeout: 5_000, interval: 20 }).toBe(503)
    await expect.poll(state, { timeout: 30_000, interval: 100 }).toBe(200)
    expect(await query('select * from kept')).toEqual([{ answer: 42 }])
  })
})

describe('Barème with a given database', () => {
  const databases: Awaited<ReturnType<typeof emptyDatabase>>[] = []
  const given = async (name: string) => {
    const database = await emptyDatabase(name)
    databases.push(database)
    return { DATABASE_URL: database.url, DATA_DIR: join(folder, 'given'), PORT: '0', LOG_LEVEL: 'warn' }
  }
  afterAll(async () => {
    for (const database of databases) await database.drop()
  })

  it('says where it cannot write, and what to give instead', async () => {
    writeFileSync(join(folder, 'a-file'), '')
    const running = start({ ...(await given('readonly')), DATA_DIR: join(folder, 'a-file', 'data') })
    expect((await running.ended).code).toBe(1)
    expect(running.output()).toMatch(
      /Rien ne peut être écrit dans \S+\/a-file\/data \(DATA_DIR\).*SECRET.*\n.*Nothing can be written/,
    )
    expect(running.output()).not.toContain('ENOTDIR')
  })

  it('finishes a migration under way before it obeys SIGTERM', async () => {
    const env = await given('sigterm')
    const client = new pg.Client({ connectionString: env.DATABASE_URL })
    const observer = new pg.Client({ connectionString: env.DATABASE_URL })
    await Promise.all([client.connect(), observer.connect()])
    // The first migration waits for this name.
    await client.query('begin; create table "Person" (id int)')
    const running = start(env)
    const waiting = `select 1 from pg_stat_activity
      where datname = current_database() and application_name = 'bareme migrate' and wait_event_type = 'Lock'`
    while (!(await observer.query(waiting)).rowCount);
    running.child.kill('SIGTERM')
    // Gone through by the process once it answers to the signal: nothing may have been closed.
    await sleep(200)
    expect(running.child.exitCode).toBeNull()
    await client.query('rollback')
    expect(await running.ended).toEqual({ code: 0, signal: null })
    const { rows } = await client.query('select 1 from _prisma_migrations where finished_at is null')
    expect(rows).toEqual([])
    expect((await client.query(`select to_regclass('"Person"') as found`)).rows).not.toEqual([{ found: null }])
    await Promise.all([client.end(), observer.end()])
  })

  it('says in a sentence that the port is taken', async () => {
    const taken = await occupyPort()
    const running = start({ ...(await given('port')), PORT: String(taken.port) })
    expect((await running.ended).code).toBe(1)
    expect(running.output()).toMatch(/Le port \d+ est déjà pris.*\n.*is already used/)
    await taken.release()
  })

  it('says which database does not answer, without its password', async () => {
    const running = start({ ...(await given('wrong')), DATABASE_URL: 'postgresql://bareme:hunter2@127.0.0.1:1/x?a=b' })
    const refused = start({ PORT: '0', DATABASE_URL: databases.at(-1)?.url.replace(/:[^:@]+@/, ':hunter2@') ?? '' })
    expect((await refused.ended).code).toBe(1)
    expect(refused.output()).toMatch(/ne répond pas.*\n.*does not answer/)
    expect(refused.output()).not.toContain('hunter2')
    running.child.kill('SIGTERM')
    await running.ended
  })

  it('prints every address of the network with --lan', async () => {
    const running = start({ ...(await given('lan')), HOST: '' }, ['--lan'])
    await ready(running)
    expect(running.output()).toMatch(/Your students type\n( {6}http:\/\/\d+\.\d+\.\d+\.\d+:\d+\n)+/)
  })

  it('writes one JSON line per request when a machine reads', async () => {
    const running = start({ ...(await given('logs')), LOG_LEVEL: 'info' })
    const port = await ready(running)
    await fetch(`http://localhost:${port}/api/nothing?code=SECRET-CODE`, { headers: { cookie: 'bareme=SECRET-TOKEN' } })
    await running.says(/request completed/)
    const lines = running
      .output()
      .split('\n')
      .filter((line) => line.startsWith('{'))
    const requests = lines
      .map((line) => JSON.parse(line) as { reqId?: string; msg: string })
      .filter(({ reqId }) => reqId)
    expect(requests.map(({ msg }) => msg)).toEqual(['incoming request', 'request completed'])
    expect(new Set(requests.map(({ reqId }) => reqId)).size).toBe(1)
    await fetch(`http://localhost:${port}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: `http://localhost:${port}` },
      body: JSON.stringify({
        email: 'SECRET-EMAIL@exemple.fr',
        password: 'SECRET-PASSWORD',
        secondFactor: 'SECRET-CODE',
      }),
    })
    await running.says(/"event":"sign_in_refused","address":"[\d.:a-f]+".*"msg":"account"/)
    expect(running.output()).not.toMatch(/SECRET-/)
  })

  it('writes nothing but JSON lines for a collector of logs, and no link, and says its metrics on their own port', async () => {
    const { port: metricsPort, release } = await occupyPort()
    await release()
    const env = { ...(await given('json')), LOG_FORMAT: 'json', LOG_LEVEL: '', METRICS_PORT: String(metricsPort) }
    const running = start(env)
    const [, port] = await running.says(/"origin":"http:\/\/localhost:(\d+)","msg":"ready"/)
    const metrics = await fetch(`http://127.0.0.1:${metricsPort}/metrics`)
    expect(await metrics.text()).toMatch(/^bareme_database_up 1$/m)
    expect((await fetch(`http://localhost:${port}/metrics`)).status).toBe(404)
    await running.says(/request completed/)
    running.child.kill('SIGTERM')
    await running.ended
    for (const line of running.output().trim().split('\n')) expect(() => JSON.parse(line), line).not.toThrow()
    expect(running.output()).not.toContain('#')
  })
})

describe('closing', () => {
  it('finishes the slow request, refuses new ones, then closes what it needed', async () => {
    const running = startProcess({}, 'test/setup/slow-server.ts')
    processes.push(running)
    const [, port] = await running.says(/listening (\d+)/)
    const slow = fetch(`http://127.0.0.1:${port}/slow`).then((reply) => reply.text())
    await running.says(/slow began/)
    running.child.kill('SIGTERM')
    await sleep(200)
    await expect(fetch(`http://127.0.0.1:${port}/slow`)).rejects.toThrow()
    expect(await slow).toBe('finished')
    expect(await running.ended).toEqual({ code: 0, signal: null })
    expect(running.output()).toMatch(/slow ended\s+rest closed/)
  })
})
