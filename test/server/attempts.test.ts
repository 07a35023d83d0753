import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, it } from 'vitest'
import * as monitor from '#contract/attempts/monitor.ts'
import { getAccess, setAccess } from '#contract/attempts/room.ts'
import * as sittingContract from '#contract/attempts/sitting.ts'
import { runJobs } from '#server/jobs.ts'
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
const start = (who: Someone, exam: { id: string }, on = device) =>
  world.ask(who, sittingContract.startAttempt, { params: { examId: exam.id }, body: { device: on } })

const idsOf = (questionId: string, letters: string[]) => pageIds(world, { questionId, letters })

type Tick = { attemptId: string; questionId: string; choices: string[]; sequence: number; epoch?: number; on?: string }
const save = (who: Someone, { attemptId, questionId, choices, sequence, epoch = 1, on = device }: Tick) =>
  world.ask(who, sittingContract.saveAnswer, {
    params: { attemptId, questionId },
    body: { choices: idsOf(questionId, choices), flagged: false, device: on, epoch, sequence },
  })

const minutesLeft = (answer: { body: { clock: { remainingMs: number } } }) => answer.body.clock.remainingMs / 60_000

async function begin(name: string, exam: Parameters<typeof makeExam>[1], extra: object = {}) {
  const student = await world.student({ course, name, ...extra })
  const made = await makeExam(world, exam)
  const sitting = await start(student, made)
  const [first = '', second = '', third = ''] = made.questionIds
  return { student, exam: made, sitting, attemptId: sitting.body.id, first, second, third }
}

it('keeps what was saved in time and refuses what comes after, without losing it', async () => {
  const { student, exam, attemptId, first } = await begin('Ana Diaz', { course, minutes: 60 })
  expect((await save(student, { attemptId, questionId: first, choices: ['a'], sequence: 1 })).status).toBe(200)

  world.wait(60.4)
  const inGrace = await save(student, { attemptId, questionId: first, choices: ['b'], sequence: 2 })
  expect({ status: inGrace.status, left: inGrace.body.clock.remainingMs }).toEqual({ status: 200, left: 0 })

  world.wait(0.2)
  const late = await save(student, { attemptId, questionId: first, choices: ['c'], sequence: 3 })
  expect({ status: late.status, code: late.body.code }).toEqual({ status: 409, code: 'time_is_up' })

  const receipt = await world.ask(student, sittingContract.submitAttempt, { params: { attemptId } })
  expect(receipt.body).toMatchObject({ status: 'expired', answeredCount: 1, questionCount: 3, examId: exam.id })
  const held = await world.db.answer.findMany({ where: { attemptId } })
  expect(held.map(({ choices }) => choices)).toEqual([['b']])
  const journal = await world.db.answerEvent.findMany({ where: { attemptId }, orderBy: { sequence: 'asc' } })
  expect(journal.map(({ choices, late: isLate }) => [choices[0], isLate])).toEqual([
    ['a', false],
    ['b', false],
    ['c', true],
  ])
})

it('gives the same copy and the same clock to eight starts at once', async () => {
  const student = await world.student({ course, name: 'Bob Roy' })
  const exam = await makeExam(world, { course })
  const answers = await Promise.all(Array.from({ length: 8 }, () => start(student, exam)))
  expect(
    new Set(answers.map(({ body }) => JSON.stringify([body.id, body.questions, body.clock.remainingMs]))).size,
  ).toBe(1)
  expect(await world.db.attempt.count({ where: { examId: exam.id, studentId: student.id } })).toBe(1)
})

it('draws a copy for a student who joined after the publication', async () => {
  const exam = await makeExam(world, { course })
  const late = await world.student({ course, name: 'Cleo Late' })
  expect((await start(late, exam)).body.questions).toHaveLength(3)
})

