import { once } from 'node:events'
import { get } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as monitor from '#contract/attempts/monitor.ts'
import * as myExams from '#contract/attempts/my-exams.ts'
import * as room from '#contract/attempts/room.ts'
import * as sitting from '#contract/attempts/sitting.ts'
import { messagesOf } from '#server/platform/messages.ts'
import { makeExam } from '#test/setup/exam.ts'
import { pageIds } from '#test/setup/page-ids.ts'
import { createWorld, type Someone, type World } from '#test/setup/world.ts'

let world: World
let course: { id: string }
let marc: Someone
let nadia: Someone
beforeAll(async () => {
  world = await createWorld({ settings: { trustProxy: 1 } })
  course = await world.course()
  marc = await world.staff('Marc', { course, role: 'invigilator' })
  nadia = await world.staff('Nadia', { course, role: 'trainer' })
})
afterAll(() => world.close())

const laptop = 'laptop01:page0001'
const phone = 'phone0001:page0002'

type Started = { student: Someone; attemptId: string }
/** An exam with these students, the first ones started. */
async function examWith({ names, started = names.length }: { names: string[]; started?: number }) {
  const fresh = await world.course()
  const staff = async (name: string, role: 'invigilator' | 'trainer') => world.staff(name, { course: fresh, role })
  const students: Someone[] = []
  for (const name of names) students.push(await world.student({ course: fresh, name }))
  const exam = await makeExam(world, { course: fresh })
  const copies: Started[] = []
  for (const student of students.slice(0, started)) {
    const { body } = await world.ask(student, sitting.startAttempt, {
      params: { examId: exam.id },
      body: { device: laptop },
    })
    copies.push({ student, attemptId: body.id })
  }
  const params = { courseId: fresh.id, examId: exam.id }
  return {
    exam,
    students,
    copies,
    params,
    marc: await staff('Marc', 'invigilator'),
    nadia: await staff('Nadia', 'trainer'),
  }
}

const save = ({ student, attemptId }: Started, { questionId = '', sequence = 1, device = laptop }) =>
  world.ask(student, sitting.saveAnswer, {
    params: { attemptId, questionId },
    body: { choices: pageIds(world, { questionId, letters: ['a'] }), flagged: false, device, epoch: 1, sequence },
  })
const told = (answer: { body: { messages: { text: string }[] } }) => answer.body.messages.map(({ text }) => text)

describe('messages', () => {
  it('travel with the next acknowledgement, stay until read, and the room sees who has read them', async () => {
    const { exam, copies, params, marc } = await examWith({ names: ['Ana Un', 'Bo Deux'] })
    const [ana, bo] = copies as [Started, Started]
    const text = 'La question 3 se lit « volume », pas « calque ».'
    const sent = await world.ask(marc, room.sendMessage, { params, body: { text } })
    expect(sent.body.recipientCount).toBe(2)

    const [questionId = ''] = exam.questionIds
    const saved = await save(ana, { questionId })
    expect(saved.body.clock.messages).toMatchObject([{ text, from: 'Marc', sentAt: world.now().toISOString() }])
    // Not read: said again, also to a page loaded anew.
    const again = await world.ask(ana.student, sitting.getAttempt, { params: ana })
    expect(told({ body: again.body.clock })).toEqual([text])

    const [{ id: messageId = '' } = {}] = saved.body.clock.messages
    const read = await world.ask(ana.student, sitting.readMessage, { params: { ...ana, messageId } })
    expect(told(read)).toEqual([])
    expect(told(await world.ask(ana.student, sitting.readMessage, { params: { ...ana, messageId } }))).toEqual([])
    const { body } = await world.ask(marc, room.listMessages, { params })
    expect(body.messages[0]?.recipients.map(({ name, readAt }) => [name, readAt !== null]).sort()).toEqual([
      ['Ana Un', true],
      ['Bo Deux', false],
    ])
    const seen = await world.ask(marc, monitor.monitorExam, { params })
    expect(seen.body.attempts.map(({ givenName, unreadCount }) => [givenName, unreadCount])).toEqual([
      ['Bo', 1],
      ['Ana', 0],
    ])
    // Somebody else's message is nobody's business.
    const other = await world.ask(bo.student, sitting.readMessage, { params: { ...ana, messageId } })
    expect(other.status).toBe(404)
  })

  it('reach those chosen only, those who have not started yet included, and never a closed copy', async () => {
    const { copies, params, marc, students } = await examWith({
      names: ['Ana Un', 'Bo Deux', 'Cleo Trois'],
      started: 2,
    })
    const [ana, bo] = copies as [Started, Started]
    await world.ask(ana.student, sitting.submitAttempt, { params: ana })
    const one = await world.ask(marc, room.sendMessage, { params, body: { text: 'À Bo.', attemptIds: [bo.attemptId] } })
    expect(one.body.recipientCount).toBe(1)
    world.wait(1)
    const all = await world.ask(marc, room.sendMessage, { params, body: { text: 'À tous.' } })
    expect(all.body.recipientCount).toBe(2)
    expect(told(await world.ask(bo.student, sitting.getClock, { params: bo }))).toEqual(['À Bo.', 'À tous.'])
    const late = await world.ask(students[2] as Someone, sitting.startAttempt, { params, body: { device: laptop } })
    expect(told({ body: late.body.clock })).toEqual(['À tous.'])

    const closed = { params, body: { text: 'Trop tard.', attemptIds: [ana.attemptId] } }
    expect((await world.ask(marc, room.sendMessage, closed)).body.code).toBe('nobody_to_tell')
    const strange = { params, body: { text: 'Qui ?', attemptIds: ['00000000-0000-4000-8000-000000000000'] } }
    expect((await world.ask(marc, room.sendMessage, strange)).status).toBe(404)
  })
})

