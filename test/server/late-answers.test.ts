import { afterAll, beforeAll, expect, it } from 'vitest'
import * as monitor from '#contract/attempts/monitor.ts'
import * as sitting from '#contract/attempts/sitting.ts'
import * as journal from '#contract/grading/journal.ts'
import { runJobs } from '#server/jobs.ts'
import { makeExam } from '#test/setup/exam.ts'
import { pageIds } from '#test/setup/page-ids.ts'
import { createWorld, type Someone, type World } from '#test/setup/world.ts'

let world: World
let course: { id: string }
let nadia: Someone
beforeAll(async () => {
  world = await createWorld()
  course = await world.course()
  nadia = await world.staff('Nadia', { course, role: 'trainer' })
})
afterAll(() => world.close())

const device = 'laptop01:page0001'

/** Three questions, keys a, b and ac. One answer in time, then three after the grace. */
async function lateCopy(name: string) {
  const student = await world.student({ course, name })
  const exam = await makeExam(world, { course, minutes: 30 })
  const { body } = await world.ask(student, sitting.startAttempt, { params: { examId: exam.id }, body: { device } })
  const attemptId = body.id
  const [one = '', two = '', three = ''] = exam.questionIds
  const save = (questionId: string, choices: string[], sequence: number) =>
    world.ask(student, sitting.saveAnswer, {
      params: { attemptId, questionId },
      body: { choices: pageIds(world, { questionId, letters: choices }), flagged: false, device, epoch: 1, sequence },
    })
  await save(one, ['d'], 1)
  world.wait(32)
  expect((await save(one, ['a'], 2)).body.code).toBe('time_is_up')
  await save(two, ['b'], 3)
  await save(three, ['a', 'c'], 4)
  await runJobs(world.deps)
  const receipt = await world.ask(student, sitting.getReceipt, { params: { attemptId } })
  const params = { courseId: course.id, examId: exam.id, attemptId }
  const decide = (body: { isAccepted: boolean; entries?: { device: string; sequence: number }[] }) =>
    world.ask(nadia, journal.decideLate, { params, body: { reason: 'Panne de la salle, constatée.', ...body } })
  const standings = async () =>
    (await world.ask(nadia, journal.getJournal, { params, query: {} })).body.entries.map(({ standing }) => standing)
  const markOf = async () => {
    const marks = await world.db.mark.findMany({ where: { attemptId }, orderBy: { run: { number: 'desc' } } })
    return marks[0]?.mark
  }
  return { exam, attemptId, params, decide, standings, markOf, receipt: receipt.body.code, one, two, three, save }
}

it('keeps what came too late for the trainer to read, uncounted, in the letters the student saw', async () => {
  const { params, exam, attemptId, markOf } = await lateCopy('Ana Tard')
  const { body } = await world.ask(nadia, journal.getJournal, { params, query: {} })
  expect(
    body.entries.map(({ sequence, standing, isHeld, deviceNumber }) => [sequence, standing, isHeld, deviceNumber]),
  ).toEqual([
    [1, 'in_time', true, 1],
    [2, 'late', false, 1],
    [3, 'late', false, 1],
    [4, 'late', false, 1],
  ])
  const { paper } = await world.db.attempt.findUniqueOrThrow({ where: { id: attemptId } })
  const seen = paper as unknown as { questionId: string; choiceIds: string[] }[]
  const third = seen.findIndex(({ questionId }) => questionId === exam.questionIds[2])
  const letters = seen[third]?.choiceIds.flatMap((id, i) => (id === 'a' || id === 'c' ? ['ABCD'.charAt(i)] : []))
  expect(body.entries[3]).toMatchObject({ position: third + 1, letters: letters?.join(' ') })
  expect(await markOf()).toBe(0)
  const { body: list } = await world.ask(nadia, journal.listLateCopies, { params })
  expect(list.copies).toMatchObject([{ attemptId, studentName: 'Ana Tard', lateCount: 3 }])
})