it('sends of a copy what the contract names and nothing more', async () => {
  const student = await world.student({ course, name: 'Dee Strict' })
  const exam = await makeExam(world, { course })
  await world.pool.query(
    `update "ExamQuestion" set asked = asked || '{"key": ["a"], "choices": [{"id": "a", "text": [], "correct": true}]}'
     where "examId" = $1`,
    [exam.id],
  )
  const sitting = await start(student, exam)
  const params = { attemptId: sitting.body.id }
  await save(student, { ...params, questionId: exam.questionIds[0] ?? '', choices: ['a'], sequence: 1 })
  const again = await world.ask(student, sittingContract.getAttempt, { params })
  for (const { body, headers } of [sitting, again]) {
    expect(body.questions.map(({ choices }) => choices)).toEqual(
      body.questions.map(({ id }) => idsOf(id, ['a']).map((own) => ({ id: own, text: [] }))),
    )
    expect(sittingContract.sitting.parse(body)).toEqual(body)
    expect(headers['content-type']).toBe('application/json; charset=utf-8')
  }
  expect(again.body.answers).toHaveLength(1)
})

it('resumes with the same order and answers, from another browser', async () => {
  const { student, sitting, attemptId, second } = await begin('Dan Resume', { course })
  await save(student, { attemptId, questionId: second, choices: ['b'], sequence: 1 })
  const again = await world.ask(student, sittingContract.getAttempt, { params: { attemptId } })
  expect(again.body.questions).toEqual(sitting.body.questions)
  expect(again.body.answers).toMatchObject([{ questionId: second, choices: idsOf(second, ['b']) }])
})

it('submits once, however many tabs press the button, and gives each the same receipt', async () => {
  const { student, attemptId, first } = await begin('Eve Tabs', { course })
  await save(student, { attemptId, questionId: first, choices: ['a'], sequence: 1 })
  const presses = Array.from({ length: 8 }, () =>
    world.ask(student, sittingContract.submitAttempt, { params: { attemptId } }),
  )
  const answers = await Promise.all(presses)
  expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200))
  expect(new Set(answers.map(({ body }) => body.code)).size).toBe(1)
  expect(await world.db.attemptEvent.count({ where: { attemptId, type: 'submit' } })).toBe(1)
  const after = await save(student, { attemptId, questionId: first, choices: ['b'], sequence: 2 })
  expect(after.body.code).toBe('attempt_closed')
})

it('loses no acknowledged save to a submit that races with it', async () => {
  for (let round = 0; round < 12; round += 1) {
    const { student, attemptId, first } = await begin(`Fay Race${round}`, { course })
    const [saved] = await Promise.all([
      save(student, { attemptId, questionId: first, choices: ['a'], sequence: 1 }),
      world.ask(student, sittingContract.submitAttempt, { params: { attemptId } }),
    ])
    const receipt = await world.ask(student, sittingContract.getReceipt, { params: { attemptId } })
    expect(receipt.body.answeredCount).toBe(saved.status === 200 ? 1 : 0)
  }
})

it('ends in the last human choice, whatever the order of arrival and however often it is sent', async () => {
  const { student, attemptId, first } = await begin('Gil Order', { course })
  await save(student, { attemptId, questionId: first, choices: ['c'], sequence: 3 })
  await save(student, { attemptId, questionId: first, choices: ['a'], sequence: 1 })
  await save(student, { attemptId, questionId: first, choices: ['b'], sequence: 2 })
  const replay = await save(student, { attemptId, questionId: first, choices: ['a'], sequence: 1 })
  expect(replay.status).toBe(200)
  expect((await world.db.answer.findMany({ where: { attemptId } })).map(({ choices }) => choices)).toEqual([['c']])
  expect(await world.db.answerEvent.count({ where: { attemptId } })).toBe(3)
})

it('goes on on another device, which then has the last word', async () => {
  const { student, attemptId, first } = await begin('Hal Phone', { course })
  const phone = 'phone0001:page0002'
  const taken = await world.ask(student, sittingContract.takeOver, { params: { attemptId }, body: { device: phone } })
  expect(taken.body).toMatchObject({ device: phone, epoch: 2 })
  await save(student, { attemptId, questionId: first, choices: ['b'], sequence: 1, epoch: 2, on: phone })
  const old = await save(student, { attemptId, questionId: first, choices: ['a'], sequence: 9 })
  expect(old.body.clock).toMatchObject({ device: phone, epoch: 2 })
  expect((await world.db.answer.findMany({ where: { attemptId } })).map(({ choices }) => choices)).toEqual([['b']])
  const ahead = await save(student, { attemptId, questionId: first, choices: ['d'], sequence: 1, epoch: 7 })
  expect(ahead.body.code).toBe('attempt_elsewhere')
})

