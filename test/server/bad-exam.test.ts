import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import * as sitting from '#contract/attempts/sitting.ts'
import * as exams from '#contract/exams/exams.ts'
import * as life from '#contract/exams/life.ts'
import { restAfter } from '#core/exams/exam-troubles.ts'
import { runJobs, startJobs } from '#server/jobs.ts'
import { recordQuestions } from '#server/statistics/record-questions.ts'
import { makeExam } from '#test/setup/exam.ts'
import { take } from '#test/setup/marked-exam.ts'
import { createWorld, type Someone, type World } from '#test/setup/world.ts'
import { asColumn } from '../setup/as-column.ts'

// One exam nothing can be done for, beside one that is well: the second is served, the first is told.
let world: World
let course: { id: string }
let trainer: Someone
let ana: Someone
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  course = await world.course()
  trainer = await world.staff('Nadia', { course, role: 'trainer' })
  ana = await world.student({ course, name: 'Ana Un' })
})

const silent = { error: () => undefined }
const pageOf = async (examId: string) =>
  (await world.ask(trainer, exams.getExam, { params: { courseId: course.id, examId } })).body
const choresOf = async (examId: string) => (await pageOf(examId)).troubles.map(({ chore }) => chore)
const impossible = { outOf: 2000, grain: 0, rounding: 'nearest' }
const possible = { outOf: 2000, grain: 1, rounding: 'nearest' }
const at = (ms: number) => new Date(world.now().getTime() + ms)

async function sat(release?: Parameters<typeof makeExam>[1]['release']) {
  const exam = await makeExam(world, { course, keys: ['a', 'b'], ...(release ? { release } : {}) })
  const attemptId = await take(world, { who: ana, exam, ticked: ['a', 'b'] })
  await world.db.exam.update({ where: { id: exam.id }, data: { status: 'closed', closedAt: world.now() } })
  return { ...exam, attemptId }
}
const markedAt = async (id: string) => (await world.db.attempt.findUniqueOrThrow({ where: { id } })).markedAt

