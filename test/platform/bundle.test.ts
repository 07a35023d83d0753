import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { QuestionDraft } from '#contract/questions/question-writing.ts'
import { build } from '#server/build.ts'
import { projectRoot } from '#server/platform/project-root.ts'
import { copiedPaths, layOutImage } from '#test/setup/dockerfile.ts'
import { type Running, startNode, temporaryFolder } from '#test/setup/process.ts'
import { emptyDatabase } from '#test/setup/template-database.ts'
import config from '../../server/vite.config.ts'

// The files of the image, in a folder that has no other package above it: what is not bundled is not found.
const { folder, remove } = temporaryFolder()
const processes: Running[] = []
let database: Awaited<ReturnType<typeof emptyDatabase>>
let server: Running
let origin: string

const env = () => ({
  DATABASE_URL: database.url,
  SECRET: 'the same for all the commands of this test',
  QUESTIONS_DIR: 'no-questions',
  PORT: '0',
  LOG_LEVEL: 'warn',
})
function start(script: string, ...args: string[]) {
  const running = startNode({ folder, env: env(), args: [`dist/server/${script}.js`, ...args] })
  processes.push(running)
  return running
}
async function command(script: string, ...args: string[]) {
  const running = start(script, ...args)
  const { code } = await running.ended
  return { code, said: running.output() }
}

beforeAll(async () => {
  await build()
  layOutImage(folder)
  database = await emptyDatabase('bundle')
})
afterAll(async () => {
  for (const { child, ended } of processes) {
    child.kill('SIGTERM')
    await ended
  }
  await database.drop()
  remove()
})

describe('the built server, without packages beside it', () => {
  it('has one package left that is a file: the one with compiled code', () => {
    expect(copiedPaths().filter((path) => path.startsWith('node_modules'))).toEqual(['node_modules/@node-rs'])
    const { external } = JSON.parse(readFileSync(join(folder, 'dist/packages-server.json'), 'utf8'))
    expect(external).toEqual(['@node-rs/argon2'])
    expect(existsSync(join(folder, 'node_modules/fastify'))).toBe(false)
  })

  it('migrates, serves its site and signs a trainer in', async () => {
    expect(await command('migrate')).toMatchObject({ code: 0, said: expect.stringMatching(/applied: \d+/) })
    server = start('main')
    const [, first = ''] = await server.says(/First sign-in\s+\S+#(\S{20,})/)
    const [, port] = await server.says(/ready {3}http:\/\/localhost:(\d+)/)
    origin = `http://localhost:${port}`
    expect(await (await fetch(origin)).text()).toContain('<div id="app">')

    const signedIn = await post('/api/sign-in-links/use', {
      token: first,
      name: 'Nadia',
      email: 'nadia@exemple.fr',
      password: 'une phrase assez longue',
    })
    expect(signedIn.status).toBe(200)
    // Read again with the compiled code: the password is right, another is not.
    const again = { email: 'nadia@exemple.fr', password: 'une phrase assez longue' }
    expect((await post('/api/session', { ...again, password: 'une autre phrase longue' })).status).toBe(401)
    const session = await post('/api/session', again)
    expect(session.status).toBe(200)
    cookie = session.headers.get('set-cookie')?.split(';')[0] ?? ''
  })

  // V8 keeps what was needed to start, from 50 to 130 MB with its runtime, unless it is asked to give it back.
  it.runIf(process.platform === 'linux')('takes less than 180 MB once started', () => {
    const status = readFileSync(`/proc/${server.child.pid}/status`, 'utf8')
    expect(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024).toBeLessThan(180)
  })

  it('reads a question and a PDF in its thread', async () => {
    const created = await post('/api/courses', { title: 'Conteneurs', language: 'fr' })
    expect(created.status).toBe(200)
    const { id: courseId } = (await created.json()) as { id: string }
    const preview = await post(`/api/courses/${courseId}/question-previews`, written)
    const shown = await preview.text()
    expect(shown).toMatch(/hljs-attr/)
    expect(shown).toMatch(/"tag":"math"|katex/)
    const base64 = readFileSync(join(projectRoot, 'test/setup/decks/cours.pdf')).toString('base64')
    const staged = await post(`/api/courses/${courseId}/materials`, { name: 'cours.pdf', base64 })
    expect([staged.status, await staged.json()]).toEqual([200, { id: expect.any(String) }])
  })

  it('backs up, restores, archives, and gives a link, while it runs', async () => {
    const [backup, link, archive] = await Promise.all([
      command('backup', join(folder, 'b.gz')),
      command('account', 'reset', 'nadia@exemple.fr'),
      command('archive'),
    ])
    expect(backup).toMatchObject({ code: 0, said: expect.stringMatching(/✓ Person +1\n/) })
    expect(link).toMatchObject({ code: 0, said: expect.stringMatching(/\/lien#\S{20,}/) })
    expect(archive.code).toBe(0)
    expect(await command('restore', join(folder, 'b.gz'), '--replace', '--yes')).toMatchObject({
      code: 1,
      said: expect.stringMatching(/is running on this database/),
    })
    server.child.kill('SIGTERM')
    expect(await server.ended).toEqual({ code: 0, signal: null })
    expect(await command('restore', join(folder, 'b.gz'), '--replace', '--yes')).toMatchObject({ code: 0 })
  })

  it('has every other command', async () => {
    writeFileSync(join(folder, 'answers.csv'), 'id,q1,q2\na,1,0\nb,1,1\nc,0,0\n')
    const tried = ['account', 'archive', 'backup', 'long-worker', 'main', 'migrate', 'restore', 'worker']
    const [health, secret, questions, statistics] = await Promise.all([
      command('healthcheck'),
      command('secret', 'accept'),
      command('questions', 'lint'),
      command('statistics', 'answers.csv'),
    ])
    expect(health.code).toBe(1)
    expect(secret).toMatchObject({ code: 0, said: expect.stringContaining('already the one') })
    expect(questions.said).not.toMatch(/ENOENT|Cannot find/)
    expect(statistics).toMatchObject({ code: 0 })
    const all = Object.keys(config.build?.rolldownOptions?.input ?? {})
    expect([...tried, 'healthcheck', 'questions', 'secret', 'statistics'].sort()).toEqual(all.sort())
  })

  it('weighs less than 60 MB', () => {
    const bytes = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .reduce((sum, entry) => sum + readFileSync(join(entry.parentPath, entry.name)).byteLength, 0)
    expect(bytes / 1e6).toBeLessThan(60)
  })
})

let cookie = ''
const post = (path: string, body: unknown) =>
  fetch(`${origin}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin, cookie },
    body: JSON.stringify(body),
  })

const choice = { feedback: '', keepLast: false, weight: null, indispensable: false, inacceptable: false }
const written: QuestionDraft = {
  section: 'images',
  type: 'single',
  objective: '',
  stem: '```yaml\nreplicas: 2\n```\n\n$$x^2$$',
  choices: [
    { ...choice, text: 'Oui', correct: true },
    { ...choice, text: 'Non', correct: false },
  ],
  answers: null,
  explanation: 'Parce que.',
  difficulty: 'easy',
  level: 'remember',
  purpose: 'exam',
  seconds: 40,
  tags: [],
  source: { heading: '', quote: '' },
  reference: '',
  verified: { date: '', version: '' },
  enemies: [],
  context: null,
}