describe('a message about a question', () => {
  it('says to each student its number on their own copy, and reaches only those who are asked it', async () => {
    const { exam, copies, params, marc, students } = await examWith({ names: ['Ana Un', 'Bo Deux', 'Cleo Trois'] })
    const [asked = '', other = ''] = exam.questionIds
    const orders = [[asked, other], [other, asked], [other]]
    for (const [rank, { attemptId }] of copies.entries())
      await world.db.attempt.update({
        where: { id: attemptId },
        data: { paper: (orders[rank] ?? []).map((questionId) => ({ questionId, choiceIds: ['a', 'b', 'c', 'd'] })) },
      })
    const sent = await world.ask(marc, room.sendMessage, {
      params,
      body: { text: 'Lisez « volume ».', questionId: asked },
    })
    expect(sent.body.recipientCount).toBe(2)
    const positions = await Promise.all(
      copies.map(async ({ student, attemptId }) => {
        const { body } = await world.ask(student, sitting.getClock, { params: { attemptId } })
        return body.messages.map(({ position }) => position)
      }),
    )
    expect(positions).toEqual([[1], [2], []])
    // With the next acknowledgement too.
    const [ana] = copies as [Started]
    const saved = await save(ana, { questionId: asked })
    expect(saved.body.clock.messages).toMatchObject([{ position: 1 }])
    const { body } = await world.ask(marc, room.listMessages, { params })
    expect(body.messages).toMatchObject([{ about: 'Question 1 ?' }])
    expect(students).toHaveLength(3)

    const foreign = (await examWith({ names: ['Dan Quatre'] })).exam.questionIds[0]
    const wrong = { params, body: { text: 'Non.', questionId: foreign } }
    expect((await world.ask(marc, room.sendMessage, wrong)).status).toBe(404)
  })

  it('can be chosen from questions that nobody learns before the exam is open', async () => {
    const { exam, params, marc } = await examWith({ names: ['Ana Un'], started: 0 })
    const listed = await world.ask(marc, room.listAskedQuestions, { params })
    expect(listed.body.questions.map(({ id }) => id)).toEqual(exam.questionIds)
    await world.db.exam.update({ where: { id: exam.id }, data: { status: 'published' } })
    expect((await world.ask(marc, room.listAskedQuestions, { params })).body.code).toBe('exam_not_open')
  })
})