describe('a bad exam beside a good one', () => {
  it('that cannot be marked: the other is marked, and the page says it until it works', async () => {
    const [bad, good] = [await sat(), await sat()]
    await world.db.exam.update({ where: { id: bad.id }, data: { markRule: asColumn(impossible) } })
    const lines: object[] = []
    const stop = startJobs(world.deps, { error: (details: object) => lines.push(details) } as never)
    await stop()
    expect(await markedAt(good.attemptId)).not.toBeNull()
    expect(await markedAt(bad.attemptId)).toBeNull()
    expect(lines).toContainEqual(expect.objectContaining({ examId: bad.id, chore: 'mark', failures: 1 }))
    expect(await pageOf(bad.id)).toMatchObject({ troubles: [{ chore: 'mark', since: world.now().toISOString() }] })
    expect(await choresOf(good.id)).toEqual([])

    await world.db.exam.update({ where: { id: bad.id }, data: { markRule: asColumn(possible) } })
    await world.db.markingRun.deleteMany({ where: { examId: bad.id } })
    await runJobs(world.deps, silent)
    expect(await markedAt(bad.attemptId), 'it is left alone a while').toBeNull()
    world.wait(1)
    await runJobs(world.deps, silent)
    expect(await markedAt(bad.attemptId)).not.toBeNull()
    expect(await choresOf(bad.id)).toEqual([])
  })

  it('whose rules already count: no mark is beyond what a database holds', async () => {
    const exam = await sat()
    const scale = { kind: 'amc', single: { b: '999999999999', max: '1' }, multiple: {} }
    await world.db.exam.update({ where: { id: exam.id }, data: { scale: asColumn(scale) } })
    await runJobs(world.deps, silent)
    expect(await markedAt(exam.attemptId)).not.toBeNull()
    expect((await pageOf(exam.id)).scale).toEqual(scale)
  })

  it('that cannot be opened or closed at its time', async () => {
    const [bad, good] = [
      await makeExam(world, { course, status: 'open', closesAt: at(-3_600_000) }),
      await makeExam(world, { course, status: 'open', closesAt: at(-3_600_000) }),
    ]
    await world.pool.query(`
      create function stuck() returns trigger language plpgsql as $$ begin raise exception 'stuck'; end $$;
      create trigger stuck before update on "Exam" for each row when (old.id = '${bad.id}') execute function stuck()`)
    try {
      await runJobs(world.deps, silent)
      const status = async (id: string) => (await world.db.exam.findUniqueOrThrow({ where: { id } })).status
      expect([await status(bad.id), await status(good.id)]).toEqual(['open', 'closed'])
      expect(await choresOf(bad.id)).toEqual(['open_and_close'])
    } finally {
      await world.pool.query('drop trigger stuck on "Exam"; drop function stuck')
    }
    world.wait(1)
    await runJobs(world.deps, silent)
    expect(await choresOf(bad.id)).toEqual([])
  })

  it('a copy of which does not close: the others of the same round do, and are marked', async () => {
    const bob = await world.student({ course, name: 'Bob Deux' })
    const exam = await makeExam(world, { course, keys: ['a'], minutes: 1 })
    const device = 'laptop01:page0001'
    const start = async (who: Someone) =>
      (await world.ask(who, sitting.startAttempt, { params: { examId: exam.id }, body: { device } })).body.id
    const [bad, good] = [await start(ana), await start(bob)]
    // No pupil and no page can do this: a row as a fault of ours, or a hand in the database, would leave it.
    await world.db.attempt.update({ where: { id: bad }, data: { startedAt: null } })
    world.wait(5)
    await runJobs(world.deps, silent)
    const status = async (id: string) => (await world.db.attempt.findUniqueOrThrow({ where: { id } })).status
    expect([await status(bad), await status(good)]).toEqual(['in_progress', 'expired'])
    expect(await markedAt(good)).not.toBeNull()
    expect(await choresOf(exam.id)).toEqual(['collect'])
    await world.db.attempt.update({ where: { id: bad }, data: { status: 'voided', closedAt: world.now() } })
    world.wait(5)
    await runJobs(world.deps, silent)
    expect(await choresOf(exam.id)).toEqual([])
  })

  it('that cannot be released', async () => {
    const [bad, good] = [await sat({ what: 'mark', when: 'at_close' }), await sat({ what: 'mark', when: 'at_close' })]
    await world.db.exam.update({ where: { id: bad.id }, data: { markRule: asColumn(impossible) } })
    await runJobs(world.deps, silent)
    const status = async (id: string) => (await world.db.exam.findUniqueOrThrow({ where: { id } })).status
    expect([await status(bad.id), await status(good.id)]).toEqual(['closed', 'released'])
    expect(await choresOf(bad.id)).toEqual(['mark', 'release'])
  })

  it('whose statistics cannot be worked out', async () => {
    const good = await sat()
    const bad = await sat()
    await runJobs(world.deps, silent)
    await world.db.markingRun.updateMany({ where: { examId: bad.id }, data: { rules: asColumn({}) } })
    await world.db.exam.updateMany({
      where: { id: { notIn: [bad.id, good.id] } },
      data: { status: 'draft' },
    })
    while (await recordQuestions(world.deps));
    await recordQuestions(world.deps)
    const recorded = async (id: string) => (await world.db.exam.findUniqueOrThrow({ where: { id } })).recorded
    expect(await recorded(good.id)).not.toBeNull()
    expect(await recorded(bad.id)).toBeNull()
    expect(await choresOf(bad.id)).toEqual(['record'])
  })

  it('closed by hand: the trainer is answered, whatever becomes of its marks', async () => {
    const exam = await makeExam(world, { course, keys: ['a'] })
    await take(world, { who: ana, exam, ticked: ['a'] })
    await world.db.exam.update({ where: { id: exam.id }, data: { markRule: asColumn(impossible) } })
    const closed = await world.ask(trainer, life.closeExam, { params: { courseId: course.id, examId: exam.id } })
    expect(closed).toMatchObject({ status: 200, body: { status: 'closed', troubles: [{ chore: 'mark' }] } })
  })

  it('does not keep what is past its date from going', async () => {
    const bad = await sat()
    await world.db.exam.update({ where: { id: bad.id }, data: { markRule: asColumn(impossible) } })
    const old = { createdAt: at(-9e10), expiresAt: at(-8e10), tokenHash: Buffer.from('old'), personId: trainer.id }
    const { id } = await world.db.session.create({ data: old })
    await startJobs(world.deps, silent as never)()
    expect(await world.db.session.findUnique({ where: { id } })).toBeNull()
  })
})

it('is left alone twice as long each time, ten minutes at most', () => {
  expect([1, 2, 3, 4, 20].map(restAfter)).toEqual([3_000, 6_000, 12_000, 24_000, 600_000])
})
