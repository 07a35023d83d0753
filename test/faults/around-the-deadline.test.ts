import { afterAll, beforeAll, expect, it } from 'vitest'
import * as monitor from '#contract/attempts/monitor.ts'
import * as sitting from '#contract/attempts/sitting.ts'
import { runJobs } from '#server/jobs.ts'
import { AcknowledgementLog } from '#test/setup/acknowledgement-log.ts'
import { makeExam } from '#test/setup/exam.ts'
import { pageIds } from '#test/setup/page-ids.ts'
import { createWorld, type Someone, type World } from '#test/setup/world.ts'

let world: World
let course: { id: string }
let acknowledged: AcknowledgementLog
beforeAll(async () => {
  world = await createWorld()
  acknowledged = new AcknowledgementLog(world.deps)
  course = await world.course()
})
afterAll(() => world.close())

const device = 'laptop01:page0001'
const second = 1 / 60
let sequence = 0

async function begin(name: string, minutes = 60) {
  const student = await world.student({ course, name })
  const exam = await makeExam(world, { course, minutes })
  const params = { examId: exam.id }
  const { body } = await world.ask(student, sitting.startAttempt, { params, body: { device } })
  return { student, exam, attemptId: body.id, questionId: exam.questionIds[0] ?? '' }
}

const idsOf = (questionId: string, letter: string) => pageIds(world, { questionId, letters: [letter] })

type Tick = { student: Someone; attemptId: string; questionId: string; choice: string }
async function save({ student, attemptId, questionId, choice }: Tick) {
  sequence += 1
  const body = { choices: idsOf(questionId, choice), flagged: false, device, epoch: 1, sequence }
  const answer = await world.ask(student, sitting.saveAnswer, { params: { attemptId, questionId }, body })
  if (answer.status === 200) acknowledged.saved({ attemptId, questionId, ...body })
  return answer
}

async function act({
  exam,
  attemptId,
  intervention,
}: {
  exam: { id: string }
  attemptId: string
  intervention: object
}) {
  const trainer = await world.staff('Nadia', { course, role: 'trainer' })
  const body = { attemptIds: [attemptId], reason: 'alarme incendie', intervention: intervention as never }
  return world.ask(trainer, monitor.changeAttempts, { params: { courseId: course.id, examId: exam.id }, body })
}

/** Minutes from the start; the deadline is at 60, with a grace period of thirty seconds. */
const instants = [
  { name: 'one second before the end', at: 60 - second, status: 200, left: 1_000 },
  { name: 'at the end', at: 60, status: 200, left: 0 },
  { name: 'one second before the end of the grace', at: 60.5 - second, status: 200, left: 0 },
  { name: 'at the last instant of the grace', at: 60.5, status: 200, left: 0 },
  { name: 'one second after the grace', at: 60.5 + second, status: 409, left: 0 },
]

it.each(instants)('judges a save $name', async ({ name, at, status, left }) => {
  const copy = await begin(`Ana ${name.replaceAll(' ', '')}`)
  await save({ ...copy, choice: 'a' })
  world.wait(at)
  const answer = await save({ ...copy, choice: 'b' })
  expect(answer.status).toBe(status)
  if (status === 200) expect(answer.body.clock.remainingMs).toBe(left)
  else expect(answer.body.code).toBe('time_is_up')

  world.wait(5)
  await runJobs(world.deps)
  const { attemptId } = copy
  const attempt = await world.db.attempt.findUniqueOrThrow({ where: { id: attemptId }, include: { answers: true } })
  expect(attempt.status).toBe('expired')
  expect(attempt.closedAt).toEqual(attempt.deadline)
  expect(attempt.answers.map(({ choices }) => choices)).toEqual([status === 200 ? ['b'] : ['a']])
  // Late answers are kept for the trainer.
  const journal = await world.db.answerEvent.findMany({ where: { attemptId }, orderBy: { sequence: 'asc' } })
  expect(journal.map(({ choices, late }) => [choices[0], late])).toEqual([
    ['a', false],
    ['b', status !== 200],
  ])
})

it('gives five minutes more to a copy that expired minutes ago, whose answers then count again', async () => {
  const copy = await begin('Bob Reopened')
  await save({ ...copy, choice: 'a' })
  world.wait(63)
  expect((await save({ ...copy, choice: 'b' })).body.code).toBe('time_is_up')
  await act({ ...copy, intervention: { type: 'reopen', minutes: 5 } })
  const clock = await world.ask(copy.student, sitting.getClock, { params: copy })
  expect(clock.body).toMatchObject({ status: 'in_progress', remainingMs: 5 * 60_000 })
  world.wait(4)
  expect((await save({ ...copy, choice: 'c' })).body.clock.remainingMs).toBe(60_000)
  world.wait(2)
  expect((await save({ ...copy, choice: 'd' })).body.code).toBe('time_is_up')
  const receipt = await world.ask(copy.student, sitting.submitAttempt, { params: copy })
  expect(receipt.body).toMatchObject({ status: 'expired', answeredCount: 1 })
  const held = await world.db.answer.findMany({ where: { attemptId: copy.attemptId } })
  expect(held.map(({ choices }) => choices)).toEqual([['c']])
})

it('tells a tab that heard nothing of an extension, at its next save, and takes the save', async () => {
  const copy = await begin('Cleo Stale')
  const before = await save({ ...copy, choice: 'a' })
  await act({ ...copy, intervention: { type: 'grant', minutes: 10 } })
  // For this tab's clock, the exam ended five minutes ago.
  world.wait(65)
  const after = await save({ ...copy, choice: 'b' })
  expect(after.status).toBe(200)
  expect(after.body.clock).toMatchObject({
    remainingMs: 5 * 60_000,
    timingVersion: before.body.clock.timingVersion + 1,
  })
})

it('kept every acknowledgement', async () => {
  expect(acknowledged.count).toBeGreaterThan(8)
  expect(await acknowledged.losses(world.pool)).toEqual([])
})

it('would see what is missing, altered, late or not closed', async () => {
  const copy = await begin('Dan Log')
  const seen = new AcknowledgementLog(world.deps)
  const tick = { attemptId: copy.attemptId, questionId: copy.questionId, device, epoch: 1 }
  await save({ ...copy, choice: 'a' })
  const sound = { ...tick, choices: idsOf(copy.questionId, 'a'), sequence }
  seen.saved(sound)
  expect(await seen.losses(world.pool)).toEqual([])

  seen.saved({ ...sound, choices: idsOf(copy.questionId, 'b') })
  seen.saved({ ...sound, sequence: sequence + 1_000 })
  seen.submitted({ attemptId: copy.attemptId, closedAt: world.now().toISOString() })
  expect(await seen.losses(world.pool)).toHaveLength(3)

  world.wait(61)
  await save({ ...copy, choice: 'c' })
  seen.saved({ ...sound, choices: idsOf(copy.questionId, 'c'), sequence })
  await world.db.answer.updateMany({ where: { attemptId: copy.attemptId }, data: { choices: ['d'] } })
  expect(await seen.losses(world.pool)).toHaveLength(5)
})
