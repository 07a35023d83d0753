import { existsSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { markedExam } from '#test/setup/marked-exam.ts'
import { type Running, startProcess, temporaryFolder } from '#test/setup/process.ts'
import { createWorld, type World } from '#test/setup/world.ts'

const { folder, remove } = temporaryFolder()
const file = join(folder, 'examen.zip')
const processes: Running[] = []
let world: World
let course: { id: string; slug: string }
let exam: { id: string }
beforeAll(async () => {
  world = await createWorld()
  course = await world.course()
  const trainer = await world.staff('Nadia', { course, role: 'owner' })
  const answers = { 'Élise Gautier': ['a', 'b'], 'Fatou N’Diaye': ['a', ''] }
  exam = await markedExam(world, { course, trainer, keys: ['a', 'b'], answers })
})
afterAll(async () => {
  for (const { child, ended } of processes) {
    child.kill('SIGTERM')
    await ended
  }
  await world.close()
  remove()
})

/** Beside the server, on its database and with its secret. */
async function archive(...args: string[]) {
  const { options } = world.pool as unknown as { options: { connectionString: string } }
  const env = { DATABASE_URL: options.connectionString, SECRET: world.deps.secret.toString(), DATA_DIR: folder }
  const running = startProcess(env, 'server/exports/archive/archive-command.ts', args)
  processes.push(running)
  const { code } = await running.ended
  return { code, said: running.output() }
}

describe('npm run archive', () => {
  it('lists the exams that are over, and writes one for the eyes of its owner, never over another file', async () => {
    expect(await archive()).toMatchObject({ code: 0, said: expect.stringContaining(`${exam.id}  ${course.slug}`) })
    expect(await archive(exam.id, file)).toMatchObject({ code: 0, said: expect.stringContaining(file) })
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect(existsSync(`${file}.partiel`)).toBe(false)
    expect(await archive(exam.id, file)).toMatchObject({ code: 1, said: expect.stringContaining('existe déjà') })
    expect(await archive('inconnu')).toMatchObject({ code: 1, said: expect.stringContaining('n’existe pas') })
  })

  it('says what a restoration would make, makes it when told to, and not twice', async () => {
    const target = await world.course('Accueil')
    const restore = (...more: string[]) => archive('restore', file, '--course', target.slug, ...more)
    const exams = () => world.db.exam.findMany({ where: { courseId: target.id } })
    expect(await restore()).toMatchObject({
      code: 0,
      said: expect.stringMatching(/2 copies, 2 notes, 2 étudiants à créer.*signée par cette installation.*--yes/s),
    })
    expect(await exams()).toEqual([])
    expect(await restore('--yes')).toMatchObject({ code: 0, said: expect.stringContaining('restauré et comparé') })
    const [restored, ...others] = await exams()
    expect(others).toEqual([])
    expect(await world.db.mark.count({ where: { run: { examId: restored?.id ?? '' } } })).toBe(2)
    const line = { courseId: target.id, action: 'exam.restore' }
    expect(await world.db.auditLine.findFirst({ where: line })).toMatchObject({ actorName: 'ligne de commande' })
    expect(await restore('--yes')).toMatchObject({ code: 1, said: expect.stringContaining('déjà dans ce cours') })
  })

  it('says how it is used when it was not told enough, and ends as a failure', async () => {
    expect(await archive('restore', file)).toMatchObject({ code: 2, said: expect.stringContaining('--course') })
    const empty = await world.course('Cours vide')
    const lost = await archive('restore', file, '--course', 'inconnu')
    expect(lost).toMatchObject({ code: 1, said: expect.stringContaining(`--course ${empty.slug}  « Cours vide »`) })
    expect(await archive('restore', join(folder, 'nulle-part.zip'), '--course', course.slug)).toMatchObject({
      code: 1,
      said: expect.stringContaining('n’existe pas'),
    })
  })
})
