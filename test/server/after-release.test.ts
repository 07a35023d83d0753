import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import * as monitor from '#contract/attempts/monitor.ts'
import * as sitting from '#contract/attempts/sitting.ts'
import * as life from '#contract/exams/life.ts'
import * as grading from '#contract/grading/grading.ts'
import * as journal from '#contract/grading/journal.ts'
import { makeExam } from '#test/setup/exam.ts'
import { take } from '#test/setup/marked-exam.ts'
import { pageIds } from '#test/setup/page-ids.ts'
import { createWorld, type Someone, type World } from '#test/setup/world.ts'

const device = 'laptop01:page0001'
let world: World
let course: { id: string }
let trainer: Someone
let watcher: Someone
let ana: Someone
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  course = await world.course()
  trainer = await world.staff('Nadia', { course, role: 'trainer' })
  watcher = await world.staff('Igor', { course, role: 'invigilator' })
  ana = await world.student({ course, name: 'Ana Un', group: 'A' })
})

async function closedExam() {
  const exam = await makeExam(world, { course, keys: ['a', 'b'] })
  const attemptId = await take(world, { who: ana, exam, ticked: ['a', 'b'] })
  const params = { courseId: course.id, examId: exam.id }
  await world.ask(trainer, life.closeExam, { params })
  return { ...exam, attemptId, params }
}
type Closed = Awaited<ReturnType<typeof closedExam>>

const release = async (
  { params }: Closed,
  body: Parameters<typeof world.ask<typeof grading.releaseResults>>[2]['body'],
) => expect((await world.ask(trainer, grading.releaseResults, { params, body })).status).toBe(200)
const reopen = async (who: Someone, { params, attemptId }: Closed) => {
  const body = { attemptIds: [attemptId], intervention: { type: 'reopen' as const, minutes: 5 }, reason: 'Panne' }
  const { body: said } = await world.ask(who, monitor.changeAttempts, { params, body })
  return said.code ?? said.refused[0]?.code ?? 'done'
}
const barred = async (who: Someone, { params }: Closed) =>
  (await world.ask(who, monitor.monitorExam, { params })).body.attempts[0]?.cannotReopen

describe('reopening a copy', () => {
  it('is refused once its student could read the correction, even taken back since', async () => {
    const exam = await closedExam()
    await release(exam, { what: 'review' })
    expect([await reopen(trainer, exam), await barred(trainer, exam)]).toEqual(['correction_shown', 'correction_shown'])
    await world.ask(trainer, grading.withholdResults, { params: exam.params })
    expect([await reopen(trainer, exam), await barred(trainer, exam)]).toEqual(['correction_shown', 'correction_shown'])
  })

  it('is not when the mark alone was shown, nor when their group saw nothing', async () => {
    const mark = await closedExam()
    await release(mark, { what: 'mark' })
    await world.ask(trainer, grading.withholdResults, { params: mark.params })
    expect([await barred(trainer, mark), await reopen(trainer, mark)]).toEqual([null, 'done'])
    const held = await closedExam()
    await release(held, { what: 'review', heldGroups: ['A'] })
    await world.ask(trainer, grading.withholdResults, { params: held.params })
    expect([await barred(trainer, held), await reopen(trainer, held)]).toEqual([null, 'done'])
  })

  it('is a trainer’s once the exam is closed', async () => {
    const exam = await closedExam()
    expect([await reopen(watcher, exam), await barred(watcher, exam)]).toEqual([
      'reopening_needs_trainer',
      'reopening_needs_trainer',
    ])
    expect([await barred(trainer, exam), await reopen(trainer, exam)]).toEqual([null, 'done'])
  })
})

describe('a late answer', () => {
  it('that came once results were shown can be refused, never accepted, and « all » leaves it out', async () => {
    const exam = await closedExam()
    const [first = '', second = ''] = exam.questionIds
    const late = async (questionId: string, sequence: number) => {
      const choices = pageIds(world, { questionId, letters: ['c'] })
      const body = { choices, flagged: false, device, epoch: 1, sequence }
      await world.ask(ana, sitting.saveAnswer, { params: { attemptId: exam.attemptId, questionId }, body })
    }
    await late(first, 50)
    world.wait(1)
    await release(exam, { what: 'review' })
    await world.ask(trainer, grading.withholdResults, { params: exam.params })
    world.wait(1)
    await late(second, 51)
    const decide = async (isAccepted: boolean, entries?: { device: string; sequence: number }[]) =>
      (
        await world.ask(trainer, journal.decideLate, {
          params: { ...exam.params, attemptId: exam.attemptId },
          body: { isAccepted, reason: 'Panne', ...(entries ? { entries } : {}) },
        })
      ).body
    expect((await decide(true, [{ device, sequence: 51 }])).code).toBe('late_after_release')
    expect(await decide(true)).toMatchObject({ decidedCount: 1 })
    expect((await decide(true)).code).toBe('late_after_release')
    expect(await decide(false)).toMatchObject({ decidedCount: 1, changedCount: 0 })
  })
})

it('the journal of a copy is read a page at a time, whatever its length', async () => {
  const exam = await closedExam()
  await world.pool.query(
    `insert into "AnswerEvent" ("attemptId", device, sequence, epoch, "questionId", choices, late, "receivedAt")
     select $1, 'another' || n % 2 || ':page', 100 + n, 1, $2, '{a}', n > 9900, $3::timestamptz + n * interval '1 second'
     from generate_series(1, 10000) n`,
    [exam.attemptId, exam.questionIds[0], world.now()],
  )
  const read = async (page: number) =>
    (
      await world.ask(trainer, journal.getJournal, {
        params: { ...exam.params, attemptId: exam.attemptId },
        query: { page },
      })
    ).body
  const first = await read(1)
  expect(first).toMatchObject({ entryCount: 10_002, page: 1, pageCount: 51 })
  expect([first.entries.length, first.late.length]).toEqual([200, 100])
  const all = new Set<string>()
  for (let page = 1; page <= first.pageCount; page += 1) {
    const { entries, late } = await read(page)
    expect(late).toHaveLength(100)
    for (const { device: of, sequence, deviceNumber } of entries) {
      all.add(`${of} ${sequence}`)
      expect(deviceNumber).toBe(of === device ? 1 : of.startsWith('another1') ? 2 : 3)
    }
  }
  expect(all.size).toBe(10_002)
  expect((await read(900)).page).toBe(51)
})
