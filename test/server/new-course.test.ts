import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { publishExam } from '#contract/exams/life.ts'
import { afterStart } from '#server/after-start.ts'
import { judgeBank } from '#server/questions/bank/judge-bank.ts'
import { newCourseCommand } from '#server/questions/bank/new-course-command.ts'
import { createWorld } from '#test/setup/world.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'new-course-'))
  vi.spyOn(console, 'log').mockImplementation(() => {})
  vi.spyOn(console, 'error').mockImplementation(() => {})
})
afterEach(async () => {
  vi.restoreAllMocks()
  await rm(folder, { recursive: true, force: true })
})

it('starts a course the checks accept and the platform serves, up to a published exam', {
  timeout: 90_000,
}, async () => {
  const course = join(folder, 'reseaux-2')
  expect(await newCourseCommand([course, '--title', 'Réseaux, deuxième année'])).toBe(0)
  const { summary, problems } = await judgeBank(course)
  expect(problems).toEqual([])
  expect(summary).toEqual({ questions: 3, sections: 1, sectionsWithoutQuestion: 0, errors: 0, warnings: 0 })

  const world = await createWorld({ settings: { questionsDir: course } })
  try {
    const { problems: told } = await afterStart(world.deps, { origin: 'http://localhost', demo: false })
    expect(told).toEqual([])
    const row = await world.db.course.findFirstOrThrow({ include: { exams: true } })
    expect([row.slug, row.title]).toEqual(['reseaux-2', 'Réseaux, deuxième année'])
    const nadia = await world.staff('Nadia', { course: row, role: 'owner' })
    const params = { courseId: row.id, examId: row.exams[0]?.id ?? '' }
    const { status, body } = await world.ask(nadia, publishExam, { params, body: { revision: 1 } })
    expect([status, body.status, body.questionCount]).toEqual([200, 'published', 3])
  } finally {
    await world.close()
  }
})

it('writes nothing in a folder that holds something, and says how it is written', async () => {
  await writeFile(join(folder, 'notes.txt'), 'à moi')
  expect(await newCourseCommand([folder])).toBe(1)
  expect(await readdir(folder)).toEqual(['notes.txt'])
  expect(await newCourseCommand([])).toBe(2)
  expect(await newCourseCommand(['a', 'b'])).toBe(2)
  expect(await newCourseCommand(['a', '--hasard'])).toBe(2)
})
