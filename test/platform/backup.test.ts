import { existsSync } from 'node:fs'
import { readFile, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { type Running, startProcess, temporaryFolder } from '#test/setup/process.ts'

const { folder, remove } = temporaryFolder()
const processes: Running[] = []
afterAll(async () => {
  for (const { child, ended } of processes) {
    child.kill('SIGTERM')
    await ended
  }
  remove()
})

const envOf = (name: string) => ({ DATA_DIR: join(folder, name), PORT: '0', LOG_LEVEL: 'warn' })
async function command(script: 'backup' | 'restore', args: string[], env: NodeJS.ProcessEnv) {
  const running = startProcess(env, `server/backup/${script}-command.ts`, args)
  processes.push(running)
  const { code } = await running.ended
  return { code, said: running.output() }
}
function serve(name: string) {
  const running = startProcess(envOf(name))
  processes.push(running)
  return running
}
const portOf = async (running: Running) => (await running.says(/http:\/\/localhost:(\d+)/))[1] ?? ''
async function stop({ child, ended }: Running) {
  child.kill('SIGTERM')
  await ended
}

describe('npm run backup, npm run restore, with the PostgreSQL that comes with Barème', () => {
  const file = join(folder, 'sauvegarde.gz')

  it('says that there is nothing to back up where Barème never started', async () => {
    expect(await command('backup', ['-', '--keep', '14'], envOf('nowhere'))).toMatchObject({ code: 2 })
    const { code, said } = await command('backup', [file], envOf('nowhere'))
    expect(code).toBe(1)
    expect(said).toMatch(/Il manque le secret|rien à sauvegarder/)
    expect(existsSync(join(folder, 'nowhere'))).toBe(false)
  })

  it('backs up while the server runs, for the eyes of its owner, and never over another backup', async () => {
    const running = serve('first')
    await portOf(running)
    const beside = {
      old: 'sauvegarde-2020-01-31-030000.gz',
      recent: 'sauvegarde-2020-02-01-030000.gz',
      other: 'old.gz',
    }
    for (const name of Object.values(beside)) await writeFile(join(folder, name), '')
    const longAgo = new Date(Date.now() - 15 * 86_400_000)
    for (const name of [beside.old, beside.other]) await utimes(join(folder, name), longAgo, longAgo)
    const { code, said } = await command('backup', [file, '--keep', '14'], envOf('first'))
    expect(Object.values(beside).filter((name) => existsSync(join(folder, name)))).toEqual([
      beside.recent,
      beside.other,
    ])
    expect(said).toMatch(/✓ Question +\d+/)
    expect(code).toBe(0)
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect(existsSync(`${file}.partiel`)).toBe(false)
    expect(await command('backup', [file], envOf('first'))).toMatchObject({
      code: 1,
      said: expect.stringMatching(/existe déjà/),
    })
    expect(await command('restore', [file, '--replace', '--yes'], envOf('first'))).toMatchObject({
      code: 1,
      said: expect.stringMatching(/Barème tourne déjà/),
    })
    await stop(running)
  })

  it('restores into an installation that never was, which then starts with the same people', async () => {
    expect(await command('restore', [file], envOf('second'))).toMatchObject({
      code: 0,
      said: expect.stringMatching(/Restauré et relu/),
    })
    const secret = (name: string) => readFile(join(folder, name, 'secret'), 'utf8')
    expect(await secret('second')).toBe(await secret('first'))
    const running = serve('second')
    const port = await portOf(running)
    expect((await fetch(`http://localhost:${port}/health/ready`)).status).toBe(200)
    await stop(running)
    expect(await command('restore', [file], envOf('second'))).toMatchObject({
      code: 1,
      said: expect.stringMatching(/n’est pas vide.*Exam/),
    })
    expect(await command('restore', [file, '--replace'], envOf('second'))).toMatchObject({
      code: 1,
      said: expect.stringMatching(/--yes/),
    })
    expect(await command('restore', [file, '--replace', '--yes'], envOf('second'))).toMatchObject({ code: 0 })
    // Stopped, it is backed up just as well.
    expect(await command('backup', [join(folder, 'autre.gz')], envOf('second'))).toMatchObject({ code: 0 })
  })

  it('refuses a file that is not there, not a backup, or damaged, in a sentence', async () => {
    expect(await command('restore', [join(folder, 'none.gz')], envOf('third'))).toMatchObject({
      code: 1,
      said: expect.stringMatching(/n’existe pas/),
    })
    await writeFile(join(folder, 'photo.gz'), 'a photograph')
    expect(await command('restore', [join(folder, 'photo.gz')], envOf('third'))).toMatchObject({
      code: 1,
      said: expect.stringMatching(/n’est pas une sauvegarde/),
    })
    const bytes = await readFile(file)
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1
    await writeFile(join(folder, 'damaged.gz'), bytes)
    expect(await command('restore', [join(folder, 'damaged.gz')], envOf('third'))).toMatchObject({
      code: 1,
      said: expect.stringMatching(/abîmé/),
    })
    expect(existsSync(join(folder, 'third', 'secret'))).toBe(false)
  })

  it('prints the key alone, for an installation that reads it from a file', async () => {
    const { code, said } = await command('restore', [file, '--secret'], envOf('fourth'))
    expect(code).toBe(0)
    expect(said).toBe(await readFile(join(folder, 'first', 'secret'), 'utf8'))
  })
}, 240_000)
