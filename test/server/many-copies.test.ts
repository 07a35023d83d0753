import { afterAll, beforeAll, expect, it } from 'vitest'
import { changeAttempts, monitorExam } from '#contract/attempts/monitor.ts'
import { saveAnswer } from '#contract/attempts/sitting.ts'
import { changeTogether, inTransaction } from '#server/attempts/change.ts'
import { carryOn } from '#server/attempts/monitor/carry-on.ts'
import { roundOf } from '#server/attempts/monitor/interventions.ts'
import { startSession } from '#server/platform/sessions.ts'
import { makeExam } from '#test/setup/exam.ts'
import { pageIds } from '#test/setup/page-ids.ts'
import { createWorld, type Someone, type World } from '#test/setup/world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

const laptop = 'laptop01:page0001'

/** Two rounds and a half of copies under way, in the order in which they are acted on. */
async function bigClass() {
  const course = await world.course()
  const marc = await world.staff('Marc', { course, role: 'invigilator' })
  await world.pool.query(
    `insert into "Student" (id, "courseId", "familyName", "givenName", "updatedAt")
     select gen_random_uuid(), $1, 'Nom' || n, 'Prénom', $2 from generate_series(1, $3::int) n`,
    [course.id, world.now(), roundOf * 2.5],
  )
  const exam = await makeExam(world, { course })
  const copies = await world.db.attempt.findMany({ where: { examId: exam.id }, orderBy: { id: 'asc' } })
  const event = { type: 'start' as const, device: laptop }
  const changes = copies.map(({ id, studentId }) => ({
    ...{ attemptId: id, reach: { studentId }, event, actor: { id: null, name: 'Étudiant' } },
  }))
  await inTransaction(world.pool, (client) => changeTogether(world.deps, { client, changes }))
  const params = { courseId: course.id, examId: exam.id }
  const act = (intervention: object) =>
    world.ask(marc, changeAttempts, { params, body: { reason: 'Alarme', intervention: intervention as never } })
  const underWay = async () => (await world.ask(marc, monitorExam, { params })).body.underWay
  return { act, underWay, copies, exam, params }
}

/** Somebody else is busy with this copy, until released. */
async function hold(copyId: string | undefined) {
  const blocker = await world.pool.connect()
  await blocker.query('begin')
  await blocker.query('select from "Attempt" where id = $1 for update', [copyId])
  return async () => {
    await blocker.query('commit')
    blocker.release()
  }
}

const grantsOf = async (examId: string) => {
  const copies = await world.db.attempt.findMany({ where: { examId }, select: { grantsMs: true } })
  return [...new Set(copies.map(({ grantsMs }) => Number(grantsMs)))]
}
const linesOf = (examId: string, action: string) =>
  world.db.auditLine.findMany({ where: { subject: `exam:${examId}`, action } })

it('gives time to every copy once, in rounds, with one line in the journal', async () => {
  const { act, underWay, copies, exam } = await bigClass()
  const { body } = await act({ type: 'grant', minutes: 5 })
  expect(new Set(body.changed)).toEqual(new Set(copies.map(({ id }) => id)))
  expect(body.refused).toEqual([])
  expect(await grantsOf(exam.id)).toEqual([300_000])
  const lines = await linesOf(exam.id, 'attempt.grant')
  expect(lines.map(({ after }) => (after as { changed: string[] }).changed.length)).toEqual([copies.length])
  expect(await underWay()).toBe(null)
  expect(await world.db.intervention.count()).toBe(0)
})

it('lets the saves of other copies through while a round waits', async () => {
  const { act, copies, exam } = await bigClass()
  const [first, last] = [copies[0], copies.at(-1)]
  const release = await hold(copies[roundOf]?.id)
  const acting = act({ type: 'pause' })
  const pausedAt = () => world.db.attempt.count({ where: { examId: exam.id, status: 'paused' } })
  await expect.poll(pausedAt).toBe(roundOf)

  const questionId = exam.questionIds[0] ?? ''
  for (const copy of [first, last]) {
    const { token } = await startSession(world.deps, { studentId: copy?.studentId ?? '', userAgent: 'test' })
    const student: Someone = { token, id: copy?.studentId ?? '', name: '' }
    const body = { choices: pageIds(world, { questionId, letters: ['a'] }), flagged: false, device: laptop }
    const saved = await world.ask(student, saveAnswer, {
      params: { attemptId: copy?.id ?? '', questionId },
      body: { ...body, epoch: 1, sequence: 1 },
    })
    expect(saved.status).toBe(200)
  }
  await release()
  expect((await acting).body.changed).toHaveLength(copies.length)
  expect(await pausedAt()).toBe(copies.length)
})

it('goes on after a failure in the middle, and gives nobody the same time twice', async () => {
  const { act, underWay, copies, exam } = await bigClass()
  const bad = copies[roundOf + 3]?.id
  await world.pool.query(`
    create function "break_down"() returns trigger language plpgsql as $$
    begin if new."attemptId" = '${bad}' then raise exception 'broken' using errcode = '57P01'; end if; return new; end $$;
    create trigger "break_down" before insert on "AttemptEvent" for each row execute function "break_down"()`)
  expect((await act({ type: 'grant', minutes: 7 })).status).toBe(503)
  expect(await underWay()).toEqual({ type: 'grant', done: roundOf, total: copies.length })
  expect(await linesOf(exam.id, 'attempt.grant')).toEqual([])

  await world.pool.query('drop trigger "break_down" on "AttemptEvent"; drop function "break_down"')
  // Its server may still be at it.
  await carryOn(world.deps)
  expect(await underWay()).not.toBe(null)
  await world.pool.query(`update "Intervention" set "seenAt" = "seenAt" - interval '1 minute'`)
  await Promise.all([carryOn(world.deps), carryOn(world.deps)])
  expect(await grantsOf(exam.id)).toEqual([420_000])
  expect(await linesOf(exam.id, 'attempt.grant')).toHaveLength(1)
  expect(await underWay()).toBe(null)
})

it('does what was asked first before what was asked after', async () => {
  const { act, copies, exam } = await bigClass()
  const release = await hold(copies[0]?.id)
  const pausing = act({ type: 'pause' })
  await expect.poll(() => world.db.intervention.count()).toBe(1)
  const resuming = act({ type: 'resume' })
  await expect.poll(() => world.db.intervention.count()).toBe(2)
  await release()
  await pausing
  expect((await resuming).body.changed).toHaveLength(copies.length)
  expect(await world.db.attempt.count({ where: { examId: exam.id, status: 'in_progress' } })).toBe(copies.length)
  expect((await world.db.exam.findUniqueOrThrow({ where: { id: exam.id } })).pausedAt).toBe(null)
})
