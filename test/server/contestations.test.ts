import { afterAll, beforeAll, expect, it } from 'vitest'
import { getOverview } from '#contract/exports/overview.ts'
import * as contract from '#contract/grading/contestations.ts'
import * as grading from '#contract/grading/grading.ts'
import { markedExam } from '#test/setup/marked-exam.ts'
import { createWorld, type Someone, type World } from '#test/setup/world.ts'

let world: World
let course: { id: string }
let trainer: Someone
beforeAll(async () => {
  world = await createWorld()
  course = await world.course()
  trainer = await world.staff('Nadia', { course, role: 'trainer' })
})
afterAll(() => world.close())

it('lets a student question a question until the deadline, and shows them the answer', async () => {
  const exam = await markedExam(world, {
    course,
    trainer,
    keys: ['a'],
    answers: { 'Ana Un': ['b'], 'Bob Deux': ['b'] },
  })
  const [ana, bob] = [exam.students.get('Ana Un') as Someone, exam.students.get('Bob Deux') as Someone]
  const attemptId = exam.copies['Ana Un'] as string
  const place = { attemptId, questionId: exam.questionIds[0] as string }
  const ask = (who: Someone, reason: string, where = place) =>
    world.ask(who, contract.contest, { params: where, body: { reason } })
  const mine = async () => (await world.ask(ana, contract.listMyContestations, { params: { attemptId } })).body

  expect((await ask(ana, 'b aussi est juste')).body.code).toBe('not_released')
  await world.ask(trainer, grading.releaseResults, { params: exam.params, body: {} })
  expect((await ask(ana, 'b aussi est juste')).body.code).toBe('contestation_closed')
  const until = new Date(world.now().getTime() + 60 * 60_000).toISOString()
  await world.ask(trainer, contract.setContestationDeadline, { params: exam.params, body: { until } })

  expect((await ask(ana, 'b')).status).toBe(200)
  expect((await ask(ana, 'b aussi est juste : voir le cours')).status).toBe(200)
  expect((await ask(ana, 'x', { attemptId, questionId: attemptId })).body.code).toBe('question_not_in_attempt')
  expect((await ask(bob, 'la copie d’une autre')).status).toBe(404)
  expect(await mine()).toMatchObject({ isOpen: true, contestations: [{ reason: 'b aussi est juste : voir le cours' }] })

  const { body } = await world.ask(trainer, contract.listContestations, { params: exam.params })
  // What she chose beside the key, and what accepting it too would give her.
  expect(body.contestations).toMatchObject([
    { studentName: 'Ana Un', position: 1, isUpheld: null, ticked: ['b'], mark: 0, markIfAccepted: 2000 },
  ])
  expect(body.questions[0]?.ruled?.right).toEqual(['a'])
  expect(body.questions[0]?.choices.map(({ id }) => id)).toContain('b')
  // Counted where the trainer looks, until it is answered.
  const waiting = async () => {
    const { body: overview } = await world.ask(trainer, getOverview, { params: { courseId: course.id } })
    return [overview.contestations, overview.nextSteps.some(({ kind }) => kind === 'answer_contestations')]
  }
  expect(await waiting()).toEqual([[{ examId: exam.id, count: 1 }], true])
  const answer = { contestationIds: body.contestations.map(({ id }) => id), isUpheld: false, answer: 'Non : page 12.' }
  await world.ask(trainer, contract.answerContestations, { params: exam.params, body: answer })
  expect(await mine()).toMatchObject({ contestations: [{ isUpheld: false, answer: 'Non : page 12.' }] })
  expect(await waiting()).toEqual([[], false])
  expect((await ask(ana, 'encore')).body.code).toBe('contestation_closed')
  expect(await world.db.auditLine.count({ where: { action: 'contestation.answer', actorName: 'Nadia' } })).toBe(1)

  world.wait(61)
  const late = { attemptId: exam.copies['Bob Deux'] as string, questionId: place.questionId }
  expect((await ask(bob, 'trop tard', late)).body.code).toBe('contestation_closed')
  expect(await mine()).toMatchObject({ isOpen: false })
})

it('answers only what belongs to the exam of the trainer', async () => {
  const exam = await markedExam(world, { course, trainer, keys: ['a'], answers: { 'Cleo Trois': ['b'] } })
  const stranger = await world.staff('Zoé', { course: await world.course(), role: 'owner' })
  expect((await world.ask(stranger, contract.listContestations, { params: exam.params })).status).toBe(404)
  const body = { contestationIds: [exam.id], isUpheld: true, answer: 'oui' }
  expect((await world.ask(trainer, contract.answerContestations, { params: exam.params, body })).status).toBe(404)
})
