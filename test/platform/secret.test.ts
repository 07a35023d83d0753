import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { migrate } from '#server/platform/database/migrate.ts'
import { keepFingerprint } from '#server/platform/secret-fingerprint.ts'
import { type Running, startProcess, temporaryFolder } from '../setup/process.ts'
import { emptyDatabase } from '../setup/template-database.ts'

const [first, other] = ['a'.repeat(40), 'b'.repeat(40)]
const { folder, remove } = temporaryFolder()
let database: Awaited<ReturnType<typeof emptyDatabase>>
const running: Running[] = []
const run = (secret: string, script = 'server/main.ts', args: string[] = []) => {
  const env = { DATABASE_URL: database.url, DATA_DIR: folder, PORT: '0', LOG_LEVEL: 'warn', SECRET: secret }
  const process = startProcess({ ...env, QUESTIONS_DIR: folder }, script, args)
  running.push(process)
  return process
}
const accept = (secret: string, ...args: string[]) => run(secret, 'server/secret-command.ts', ['accept', ...args])

beforeAll(async () => {
  database = await emptyDatabase('secret')
  await migrate(database.url)
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  await keepFingerprint(client, Buffer.from(first))
  await client.end()
})
afterAll(async () => {
  for (const { child, ended } of running) {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM')
    await ended
  }
  await database.drop()
  remove()
})

it('refuses a server and a command that come with another secret, in a sentence that does not show it', async () => {
  const server = run(other)
  const command = run(other, 'server/auth/account-command.ts', ['reset', 'somebody@exemple.fr'])
  for (const { ended } of [server, command]) expect((await ended).code).toBe(1)
  for (const { output } of [server, command]) {
    expect(output()).toMatch(/n’est pas celui de cette base.*npm run secret -- accept\n.*not the one of this database/)
    expect(output()).not.toContain(other)
  }
})

it('accepts another secret when told to, with no server running, and refuses the one before from then on', async () => {
  const serving = new pg.Client({ connectionString: database.url, application_name: 'bareme' })
  await serving.connect()
  const meanwhile = accept(other, '--yes')
  expect((await meanwhile.ended).code).toBe(1)
  expect(meanwhile.output()).toMatch(/Arrêtez-le/)
  await serving.end()

  const unsure = accept(other)
  expect((await unsure.ended).code).toBe(1)
  expect(unsure.output()).toMatch(/0 codes personnels.*non confirmé/s)
  expect((await accept(other, '--yes').ended).code).toBe(0)
  const [before, now] = [run(first), run(other)]
  expect((await before.ended).code).toBe(1)
  await now.says(/Barème est prêt/)
})
