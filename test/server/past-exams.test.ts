import { afterAll, beforeAll, expect, it } from 'vitest'
import * as life from '#contract/exams/life.ts'
import * as corrections from '#contract/grading/corrections.ts'
import * as questions from '#contract/questions/questions.ts'
import { recordQuestions } from '#server/statistics/record-questions.ts'
import { markedExam } from '#test/setup/marked-exam.ts'
import { createWorld, type Someone, type World } from '#test/setup/world.ts'
import { asColumn } from '../setup/as-column.ts'

let world: World
let course: { id: string }
let nadia: Someone
/** The bank: three questions, all asked by the exam, and one never asked. */
let ids: string[]
let exam: Awaited<ReturnType<typeof markedExam>>

beforeAll(async () => {
  world = await createWorld()
  const outline = { sessions: [{ id: 'un', title: 'Un', sections: [section('images-couches')] }] }
  course = await world.db.course.create({ data: { slug: 'passe', title: 'Passé', outline } })
  nadia = await world.staff('Nadia', { course, role: 'trainer' })
  // Twenty-four students: all find the first, the strong the second, only the weak the third.
  const answers = Object.fromEntries(
    Array.from({ length: 24 }, (_, rank) => [
      `Élève ${String.fromCharCode(65 + rank)}`,
      rank < 12 ? ['a', 'b', 'd'] : ['a', 'c', 'c'],
    ]),
  )
  exam = await markedExam(world, { course, trainer: nadia, keys: ['a', 'b', 'c'], answers })
  const frozen = await world.db.examQuestion.findMany({ where: { examId: exam.id }, orderBy: { position: 'asc' } })
  ids = []
  for (const [rank, asked] of [...frozen, null].entries()) {
    const content = { ...(frozen[0]?.content as object), id: `q-${rank}` }
    const { id } = await world.db.question.create({
      data: {
        courseId: course.id,
        key: `q-${rank}`,
        section: 'images-couches',
        versions: {
          create: {
            number: 1,
            hash: `${rank}`,
            content: asColumn(content),
            rendered: asColumn({ ...(frozen[0]?.asked as object), explanation: [] }),
            origin: 'browser',
          },
        },
      },
    })
    ids.push(id)
    if (asked) await world.db.examQuestion.update({ where: { id: asked.id }, data: { questionId: id } })
  }
}, 120_000)
afterAll(() => world.close())

const section = (id: string) => ({ id, title: id, headings: [id], objectives: [id] })
const list = async (query: Record<string, unknown>) =>
  (await world.ask(nadia, questions.listQuestions, { params: { courseId: course.id }, query })).body.questions
const keys = async (query: Record<string, unknown>) => (await list(query)).map(({ key }) => key)

it('records an exam that is over, once for each marking that counts', async () => {
  expect(await keys({ taken: 'never' })).toEqual(['q-0', 'q-1', 'q-2', 'q-3'])
  expect(await recordQuestions(world.deps)).toBe(true)
  expect(await recordQuestions(world.deps)).toBe(false)
  expect(await keys({ taken: 'never' })).toEqual(['q-3'])
  expect((await list({})).map(({ past }) => past && [past.exams, past.n, past.facility])).toEqual([
    [1, 24, 1],
    [1, 24, 0.5],
    [1, 24, 0.5],
    null,
  ])
})

it('narrows the bank by facility, discrimination and flags', async () => {
  expect(await keys({ facility: 'high' })).toEqual(['q-0'])
  expect(await keys({ facility: 'middle' })).toEqual(['q-1', 'q-2'])
  expect(await keys({ facility: 'low' })).toEqual([])
  expect(await keys({ discrimination: 'negative' })).toEqual(['q-1', 'q-2'])
  expect(await keys({ flag: 'too_easy' })).toEqual(['q-0'])
  expect(await keys({ flag: 'negative_discrimination' })).toEqual(['q-1', 'q-2'])
  expect(await keys({ flag: 'any', taken: 'once' })).toEqual(['q-0', 'q-1', 'q-2'])
  expect(await keys({ flag: 'none' })).toEqual([])
  expect(await keys({ taken: 'several' })).toEqual([])
})

it('follows a correction, and says nothing of an exam that runs again', async () => {
  const third = exam.questionIds[2] ?? ''
  const body = {
    change: { kind: 'key' as const, questionId: third, choiceIds: ['d'] },
    policy: { kind: 'full' as const },
  }
  const { params } = exam
  const { fingerprint } = (await world.ask(nadia, corrections.previewCorrection, { params, body })).body
  await world.ask(nadia, corrections.recordCorrection, {
    params,
    body: { ...body, reason: 'Clé fausse.', fingerprint },
  })
  expect(await recordQuestions(world.deps)).toBe(true)
  // Now the strong find the second and the third.
  expect(await keys({ discrimination: 'good' })).toEqual(['q-1', 'q-2'])
  await world.db.exam.update({ where: { id: exam.id }, data: { status: 'open' } })
  expect(await keys({ taken: 'never' })).toEqual(['q-0', 'q-1', 'q-2', 'q-3'])
  await world.ask(nadia, life.closeExam, { params })
  expect(await keys({ taken: 'once' })).toEqual(['q-0', 'q-1', 'q-2'])
})
