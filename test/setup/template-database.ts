import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { startEmbedded } from '#server/platform/database/embedded.ts'
import { migrate } from '#server/platform/database/migrate.ts'

// Workers inherit the environment of the main process, which gives them the server and the template to copy.
const serverVariable = 'BAREME_TEST_SERVER'
const templateVariable = 'BAREME_TEST_TEMPLATE'

/**
 * Once per run: a temporary server (or that of DATABASE_URL) with a migrated template, which every test file copies.
 */
export default async function setup() {
  if (process.env[serverVariable]) return
  const given = process.env['DATABASE_URL']
  const server = given ? { url: given, stop: async () => undefined } : await throwAwayServer()
  process.env[serverVariable] = server.url
  const template = `bareme_template_${process.pid}`
  process.env[templateVariable] = template
  await run('postgres', (client) => client.query(`create database ${template}`))
  await migrate(urlOf(template))

  return async () => {
    if (given) await run('postgres', (client) => client.query(`drop database if exists ${template} with (force)`))
    await server.stop()
    delete process.env[serverVariable]
  }
}

/** A copy of the template for one test file, so that files share no rows and can run in any order. */
export async function freshDatabase() {
  const name = `bareme_test_${process.env['VITEST_POOL_ID'] ?? '0'}_${process.pid}`
  await run('postgres', async (client) => {
    await client.query(`drop database if exists ${name} with (force)`)
    await client.query(`create database ${name} template ${process.env[templateVariable]}`)
  })
  return {
    url: urlOf(name),
    drop: () => run('postgres', (client) => client.query(`drop database if exists ${name} with (force)`)),
  }
}

/** An empty database, for the tests of migrations. */
export async function emptyDatabase(suffix: string) {
  const name = `bareme_empty_${process.env['VITEST_POOL_ID'] ?? '0'}_${process.pid}_${suffix}`
  await run('postgres', async (client) => {
    await client.query(`drop database if exists ${name} with (force)`)
    await client.query(`create database ${name}`)
  })
  return {
    url: urlOf(name),
    drop: () => run('postgres', (client) => client.query(`drop database if exists ${name} with (force)`)),
  }
}

export async function run<T>(database: string, work: (client: pg.Client) => Promise<T>) {
  const client = new pg.Client({ connectionString: urlOf(database) })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

export function urlOf(database: string) {
  const server = process.env[serverVariable]
  if (!server) throw new Error('no test server: this project lacks globalSetup test/setup/template-database.ts')
  const url = new URL(server)
  url.pathname = `/${database}`
  return url.href
}

/** A temporary server without durability; also removes those of earlier runs that were killed. */
async function throwAwayServer() {
  sweep()
  const dataDir = mkdtempSync(join(tmpdir(), prefix))
  writeFileSync(join(dataDir, 'runner.pid'), String(process.pid))
  const { adminUrl, stop } = await startEmbedded({ dataDir, durable: false })
  return {
    url: adminUrl,
    stop: async () => {
      await stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

const prefix = 'bareme-test-'

function sweep() {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(prefix))) {
    const folder = join(tmpdir(), name)
    // Folders of another user of the machine are left alone.
    if (statSync(folder, { throwIfNoEntry: false })?.uid !== process.getuid?.()) continue
    const runner = pidIn(join(folder, 'runner.pid'))
    if (runner === undefined || isAlive(runner)) continue
    const server = pidIn(join(folder, 'postgres', 'postmaster.pid'))
    // SIGQUIT is the immediate shutdown of Postgres.
    if (server !== undefined && isAlive(server)) process.kill(server, 'SIGQUIT')
    rmSync(folder, { recursive: true, force: true })
  }
}

function pidIn(path: string) {
  try {
    return Number(readFileSync(path, 'utf8').split('\n')[0]) || undefined
  } catch {
    return undefined
  }
}

function isAlive(pid: number) {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