it('accepts one, which then counts, and refuses the others; each once, with who and why', async () => {
  const { decide, standings, markOf, attemptId, params } = await lateCopy('Bo Tard')
  const first = await decide({ isAccepted: true, entries: [{ device, sequence: 2 }] })
  expect(first.body).toMatchObject({ decidedCount: 1, changedCount: 1, markBefore: 0, mark: 667 })
  expect(await markOf()).toBe(667)
  const rest = await decide({ isAccepted: false })
  expect(rest.body).toMatchObject({ decidedCount: 2, changedCount: 0, mark: 667 })
  expect(await standings()).toEqual(['in_time', 'late_accepted', 'late_refused', 'late_refused'])
  expect((await decide({ isAccepted: true })).body.code).toBe('nothing_to_decide')
  expect((await decide({ isAccepted: true, entries: [{ device, sequence: 3 }] })).body.code).toBe('nothing_to_decide')

  const events = await world.db.attemptEvent.findMany({ where: { attemptId }, orderBy: { id: 'asc' } })
  expect(events.slice(-2)).toMatchObject([
    { type: 'accept_late', actorName: 'Nadia', reason: 'Panne de la salle, constatée.' },
    { type: 'refuse_late', actorName: 'Nadia' },
  ])
  expect(await world.db.auditLine.count({ where: { subject: `attempt:${attemptId}` } })).toBe(2)
  // The journal itself never changes.
  expect(await world.db.answerEvent.count({ where: { attemptId, late: true } })).toBe(3)
  expect((await world.ask(nadia, journal.listLateCopies, { params })).body.copies).toEqual([])
})

it('never lets an older late answer undo a newer one', async () => {
  const { exam, attemptId, decide, save, one } = await lateCopy('Cleo Tard')
  const params = { courseId: course.id, examId: exam.id }
  await world.ask(nadia, monitor.changeAttempts, {
    params,
    body: { attemptIds: [attemptId], reason: 'Panne', intervention: { type: 'reopen', minutes: 5 } },
  })
  expect((await save(one, ['c'], 9)).status).toBe(200)
  const { body } = await decide({ isAccepted: true })
  expect(body).toMatchObject({ decidedCount: 3, changedCount: 2 })
  const held = await world.db.answer.findUniqueOrThrow({
    where: { attemptId_questionId: { attemptId, questionId: one } },
  })
  expect(held).toMatchObject({ choices: ['c'], sequence: 9 })
})

it('still knows the receipt given before, and says that answers were added since', async () => {
  const { decide, receipt, attemptId } = await lateCopy('Dan Tard')
  const check = async () => {
    const body = { code: String(receipt) }
    return (await world.ask(nadia, monitor.checkReceipt, { params: { courseId: course.id }, body })).body.matches
  }
  expect(await check()).toMatchObject([{ attemptId, isIntact: true }])
  await decide({ isAccepted: true })
  expect(await check()).toMatchObject([{ attemptId, isIntact: false }])
})

it('decides once when two trainers press at the same moment', async () => {
  const { decide, attemptId } = await lateCopy('Eve Tard')
  const answers = await Promise.all([decide({ isAccepted: true }), decide({ isAccepted: false })])
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
  const decisions = await world.db.lateDecision.findMany({ where: { attemptId } })
  expect(new Set(decisions.map(({ isAccepted }) => isAccepted)).size).toBe(1)
  expect(decisions).toHaveLength(3)
})

it('is the trainers’ own: neither invigilators nor another course', async () => {
  const { params } = await lateCopy('Fay Tard')
  const body = { isAccepted: true, reason: 'Non' }
  const marc = await world.staff('Marc', { course, role: 'invigilator' })
  expect((await world.ask(marc, journal.decideLate, { params, body })).body.code).toBe('not_allowed')
  const zoe = await world.staff('Zoé', { course: await world.course(), role: 'owner' })
  expect((await world.ask(zoe, journal.decideLate, { params, body })).status).toBe(404)
})