it('takes what waited offline in one request and tells each refusal', async () => {
  const { student, attemptId, first, second } = await begin('Ida Offline', { course })
  const tick = { flagged: false, device, epoch: 1 }
  const answer = await world.ask(student, sittingContract.saveAnswers, {
    params: { attemptId },
    body: {
      ticks: [
        { ...tick, questionId: first, choices: idsOf(first, ['a']), sequence: 1 },
        { ...tick, questionId: second, choices: idsOf(second, ['z']), sequence: 2 },
        { ...tick, questionId: first, choices: idsOf(first, ['b']), sequence: 3 },
      ],
    },
  })
  expect(answer.body.acknowledgements.map(({ sequence }) => sequence).sort()).toEqual([1, 3])
  expect(answer.body.refusals).toEqual([{ questionId: second, sequence: 2, code: 'choice_not_in_question' }])
})

it('refuses what the copy does not ask', async () => {
  const { student, attemptId, first, third } = await begin('Jo Wrong', { course })
  const other = await makeExam(world, { course })
  const elsewhere = await save(student, {
    attemptId,
    questionId: other.questionIds[0] ?? '',
    choices: ['a'],
    sequence: 1,
  })
  expect(elsewhere.body.code).toBe('question_not_in_attempt')
  expect((await save(student, { attemptId, questionId: first, choices: ['a', 'b'], sequence: 2 })).status).toBe(400)
  expect((await save(student, { attemptId, questionId: third, choices: ['a', 'b'], sequence: 3 })).status).toBe(200)
})

it('never shows an attempt to another student', async () => {
  const { attemptId, first } = await begin('Kim Owner', { course })
  const eve = await world.student({ course, name: 'Lou Eve' })
  for (const endpoint of [
    sittingContract.getAttempt,
    sittingContract.getClock,
    sittingContract.getReceipt,
    sittingContract.submitAttempt,
  ]) {
    expect((await world.ask(eve, endpoint, { params: { attemptId } })).status).toBe(404)
  }
  expect((await save(eve, { attemptId, questionId: first, choices: ['a'], sequence: 1 })).status).toBe(404)
  expect((await world.ask(nobody, sittingContract.getAttempt, { params: { attemptId } })).body.code).toBe(
    'not_signed_in',
  )
})

it('stretches the duration and the closing time for extra time, and for nobody else', async () => {
  const closesAt = new Date(world.now().getTime() + 60 * 60_000)
  const third = { kind: 'ratio' as const, numerator: 4, denominator: 3 }
  const student = await world.student({ course, name: 'Mia Tiers', extraTime: third })
  const plain = await world.student({ course, name: 'Noé Plain' })
  const exam = await makeExam(world, { course, minutes: 60, closesAt })
  const long = await start(student, exam)
  const short = await start(plain, exam)
  expect([minutesLeft(long), minutesLeft(short)]).toEqual([80, 60])

  world.wait(70)
  const params = { attemptId: long.body.id }
  const saved = await save(student, { ...params, questionId: exam.questionIds[0] ?? '', choices: ['a'], sequence: 1 })
  expect({ status: saved.status, left: minutesLeft(saved) }).toEqual({ status: 200, left: 10 })
  const over = await save(plain, {
    attemptId: short.body.id,
    questionId: exam.questionIds[0] ?? '',
    choices: ['a'],
    sequence: 1,
  })
  expect(over.body.code).toBe('time_is_up')
})

it('closes a copy left open by a closed browser, at its deadline', async () => {
  const { attemptId } = await begin('Oda Closed', { course, minutes: 10 })
  world.wait(30)
  await runJobs(world.deps)
  const attempt = await world.db.attempt.findUniqueOrThrow({ where: { id: attemptId } })
  expect({
    status: attempt.status,
    minutes: ((attempt.closedAt?.getTime() ?? 0) - (attempt.startedAt?.getTime() ?? 0)) / 60_000,
  }).toEqual({
    status: 'expired',
    minutes: 10,
  })
  await runJobs(world.deps)
  expect(await world.db.attemptEvent.count({ where: { attemptId, type: 'expire' } })).toBe(1)
})

it('opens its doors neither before nor after', async () => {
  const student = await world.student({ course, name: 'Pia Early' })
  const soon = await makeExam(world, { course, status: 'published' })
  expect((await start(student, soon)).body.code).toBe('exam_not_open')
  const over = await makeExam(world, { course, status: 'closed' })
  expect((await start(student, over)).body.code).toBe('exam_closed')
  const draft = await makeExam(world, { course, status: 'draft' })
  expect((await start(student, draft)).status).toBe(404)
})

