import { afterAll, beforeAll, expect, it } from 'vitest'
import * as sitting from '#contract/attempts/sitting.ts'
import * as auth from '#contract/auth/auth.ts'
import { AcknowledgementLog } from '#test/setup/acknowledgement-log.ts'
import { makeExam } from '#test/setup/exam.ts'
import { pageIds } from '#test/setup/page-ids.ts'
import { createWorld, nobody, type Someone, type World } from '#test/setup/world.ts'

let world: World
let course: { id: string }
beforeAll(async () => {
  world = await createWorld()
  course = await world.course()
})
afterAll(() => world.close())

const device = 'laptop01:page0001'

async function begin(name: string, code?: string) {
  const student = await world.student({ course, name, ...(code ? { code } : {}) })
  const exam = await makeExam(world, { course })
  const { body } = await world.ask(student, sitting.startAttempt, { params: { examId: exam.id }, body: { device } })
  return { student, exam, attemptId: body.id, questionIds: exam.questionIds }
}

type Tick = { attemptId: string; questionId: string; choice: string; sequence: number }
async function save(who: Someone, { attemptId, questionId, choice, sequence }: Tick, acknowledged: AcknowledgementLog) {
  const body = {
    choices: pageIds(world, { questionId, letters: [choice] }),
    flagged: false,
    device,
    epoch: 1,
    sequence,
  }
  const answer = await world.ask(who, sitting.saveAnswer, { params: { attemptId, questionId }, body })
  if (answer.status === 200) acknowledged.saved({ attemptId, questionId, ...body })
  return answer
}

it('loses nothing when the session ends in the middle: signed in again, the same tick is taken once', async () => {
  const acknowledged = new AcknowledgementLog(world.deps)
  const { student, exam, attemptId, questionIds } = await begin('Eve Session', 'K7QF2M8X')
  const tick = { attemptId, questionId: questionIds[0] ?? '' }
  await save(student, { ...tick, choice: 'a', sequence: 1 }, acknowledged)
  await world.db.session.deleteMany({ where: { studentId: student.id } })
  // Longer than the cache of sessions.
  world.wait(1)
  const refused = await save(student, { ...tick, choice: 'b', sequence: 2 }, acknowledged)
  expect({ status: refused.status, code: refused.body.code }).toEqual({ status: 401, code: 'not_signed_in' })

  const codes = { joinCode: exam.joinCode, personalCode: 'K7QF-2M8X' }
  const again = await world.ask(nobody, auth.signInStudent, { body: codes })
  const token = /bareme=([^;]+)/.exec(String(again.headers['set-cookie']))?.[1] ?? ''
  const back: Someone = { ...student, token }
  expect((await save(back, { ...tick, choice: 'b', sequence: 2 }, acknowledged)).status).toBe(200)
  expect((await save(back, { ...tick, choice: 'b', sequence: 2 }, acknowledged)).status).toBe(200)
  const { body } = await world.ask(back, sitting.getAttempt, { params: { attemptId } })
  expect(body.answers).toMatchObject([
    { choices: pageIds(world, { questionId: tick.questionId, letters: ['b'] }), sequence: 2 },
  ])
  expect(await world.db.answerEvent.count({ where: { attemptId } })).toBe(2)
  expect(await acknowledged.losses(world.pool)).toEqual([])
})

// The error of PostgreSQL when a file cannot grow: SQLSTATE 53100, which rolls back the statement.
const fillDisk = `
  create function disk_is_full() returns trigger language plpgsql as $$
  begin
    raise exception 'could not extend file "base/1/1": No space left on device' using errcode = 'disk_full';
  end $$;
  create trigger full_disk before insert on "Answer" for each row execute function disk_is_full();
  create trigger full_disk before insert on "AttemptEvent" for each row execute function disk_is_full()`
const freeDisk = 'drop function disk_is_full cascade'

it('says honestly that the disk is full, acknowledges nothing meanwhile, and goes on once there is room', async () => {
  const acknowledged = new AcknowledgementLog(world.deps)
  const { student, attemptId, questionIds } = await begin('Fay Disk')
  const others = await Promise.all(['Gil', 'Hal', 'Ida', 'Jo'].map((name) => begin(`${name} Disk`)))
  const copies = [{ student, attemptId, questionIds }, ...others]
  const saveAll = (choice: string, sequence: number) =>
    Promise.all(
      copies.map((copy) =>
        save(copy.student, { ...copy, questionId: copy.questionIds[0] ?? '', choice, sequence }, acknowledged),
      ),
    )
  const submit = () => world.ask(student, sitting.submitAttempt, { params: { attemptId } })
  expect((await saveAll('a', 1)).map(({ status }) => status)).toEqual(Array(5).fill(200))

  await world.pool.query(fillDisk)
  const refused = await saveAll('b', 2)
  expect(refused.map(({ status }) => status)).toEqual(Array(5).fill(503))
  expect(refused[0]?.headers['retry-after']).toBe('2')
  expect(JSON.stringify(refused[0]?.body)).not.toMatch(/space|file|base/)
  expect((await submit()).status).toBe(503)
  // Rolled back as a whole: neither the journal nor the attempt changed.
  expect(await world.db.answerEvent.count({ where: { attemptId } })).toBe(1)
  expect((await world.db.attempt.findUniqueOrThrow({ where: { id: attemptId } })).status).toBe('in_progress')

  await world.pool.query(freeDisk)
  expect((await saveAll('b', 2)).map(({ status }) => status)).toEqual(Array(5).fill(200))
  const receipt = await submit()
  expect(receipt.body).toMatchObject({ status: 'submitted', answeredCount: 1 })
  acknowledged.submitted({ attemptId, closedAt: receipt.body.closedAt })
  expect(acknowledged.count).toBe(10)
  expect(await acknowledged.losses(world.pool)).toEqual([])
})