describe('the line of a page', () => {
  it('says « look again » when the room acts on this copy, and only then', async () => {
    const { copies, params, marc } = await examWith({ names: ['Ana Un', 'Bo Deux'] })
    const [ana, bo] = copies as [Started, Started]
    await world.app.listen({ port: 0, host: '127.0.0.1' })
    const { port } = world.app.server.address() as AddressInfo
    const open = async ({ student, attemptId }: Started) => {
      const request = get({
        port,
        path: `/api/attempts/${attemptId}/changes`,
        headers: { cookie: `bareme=${student.token}` },
      })
      const [response] = await once(request, 'response')
      let heard = ''
      response.on('data', (chunk: Buffer) => {
        heard += chunk.toString()
      })
      expect(response.headers['content-type']).toBe('text/event-stream')
      await expect.poll(() => heard).toContain('retry: 3000')
      return { events: () => heard.split('data:').length - 1, leave: () => request.destroy() }
    }
    // Pages that wait from before the server listens are told to look again once it does.
    await expect.poll(() => messagesOf(world.deps).isListening).toBe(true)
    const [anas, bos] = [await open(ana), await open(bo)]
    const [before, others] = [anas.events(), bos.events()]

    await world.ask(marc, room.sendMessage, { params, body: { text: 'Bonjour.', attemptIds: [ana.attemptId] } })
    await expect.poll(anas.events, { timeout: 10_000 }).toBe(before + 1)
    const pause = { attemptIds: [ana.attemptId], reason: 'alarme', intervention: { type: 'pause' as const } }
    await world.ask(marc, monitor.changeAttempts, { params, body: pause })
    await expect.poll(anas.events, { timeout: 10_000 }).toBe(before + 2)
    expect(bos.events()).toBe(others)

    // The connection that listens is lost: it is made again, and every page asks once.
    await world.pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and query like 'listen %'`,
    )
    await expect.poll(anas.events, { timeout: 20_000 }).toBe(before + 3)
    anas.leave()
    bos.leave()
  })

  it('is for the owner of the copy', async () => {
    const { copies } = await examWith({ names: ['Ana Un', 'Bo Deux'] })
    const [ana, bo] = copies as [Started, Started]
    const answer = await world.ask(bo.student, sitting.followAttempt, { params: ana })
    expect(answer.status).toBe(404)
  })
})

describe('the cockpit', () => {
  it('is told how many answers wait on a device, and which copies changed device', async () => {
    const { copies, params, marc } = await examWith({ names: ['Ana Un'] })
    const [ana] = copies as [Started]
    const lines = async () => (await world.ask(marc, monitor.monitorExam, { params })).body.attempts[0]
    await world.ask(ana.student, sitting.sendHeartbeat, { params: ana, body: { unsynced: 3 } })
    expect(await lines()).toMatchObject({ unsyncedCount: 3, deviceCount: 1 })
    await world.ask(ana.student, sitting.sendHeartbeat, { params: ana, body: { unsynced: 0 } })
    // A page loaded again is the same device; a telephone is another.
    await world.ask(ana.student, sitting.takeOver, { params: ana, body: { device: 'laptop01:page0009' } })
    expect(await lines()).toMatchObject({ unsyncedCount: 0, deviceCount: 1 })
    await world.ask(ana.student, sitting.takeOver, { params: ana, body: { device: phone } })
    expect(await lines()).toMatchObject({ deviceCount: 2 })
  })

  it('says times in the zone of the exam', async () => {
    const { exam, copies } = await examWith({ names: ['Ana Un'] })
    const [ana] = copies as [Started]
    await world.db.exam.update({ where: { id: exam.id }, data: { timeZone: 'Indian/Reunion' } })
    const { body } = await world.ask(ana.student, sitting.getAttempt, { params: ana })
    expect(body.timeZone).toBe('Indian/Reunion')
  })
})

describe('attendance', () => {
  it('is noted of those who have not started; who has was there, and who comes late is too', async () => {
    const { params, marc, students } = await examWith({ names: ['Ana Un', 'Bo Deux', 'Cleo Trois'], started: 1 })
    const [ana, bo, cleo] = students as [Someone, Someone, Someone]
    const note = (status: 'abi' | 'abj' | null, ...who: Someone[]) =>
      world.ask(marc, room.setAttendance, {
        params,
        body: { studentIds: who.map(({ id }) => id), status, reason: 'Certificat remis.' },
      })
    const { body } = await note('abj', ana, bo, cleo)
    expect({ started: body.started, changed: [...body.changed].sort() }).toEqual({
      started: [ana.id],
      changed: [bo.id, cleo.id].sort(),
    })
    const lines = async () => {
      const seen = await world.ask(marc, monitor.monitorExam, { params })
      return Object.fromEntries(seen.body.attempts.map((line) => [line.givenName, [line.status, line.attendance]]))
    }
    expect(await lines()).toEqual({ Ana: ['in_progress', null], Bo: ['absent', 'abj'], Cleo: ['absent', 'abj'] })
    await note(null, cleo)
    await world.ask(bo, sitting.startAttempt, { params, body: { device: laptop } })
    expect(await lines()).toEqual({ Ana: ['in_progress', null], Bo: ['in_progress', 'abj'], Cleo: ['ready', null] })
    const stranger = await world.student({ course, name: 'Dan Ailleurs' })
    expect((await note('abi', stranger)).status).toBe(404)
  })
})

describe('the minutes', () => {
  it('name those without a copy as a printed list has them', async () => {
    const { params, marc } = await examWith({ names: ['Zoé Zimmermann', 'Ana Élan', 'Luc Dumas'], started: 0 })
    await world.student({ course: { id: params.courseId }, name: 'Apolline deLafontaine' })
    const { body } = await world.ask(marc, room.getMinutes, { params, query: {} })
    const names = body.notStarted.map(({ name }) => name)
    expect(names).toEqual(['deLafontaine Apolline', 'Dumas Luc', 'Élan Ana', 'Zimmermann Zoé'])
  })

  it('write themselves: who was there, when, every act with who and why, incidents, other devices, messages', async () => {
    const { params, marc, copies, students } = await examWith({
      names: ['Ana Un', 'Bo Deux', 'Cleo Trois'],
      started: 2,
    })
    const [ana, bo] = copies as [Started, Started]
    const act = (attemptIds: string[] | undefined, intervention: object) =>
      world.ask(marc, monitor.changeAttempts, {
        params,
        body: { ...(attemptIds ? { attemptIds } : {}), reason: 'Alarme incendie', intervention: intervention as never },
      })
    await world.ask(marc, room.setRoom, { params, body: { room: 'Amphi B', invigilators: 'Marc, Zoé Lam' } })
    await world.ask(marc, room.addIncident, { params, body: { text: 'Alarme à 9 h 10, évacuation.' } })
    await act(undefined, { type: 'pause' })
    await act([ana.attemptId], { type: 'resume' })
    await act([ana.attemptId], { type: 'grant', minutes: 10 })
    // Refused by the copy: nothing happened, nothing is written.
    await act([ana.attemptId], { type: 'reopen', minutes: 0 })
    await world.ask(ana.student, sitting.takeOver, { params: ana, body: { device: 'laptop01:page0009' } })
    await world.ask(ana.student, sitting.takeOver, { params: ana, body: { device: phone } })
    await world.ask(marc, room.sendMessage, { params, body: { text: 'Reprise.', attemptIds: [bo.attemptId] } })
    const third = students[2]?.id ?? ''
    const noted = { studentIds: [third], status: 'abi' as const, reason: '' }
    await world.ask(marc, room.setAttendance, { params, body: noted })
    await world.ask(ana.student, sitting.submitAttempt, { params: ana })

    const { body } = await world.ask(marc, room.getMinutes, { params, query: {} })
    expect(body).toMatchObject({
      room: 'Amphi B',
      invigilators: 'Marc, Zoé Lam',
      counts: { enrolled: 3, started: 2, submitted: 1, expired: 0, voided: 0, running: 1 },
      notStarted: [{ name: 'Trois Cleo', status: 'abi', reason: '' }],
    })
    const said = body.log.map(({ type, by, text, minutes, names }) => [type, by, text, minutes, names.join()])
    expect(said).toHaveLength(7)
    expect(said).toEqual(
      expect.arrayContaining([
        ['incident', 'Marc', 'Alarme à 9 h 10, évacuation.', null, ''],
        ['pause_class', 'Marc', 'Alarme incendie', null, ''],
        ['pause', 'Marc', 'Alarme incendie', null, 'Deux Bo,Un Ana'],
        ['resume', 'Marc', 'Alarme incendie', null, 'Un Ana'],
        ['grant', 'Marc', 'Alarme incendie', 10, 'Un Ana'],
        ['take_over', 'Ana Un', '', null, 'Un Ana'],
        ['message', 'Marc', 'Reprise.', null, 'Deux Bo'],
      ]),
    )
    await expect(world.pool.query('update "Incident" set text = $1', ['autre'])).rejects.toThrow(/append-only/)
  })
})

describe('the door of the room', () => {
  const start = (
    who: Someone,
    examId: string,
    { roomCode, ip = '10.0.0.9' }: { roomCode?: string; ip?: string } = {},
  ) =>
    world.ask(
      who,
      sitting.startAttempt,
      { params: { examId }, body: { device: laptop, ...(roomCode ? { roomCode } : {}) } },
      { 'x-forwarded-for': ip },
    )

  it('asks for the code of the moment, takes the one just before, and slows guessing down', async () => {
    const { exam, params, nadia, marc, students } = await examWith({ names: ['Ana Un', 'Bo Deux'], started: 0 })
    const [ana, bo] = students as [Someone, Someone]
    await world.ask(nadia, room.setAccess, { params, body: { roomCode: 'rotating', networks: [] } })
    const shown = async () => (await world.ask(marc, monitor.monitorExam, { params })).body.roomCode
    const first = (await shown())?.code ?? ''
    expect(first).toMatch(/^\d{4}$/)
    const { body } = await world.ask(ana, myExams.getMyExam, { params })
    expect(body.asksRoomCode).toBe(true)
    expect(JSON.stringify(body)).not.toContain(first)

    expect((await start(ana, exam.id)).body.code).toBe('room_code_wrong')
    world.wait(2)
    expect((await shown())?.code).not.toBe(first)
    expect((await start(ana, exam.id, { roomCode: first })).status).toBe(200)
    // Started, the copy goes on without a code: a reload, another tab.
    expect((await start(ana, exam.id)).status).toBe(200)
    world.wait(2)
    expect((await start(bo, exam.id, { roomCode: first })).body.code).toBe('room_code_wrong')
    const wrong = (await shown())?.code === '1234' ? '4321' : '1234'
    for (let i = 0; i < 9; i += 1) await start(bo, exam.id, { roomCode: wrong })
    // Three at once after ten wrong ones: one is judged half a minute later, the others are not judged at all.
    world.slept.length = 0
    const late = await Promise.all([1, 2, 3].map(() => start(bo, exam.id, { roomCode: wrong })))
    expect(late.map(({ body }) => body.code).toSorted()).toEqual([
      'room_code_wrong',
      'too_many_requests',
      'too_many_requests',
    ])
    expect(world.slept).toEqual([30_000])
    world.wait(1)
    expect((await start(bo, exam.id, { roomCode: (await shown())?.code ?? '' })).status).toBe(200)
  })

  it('lets in from the networks given, as the proxy tells the address', async () => {
    const { exam, params, nadia, students } = await examWith({ names: ['Ana Un', 'Bo Deux'], started: 0 })
    const [ana, bo] = students as [Someone, Someone]
    const networks = ['192.168.10.0/24', '2001:db8:7::/48']
    expect((await world.ask(nadia, room.setAccess, { params, body: { roomCode: 'none', networks } })).status).toBe(200)
    const outside = await start(ana, exam.id, { ip: '192.168.11.7' })
    expect(outside.body).toMatchObject({ code: 'outside_the_room', details: { address: '192.168.11.7' } })
    expect((await start(ana, exam.id, { ip: '::ffff:192.168.10.7' })).status).toBe(200)
    expect((await start(ana, exam.id, { ip: '81.2.69.160' })).status).toBe(200)
    expect((await start(bo, exam.id, { ip: '2001:db8:8::1' })).body.code).toBe('outside_the_room')
    expect((await start(bo, exam.id, { ip: '2001:db8:7::1' })).status).toBe(200)
    const lines = await world.db.auditLine.findMany({ where: { subject: `exam:${exam.id}`, action: 'exam.access' } })
    expect(lines).toMatchObject([{ actorName: 'Nadia', after: { networks } }])
  })

  it.each(['192.168.1.0/33', '300.1.1.1', '192.168.1', '10.0.0.0/8/8', '10.0.0.0/-1', 'amphi'])(
    'refuses a network that cannot be read: %s',
    async (network) => {
      const exam = await makeExam(world, { course })
      const params = { courseId: course.id, examId: exam.id }
      const body = { roomCode: 'none' as const, networks: ['10.0.0.0/8', network] }
      const answer = await world.ask(nadia, room.setAccess, { params, body })
      expect(answer.body).toMatchObject({ code: 'network_unreadable', details: { networks: [network] } })
      expect((await world.ask(marc, room.setAccess, { params, body })).body.code).toBe('not_allowed')
    },
  )
})