it('hides the questions of a paused copy until it goes on, unless its exam says otherwise', async () => {
  const { student, exam, attemptId } = await begin('Ada Pause', { course })
  const marc = await world.staff('Marc', { course, role: 'trainer' })
  const params = { courseId: course.id, examId: exam.id }
  const act = (intervention: { type: 'pause' } | { type: 'resume' }) =>
    world.ask(marc, monitor.changeAttempts, {
      params,
      body: { attemptIds: [attemptId], reason: 'alarme', intervention },
    })
  const read = async () => (await world.ask(student, sittingContract.getAttempt, { params: { attemptId } })).body
  const shown = await read()
  expect(shown.clock.hidesQuestions).toBeUndefined()
  await act({ type: 'pause' })
  const hidden = await read()
  expect(hidden.clock).toMatchObject({ status: 'paused', hidesQuestions: true })
  expect(hidden.questions).toEqual(
    shown.questions.map(({ id, type, points }) => ({ id, type, points, stem: [], choices: [] })),
  )
  const again = await start(student, exam)
  expect(again.body.questions.every(({ stem, choices }) => stem.length + choices.length === 0)).toBe(true)
  const pulse = await world.ask(student, sittingContract.sendHeartbeat, {
    params: { attemptId },
    body: { unsynced: 0 },
  })
  expect(pulse.body.hidesQuestions).toBe(true)

  const body = { roomCode: 'none' as const, networks: [], pauseShows: true }
  expect((await world.ask(marc, setAccess, { params, body })).status).toBe(200)
  expect((await read()).questions).toEqual(shown.questions)
  expect((await read()).clock.hidesQuestions).toBeUndefined()
  // Said nothing about, it stays as it was.
  await world.ask(marc, setAccess, { params, body: { roomCode: 'none', networks: [] } })
  expect((await world.ask(marc, getAccess, { params })).body.pauseShows).toBe(true)
  await act({ type: 'resume' })
  expect((await read()).questions).toEqual(shown.questions)
})

it('gives time to one, pauses and resumes, reopens what had expired, and says who did it and why', async () => {
  const { student, exam, attemptId, first } = await begin('Rita Time', { course, minutes: 30 })
  const invigilator = await world.staff('Marc', { course, role: 'invigilator' })
  const act = (intervention: object, reason = 'alarme incendie') =>
    world.ask(invigilator, monitor.changeAttempts, {
      params: { courseId: course.id, examId: exam.id },
      body: { attemptIds: [attemptId], reason, intervention: intervention as never },
    })
  const clock = async () => (await world.ask(student, sittingContract.getClock, { params: { attemptId } })).body

  await act({ type: 'grant', minutes: 5 })
  expect(await clock()).toMatchObject({ remainingMs: 35 * 60_000, timingVersion: 2 })
  await act({ type: 'pause' })
  world.wait(12)
  expect(await clock()).toMatchObject({ status: 'paused', remainingMs: 35 * 60_000 })
  expect((await save(student, { attemptId, questionId: first, choices: ['a'], sequence: 1 })).body.code).toBe(
    'attempt_paused',
  )
  await act({ type: 'resume' })
  expect(await clock()).toMatchObject({ status: 'in_progress', remainingMs: 35 * 60_000 })

  world.wait(40)
  expect((await clock()).status).toBe('expired')
  await act({ type: 'reopen', minutes: 5 })
  expect(await clock()).toMatchObject({ status: 'in_progress', remainingMs: 5 * 60_000 })
  expect((await save(student, { attemptId, questionId: first, choices: ['b'], sequence: 2 })).status).toBe(200)

  const events = await world.db.attemptEvent.findMany({ where: { attemptId }, orderBy: { id: 'asc' } })
  expect(events.map(({ type, actorName }) => `${type} ${actorName}`)).toEqual([
    'start Rita Time',
    'grant Marc',
    'pause Marc',
    'resume Marc',
    'expire Barème',
    'reopen Marc',
  ])
  expect(await world.db.auditLine.count({ where: { action: 'attempt.reopen', reason: 'alarme incendie' } })).toBe(1)
  expect((await act({ type: 'void' })).body.code).toBe('not_allowed')
})

