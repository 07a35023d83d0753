import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import * as exams from '#contract/exams/exams.ts'
import * as contract from '#contract/grading/corrections.ts'
import * as grading from '#contract/grading/grading.ts'
import * as statistics from '#contract/statistics/statistics.ts'
import { makeExam, settingsOf } from '#test/setup/exam.ts'
import { markedExam } from '#test/setup/marked-exam.ts'
import { createWorld, type Someone, type World } from '#test/setup/world.ts'

// What can be wrong with marks and figures: handled, said, nothing lost. A malformed file is in exam-imports.test.ts.

let world: World
let course: { id: string }
let trainer: Someone
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  course = await world.course()
  trainer = await world.staff('Nadia', { course, role: 'trainer' })
})

type Answers = Parameters<typeof markedExam>[1]['answers']
const marked = (answers: Answers, keys = ['a', 'b', 'c']) => markedExam(world, { course, trainer, keys, answers })
type Marked = Awaited<ReturnType<typeof marked>>
const figures = async ({ params }: Pick<Marked, 'params'>) =>
  (await world.ask(trainer, statistics.getStatistics, { params, query: {} })).body
const marksOf = async ({ params }: Marked) =>
  (await world.ask(trainer, grading.getResults, { params })).body.rows.map(({ mark }) => mark)

/** No figure is NaN, and none that is undefined is without its reason. */
function requireHonest(value: unknown): void {
  if (Array.isArray(value)) for (const each of value) requireHonest(each)
  else if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true)
  else if (value && typeof value === 'object') {
    if ('value' in value && value.value === null) expect(value).toHaveProperty('reason')
    for (const each of Object.values(value)) requireHonest(each)
  }
}

it('no student: there is no mark to judge, and it is said', async () => {
  const exam = await makeExam(world, { course, status: 'closed' })
  const params = { courseId: course.id, examId: exam.id }
  expect((await figures({ params })) as unknown).toMatchObject({ code: 'marks_missing' })
  expect((await world.ask(trainer, contract.getCorrections, { params })).body.code).toBe('marks_missing')
})

it('one student: the mark is there, what needs several is blank with its reason', async () => {
  const exam = await marked({ 'Ana Un': ['a', 'b', ''] })
  const told = await figures(exam)
  requireHonest(told)
  expect(told).toMatchObject({ n: 1, standing: 'none', standardDeviation: { value: null, reason: 'one_student' } })
  expect(told.items.flatMap(({ flags }) => flags)).toEqual([])
})

it('an item without variance: everybody right, no discrimination, with the reason', async () => {
  const exam = await marked({ 'Ana Un': ['a', 'b', ''], 'Bob Deux': ['a', 'c', 'c'], 'Cleo Trois': ['a', '', 'c'] })
  const told = await figures(exam)
  requireHonest(told)
  expect(told.items[0]).toMatchObject({ facility: { value: 1 }, itemRest: { value: null, reason: 'no_variance' } })
})

it('all blanks: everybody has zero, nothing divides by it', async () => {
  const exam = await marked({ 'Ana Un': ['', '', ''], 'Bob Deux': ['', '', ''] })
  const told = await figures(exam)
  requireHonest(told)
  expect(told).toMatchObject({ n: 2, mean: { value: 0 }, alpha: { value: null, reason: 'no_variance' } })
  expect(told.items.map(({ blanks }) => blanks)).toEqual([2, 2, 2])
  expect(await marksOf(exam)).toEqual([0, 0])
})

it('an item of zero points: out of the total and of every figure of the exam', async () => {
  const exam = await marked({ 'Ana Un': ['a', 'b', ''], 'Bob Deux': ['b', 'b', 'c'] })
  await commit(exam, { kind: 'points', questionId: exam.questionIds[0] as string, points: 0 })
  expect(await marksOf(exam)).toEqual([2000, 1000])
  const told = await figures(exam)
  requireHonest(told)
  expect(told.items[0]).toMatchObject({ points: 0, facility: { value: null, reason: 'no_points' } })
})

async function commit({ params }: Marked, change: Parameters<typeof ask>[1]) {
  const seen = await ask(params, change)
  const body = { change, policy: { kind: 'full' as const }, reason: 'essai', fingerprint: seen.body.fingerprint }
  return world.ask(trainer, contract.recordCorrection, { params, body })
}
type Change = NonNullable<Parameters<typeof world.ask<typeof contract.previewCorrection>>[2]['body']>['change']
const ask = (params: Marked['params'], change: Change) =>
  world.ask(trainer, contract.previewCorrection, { params, body: { change, policy: { kind: 'full' } } })

describe('a key or a scale that cannot mark', () => {
  it('a key naming a choice that does not exist is refused, and no run is made', async () => {
    const exam = await marked({ 'Ana Un': ['a', 'b', ''] })
    const refused = await ask(exam.params, {
      kind: 'key',
      questionId: exam.questionIds[0] as string,
      choiceIds: ['z'],
    })
    expect(refused.body).toMatchObject({ code: 'correction_impossible', details: { reason: 'unknown_choice' } })
    expect(await world.db.markingRun.count({ where: { examId: exam.id } })).toBe(1)
  })

  it('a scale whose maximum is 0 leaves nothing to earn: it cannot be committed, and says on how many copies', async () => {
    const exam = await marked({ 'Ana Un': ['a', 'b', ''], 'Bob Deux': ['', 'b', 'c'] })
    const scale = { kind: 'amc' as const, single: { b: '0', m: '0' }, multiple: {} }
    expect((await ask(exam.params, { kind: 'scale', scale })).body.fault).toBe('nothing_left')
    const refused = await commit(exam, { kind: 'scale', scale })
    expect(refused.body).toMatchObject({
      code: 'correction_impossible',
      details: { reason: 'nothing_left', copies: 2 },
    })
    expect(await marksOf(exam)).not.toContain(null)
  })

  it('a scale that no one can read is refused before anything', async () => {
    const { body: draft } = await world.ask(trainer, exams.createExam, {
      params: { courseId: course.id },
      body: { title: 'QCM' },
    })
    const answer = await world.ask(trainer, exams.updateExam, {
      params: { courseId: course.id, examId: draft.id },
      body: { ...settingsOf(draft), revision: draft.revision, scale: { kind: 'negative', wrong: '1/2', blank: '0' } },
    })
    expect(answer.body.code).toBe('invalid_request')
  })
})

it('two edits of the same key at once: one is recorded, the other is told to look again, none is lost', async () => {
  const exam = await marked({ 'Ana Un': ['b', 'b', ''], 'Bob Deux': ['c', 'b', 'c'] })
  const questionId = exam.questionIds[0] as string
  const changes = ['b', 'c'].map((id) => ({ kind: 'key' as const, questionId, choiceIds: [id] }))
  const seen = await Promise.all(changes.map((change) => ask(exam.params, change)))
  const answers = await Promise.all(
    changes.map((change, index) =>
      world.ask(trainer, contract.recordCorrection, {
        params: exam.params,
        body: {
          change,
          policy: { kind: 'full' },
          reason: `clé ${index}`,
          fingerprint: seen[index]?.body.fingerprint ?? '',
        },
      }),
    ),
  )
  expect(answers.map(({ status, body }) => (status === 200 ? 'recorded' : body.code)).sort()).toEqual([
    'changed_meanwhile',
    'recorded',
  ])
  expect(await world.db.markingRun.count({ where: { examId: exam.id } })).toBe(2)
})