it('does nothing to any copy when its line in the audit cannot be written', async () => {
  const { student, exam, attemptId } = await begin('Una Written', { course, minutes: 30 })
  const invigilator = await world.staff('Marc', { course, role: 'invigilator' })
  const pause = () =>
    world.ask(invigilator, monitor.changeAttempts, {
      params: { courseId: course.id, examId: exam.id },
      body: { attemptIds: [attemptId], reason: 'alarme', intervention: { type: 'pause' } },
    })
  const status = async () => (await world.ask(student, sittingContract.getClock, { params: { attemptId } })).body.status
  await world.pool.query(`alter table "AuditLine" add constraint broken check (action <> 'attempt.pause') not valid`)
  expect((await pause()).status).toBe(500)
  expect(await status()).toBe('in_progress')
  expect(await world.db.attemptEvent.count({ where: { attemptId, type: 'pause' } })).toBe(0)
  await world.pool.query(`alter table "AuditLine" drop constraint broken`)
  expect((await pause()).status).toBe(200)
  expect(await status()).toBe('paused')
})

it('moves the deadline of a running copy when the extra time of its student is corrected', async () => {
  const { student, attemptId } = await begin('Sam Corrected', { course, minutes: 60 })
  world.wait(1)
  await world.db.student.update({
    where: { id: student.id },
    data: { extraTime: { kind: 'minutes', minutes: 20 }, updatedAt: world.now() },
  })
  await runJobs(world.deps)
  const clock = await world.ask(student, sittingContract.getClock, { params: { attemptId } })
  expect(clock.body.remainingMs).toBe(79 * 60_000)
})

it('shows the room to its invigilator and to nobody else', async () => {
  const { exam, attemptId, student, first } = await begin('Tea Seen', { course })
  await save(student, { attemptId, questionId: first, choices: ['a'], sequence: 1 })
  const params = { courseId: course.id, examId: exam.id }
  const invigilator = await world.staff('Marc', { course, role: 'invigilator' })
  const seen = await world.ask(invigilator, monitor.monitorExam, { params })
  expect(seen.body.attempts.find((line) => line.attemptId === attemptId)).toMatchObject({
    status: 'in_progress',
    answeredCount: 1,
    deviceCount: 1,
  })
  const stranger = await world.staff('Zoé', { course: await world.course(), role: 'owner' })
  expect((await world.ask(stranger, monitor.monitorExam, { params })).status).toBe(404)
  expect((await world.ask(student, monitor.monitorExam, { params })).status).toBe(403)
})

it('finds the copy a receipt stands for, and none when an answer was altered', async () => {
  const { student, attemptId, first } = await begin('Uma Receipt', { course })
  await save(student, { attemptId, questionId: first, choices: ['a'], sequence: 1 })
  const { body } = await world.ask(student, sittingContract.submitAttempt, { params: { attemptId } })
  const trainer = await world.staff('Nadia', { course, role: 'trainer' })
  const check = async () =>
    (
      await world.ask(trainer, monitor.checkReceipt, {
        params: { courseId: course.id },
        body: { code: String(body.code) },
      })
    ).body.matches
  expect((await check()).map((match) => match.attemptId)).toEqual([attemptId])
  await world.db.answer.update({
    where: { attemptId_questionId: { attemptId, questionId: first } },
    data: { choices: ['b'] },
  })
  expect(await check()).toEqual([])
})

it('sends a copy compressed to whom can read it, and the same copy to whom cannot', async () => {
  const { student, attemptId } = await begin('Ana Press', {
    course,
    keys: Array.from({ length: 20 }, () => 'a'),
  })
  const plain = await world.ask(student, sittingContract.getAttempt, { params: { attemptId } })
  const asked = { params: { attemptId } }
  const zipped = await world.ask(student, sittingContract.getAttempt, asked, { 'accept-encoding': 'br, gzip' })
  expect(plain.headers['content-encoding']).toBeUndefined()
  expect(zipped.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'accept-encoding' })
  expect(zipped.bytes.length).toBeLessThan(plain.bytes.length / 2)
  const { clock: _then, ...copy } = plain.body
  expect(JSON.parse(gunzipSync(zipped.bytes).toString())).toMatchObject(copy)
})
