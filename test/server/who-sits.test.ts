import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { getFinalSheet } from '#contract/assessment/final-sheet.ts'
import * as monitor from '#contract/attempts/monitor.ts'
import * as myExams from '#contract/attempts/my-exams.ts'
import * as room from '#contract/attempts/room.ts'
import * as sittings from '#contract/attempts/sitting.ts'
import { signInStudent } from '#contract/auth/auth.ts'
import { duplicateExam, getExam } from '#contract/exams/exams.ts'
import * as life from '#contract/exams/life.ts'
import * as who from '#contract/exams/who-sits.ts'
import * as csv from '#contract/exports/exports.ts'
import * as grading from '#contract/grading/grading.ts'
import { printPaperCopies } from '#contract/grading/paper.ts'
import { slotOf } from '#core/exams/slots.ts'
import { clearStage, setStage } from '#server/attempts/rehearsal/stage.ts'
import { runJobs } from '#server/jobs.ts'
import { whoSitsJoins } from '#server/platform/who-sits.ts'
import { makeExam } from '#test/setup/exam.ts'
import { pageIds } from '#test/setup/page-ids.ts'
import { createWorld, nobody, type Someone, type World } from '#test/setup/world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

const inMinutes = (minutes: number) => new Date(world.now().getTime() + minutes * 60_000)
const iso = (minutes: number) => inMinutes(minutes).toISOString()

/** A class of its own for each test, with a trainer. */
async function classOf(students: Record<string, Partial<Parameters<World['student']>[0]>>) {
  const course = await world.course()
  const trainer = await world.staff('Chef', { course, role: 'owner' })
  const people: Record<string, Someone> = {}
  for (const [name, more] of Object.entries(students))
    people[name] = await world.student({ course, name: `${name} Test`, ...more })
  return { course, trainer, people, of: (name: string) => people[name] as Someone }
}

const at = (course: { id: string }, exam: { id: string }) => ({ courseId: course.id, examId: exam.id })
const start = (student: Someone, exam: { id: string }, roomCode?: string) =>
  world.ask(student, sittings.startAttempt, {
    params: { examId: exam.id },
    body: { device: 'laptop01:page0001', ...(roomCode ? { roomCode } : {}) },
  })
const slot = (
  number: number | null,
  { opens, closes, ...more }: { opens: number; closes: number; name?: string; groups?: string[]; room?: string },
) => ({
  ...{ number, name: '', room: '', invigilators: '', groups: [], ...more },
  ...{ opensAt: iso(opens), closesAt: iso(closes) },
})
const listed = (body: { people: { studentId: string }[] }) => body.people.map(({ studentId }) => studentId)

describe('the audience', () => {
  it('does not exist for who is not in it: not listed, 404, refused by its code with a sentence', async () => {
    const { course, trainer, of } = await classOf({
      Ana: { code: 'ABCDEFGH', group: 'A' },
      Bea: { code: 'BBCDEFGH', group: 'B' },
    })
    const exam = await makeExam(world, { course })
    const params = at(course, exam)
    const audience = { kind: 'groups' as const, groups: ['A'] }
    const shown = await world.ask(trainer, who.previewAudience, { params, body: { audience } })
    expect(shown.body.people).toMatchObject([{ studentId: of('Ana').id, why: { kind: 'group', group: 'A' } }])
    expect(shown.body.removed.map(({ studentId }) => studentId)).toEqual([of('Bea').id])
    const set = await world.ask(trainer, who.setAudience, {
      params,
      body: { audience, studentIds: listed(shown.body) },
    })
    expect(listed(set.body)).toEqual([of('Ana').id])

    const mine = (student: Someone) => world.ask(student, myExams.listMyExams, {})
    expect((await mine(of('Bea'))).body.exams).toEqual([])
    expect((await mine(of('Ana'))).body.exams).toHaveLength(1)
    const one = { params: { examId: exam.id } }
    expect((await world.ask(of('Bea'), myExams.getMyExam, one)).status).toBe(404)
    expect((await start(of('Bea'), exam)).status).toBe(404)
    const join = (personalCode: string) =>
      world.ask(nobody, signInStudent, { body: { joinCode: exam.joinCode, personalCode } })
    expect((await join('BBCDEFGH')).body).toMatchObject({ code: 'not_in_audience' })
    expect((await join('ABCDEFGH')).status).toBe(200)

    // Whatever counts people speaks of the audience.
    expect(await world.db.attempt.count({ where: { examId: exam.id } })).toBe(1)
    expect((await world.ask(trainer, getExam, { params })).body.studentCount).toBe(1)
    expect((await world.ask(trainer, life.countCopies, { params })).body).toEqual({ drawn: 1, students: 1 })
    expect((await world.ask(trainer, monitor.monitorExam, { params })).body.attempts).toHaveLength(1)
    expect((await world.ask(trainer, room.getAttendanceList, { params })).body.students).toHaveLength(1)
    const minutes = await world.ask(trainer, room.getMinutes, { params, query: {} })
    expect(minutes.body).toMatchObject({ counts: { enrolled: 1 }, notStarted: [{ status: null }] })
    await world.ask(trainer, life.closeExam, { params })
    expect((await world.ask(trainer, grading.getResults, { params })).body.rows).toMatchObject([
      { studentId: of('Ana').id, status: 'absent' },
    ])
    const absent = { studentIds: [of('Bea').id], status: 'abi' as const, reason: '' }
    expect((await world.ask(trainer, room.setAttendance, { params, body: absent })).status).toBe(404)
    // Somebody noted absent who leaves the audience is neither absent nor defaulted on the final sheet.
    await world.db.attendance.create({
      data: { examId: exam.id, studentId: of('Bea').id, status: 'abi', at: world.now(), actorName: 'Chef' },
    })
    await world.db.assessment.create({ data: { courseId: course.id, title: 'Bilan', rules: rulesWith(exam.id) } })
    const sheet = await world.ask(trainer, getFinalSheet, { params: { courseId: course.id } })
    expect(sheet.body.lines.map(({ entries: [entry] }) => [entry?.status, entry?.waiting])).toEqual([
      ['present', 'absent'],
      ['present', 'not_expected'],
    ])
    // A rehearsal has students of its own.
    const first = await makeExam(world, { course })
    await world.db.exam.update({ where: { id: exam.id }, data: { retakeOfId: first.id } })
    const stage = await setStage(world.deps, { ...params, students: 3 })
    expect((await world.ask(trainer, getExam, { params: at(course, first) })).body.retakes).toHaveLength(1)
    expect(await world.db.attempt.count({ where: { examId: stage.examId } })).toBe(3)
    await clearStage(world.deps, stage)
  })

  it('grows after the publication, by the same draw, and shrinks while a copy is not started', async () => {
    const { course, trainer, of } = await classOf({ Ana: {}, Bea: {}, Cleo: {} })
    const exam = await makeExam(world, { course })
    const params = at(course, exam)
    const list = { kind: 'list' as const }
    const set = (names: string[]) =>
      world.ask(trainer, who.setAudience, {
        params,
        body: { audience: list, studentIds: names.map((name) => of(name).id) },
      })
    await start(of('Bea'), exam)
    const before = await world.db.attempt.findMany({ where: { examId: exam.id, studentId: of('Bea').id } })
    const shown = await world.ask(trainer, who.previewAudience, {
      params,
      body: { audience: list, studentIds: [of('Ana').id] },
    })
    expect(shown.body).toMatchObject({
      added: [],
      removed: [{ studentId: of('Cleo').id }],
      staying: [{ studentId: of('Bea').id }],
    })
    expect(listed((await set(['Ana'])).body)).toEqual([of('Ana').id, of('Bea').id])
    expect(await world.db.attempt.count({ where: { examId: exam.id } })).toBe(2)
    expect(listed((await set(['Ana', 'Cleo'])).body)).toHaveLength(3)
    const copies = await world.db.attempt.findMany({ where: { examId: exam.id } })
    expect(copies.filter(({ studentId }) => studentId === of('Bea').id)).toMatchObject([{ seed: before[0]?.seed }])
    expect(new Set(copies.map(({ seed }) => seed)).size).toBe(3)
    // A newcomer of the class is not in it.
    const late = await world.student({ course, name: 'Zoe Late' })
    expect((await start(late, exam)).status).toBe(404)
  })

  it('reads a rule again on demand only, and writes nothing when it stands for others than were shown', async () => {
    const { course, trainer, of } = await classOf({ Ana: {}, Bea: {}, Cleo: {} })
    const first = await makeExam(world, { course })
    const note = (name: string, status: 'abi' | 'abj') =>
      world.ask(trainer, room.setAttendance, {
        params: at(course, first),
        body: { studentIds: [of(name).id], status, reason: '' },
      })
    await note('Ana', 'abj')
    await note('Bea', 'abi')
    const exam = await makeExam(world, { course })
    const params = at(course, exam)
    const audience = {
      ...{ kind: 'rule' as const, rule: 'justified_absence' as const },
      of: { kind: 'exam' as const, examId: first.id },
    }
    const preview = () => world.ask(trainer, who.previewAudience, { params, body: { audience } })
    const shown = await preview()
    expect(shown.body.people).toMatchObject([{ studentId: of('Ana').id, why: { kind: 'absent', status: 'abj' } }])
    await note('Cleo', 'abj')
    const stale = await world.ask(trainer, who.setAudience, {
      params,
      body: { audience, studentIds: listed(shown.body) },
    })
    expect(stale.body).toMatchObject({ code: 'audience_changed' })
    const again = await preview()
    await world.ask(trainer, who.setAudience, { params, body: { audience, studentIds: listed(again.body) } })
    await note('Bea', 'abj')
    const kept = await world.ask(trainer, who.getWhoSits, { params })
    expect(listed(kept.body)).toEqual([of('Ana').id, of('Cleo').id])
    expect((await preview()).body.added).toEqual([of('Bea').id])
    expect((await world.ask(trainer, life.withdrawExam, { params })).status).toBe(409)
  })

  it('finds who has to retake a component of the final sheet', async () => {
    const { course, trainer, of } = await classOf({ Ana: {}, Bea: {} })
    const first = await makeExam(world, { course, keys: ['a', 'a'] })
    const questionId = first.questionIds[0] ?? ''
    for (const name of ['Ana', 'Bea']) {
      const { body } = await start(of(name), first)
      for (const [i, id] of name === 'Ana' ? first.questionIds.entries() : [])
        await world.ask(of(name), sittings.saveAnswer, {
          params: { attemptId: body.id, questionId: id },
          body: {
            ...{ choices: pageIds(world, { questionId: id, letters: ['a'] }), flagged: false },
            ...{ device: 'laptop01:page0001', epoch: 1, sequence: i + 1 },
          },
        })
      await world.ask(of(name), sittings.submitAttempt, { params: { attemptId: body.id } })
    }
    expect(questionId).not.toBe('')
    await world.ask(trainer, life.closeExam, { params: at(course, first) })
    await world.db.assessment.create({
      data: { courseId: course.id, title: 'Bilan', rules: rulesWith(first.id) },
    })
    const exam = await makeExam(world, { course, status: 'published' })
    const audience = {
      ...{ kind: 'rule' as const, rule: 'to_retake' as const },
      of: { kind: 'component' as const, component: 'qcm' },
    }
    const shown = await world.ask(trainer, who.previewAudience, { params: at(course, exam), body: { audience } })
    expect(shown.body.people).toMatchObject([
      { studentId: of('Bea').id, why: { kind: 'below_pass_mark', mark: '0', passMark: '10' } },
    ])
  })
})

const rulesWith = (examId: string) =>
  ({
    parts: [
      {
        ...{ id: 'qcm', name: 'QCM', coefficient: '1', role: 'weighted', minimum: null, effects: {} },
        content: { kind: 'mark', source: { kind: 'exam', examId } },
      },
    ],
    ...{ keep: { kind: 'all' }, compensation: 'full', passMark: '10', session: 'first', mentions: [] },
    effects: { abi: 'block', abj: 'neutralise', exempt: 'neutralise', fraud: 'zero', not_submitted: 'zero' },
    ...{ retake: { kind: 'best' }, rounding: { grain: 1, direction: 'nearest' } },
  }) as never

it('takes two waves and one deferred student through a whole exam', async () => {
  const { course, trainer, of } = await classOf({
    Ana: { group: 'A', code: 'ACCDEFGH' },
    Bob: { group: 'B', code: 'BCCDEFGH', extraTime: { kind: 'ratio', numerator: 4, denominator: 3 } },
    Cleo: { group: 'B', code: 'CCCDEFGH' },
    Dan: { group: 'A', code: 'DCCDEFGH' },
  })
  const exam = await makeExam(world, {
    ...{ course, status: 'published' as const, minutes: 30, opensAt: inMinutes(10), closesAt: inMinutes(40) },
    release: { what: 'review', when: 'at_once' },
  })
  await world.db.exam.update({ where: { id: exam.id }, data: { roomCode: 'fixed' } })
  const params = at(course, exam)
  const slots = [
    slot(0, { opens: 10, closes: 40, name: 'Matin', room: '101' }),
    slot(null, { opens: 120, closes: 150, name: 'Après-midi', groups: ['B'], room: '202' }),
  ]
  const made = await world.ask(trainer, who.setSlots, { params, body: { slots } })
  expect(made.body.slots).toMatchObject([
    { number: 0, name: 'Matin', peopleCount: 2, joinCode: exam.joinCode },
    { number: 1, name: 'Après-midi', peopleCount: 2 },
  ])
  // One student is deferred to the evening, elsewhere and with ten minutes more.
  const deferred = await world.ask(trainer, who.setOverride, {
    params: { ...params, studentId: of('Dan').id },
    body: { opensAt: iso(300), closesAt: iso(330), minutes: 10, room: '303', reason: 'Hospitalisé ce matin' },
  })
  expect(deferred.body.people.find(({ studentId }) => studentId === of('Dan').id)).toMatchObject({
    ...{ allowedMinutes: 40, closesAt: iso(340), override: { room: '303', reason: 'Hospitalisé ce matin' } },
  })
  expect(deferred.body.hasSeveralWindows).toBe(true)

  const card = async (name: string) =>
    (await world.ask(of(name), myExams.getMyExam, { params: { examId: exam.id } })).body
  expect(await card('Bob')).toMatchObject({
    ...{ slot: { number: 1, name: 'Après-midi' }, room: '202', opensAt: iso(120), closesAt: iso(160) },
  })
  expect(await card('Dan')).toMatchObject({ room: '303', override: { minutes: 10, reason: 'Hospitalisé ce matin' } })

  // With the code of another slot, a sentence says which is theirs.
  const [morning, afternoon] = made.body.slots.map(({ joinCode }) => joinCode)
  const join = (joinCode = '', personalCode = '') =>
    world.ask(nobody, signInStudent, { body: { joinCode, personalCode } })
  expect((await join(morning, 'BCCDEFGH')).body).toMatchObject({
    ...{ code: 'other_slot', details: { name: 'Après-midi', opensAt: iso(120), room: '202' } },
  })
  expect((await join(afternoon, 'BCCDEFGH')).body).toMatchObject({ examId: exam.id })

  world.wait(10)
  await runJobs(world.deps)
  const live = async () => (await world.ask(trainer, monitor.monitorExam, { params })).body
  const opened = await live()
  const [first, second] = opened.slots.map(({ roomCode }) => roomCode?.code)
  expect([opened.examStatus, first === second]).toEqual(['open', false])
  expect((await start(of('Bob'), exam, second)).body).toMatchObject({ code: 'exam_not_open' })
  expect((await start(of('Dan'), exam, first)).body).toMatchObject({ code: 'exam_not_open' })
  expect((await start(of('Ana'), exam, second)).body).toMatchObject({ code: 'room_code_wrong' })
  const ana = await start(of('Ana'), exam, first)
  expect(ana.status).toBe(200)
  await world.ask(of('Ana'), sittings.submitAttempt, { params: { attemptId: ana.body.id } })
  await runJobs(world.deps)

  // What the first wave could tell the next: no mark, no review, no release before the last has ended.
  expect(await card('Ana')).toMatchObject({ mark: null, canReview: false })
  const early = (isEarly: boolean) => world.ask(trainer, who.setEarlyMarks, { params, body: { isEarly } })
  await early(true)
  expect(await card('Ana')).toMatchObject({ mark: { hundredths: 0 }, canReview: false })
  await early(false)

  // Between the waves the exam stays open.
  world.wait(50)
  await runJobs(world.deps)
  expect((await live()).examStatus).toBe('open')
  world.wait(60)
  const bob = await start(of('Bob'), exam, second)
  expect(bob.body.clock.remainingMs).toBe(40 * 60_000)
  const cleo = await start(of('Cleo'), exam, second)
  expect(cleo.body.clock.remainingMs).toBe(30 * 60_000)
  expect((await live()).attempts.map(({ givenName, slot: number }) => [givenName, number])).toEqual([
    ['Ana', 0],
    ['Bob', 1],
    ['Cleo', 1],
    ['Dan', 0],
  ])
  // A slot where somebody has started is not removed, and a started student keeps theirs.
  const removal = await world.ask(trainer, who.setSlots, { params, body: { slots: slots.slice(0, 1) } })
  expect(removal.body).toMatchObject({ code: 'slot_under_way' })
  const move = { params, body: { studentIds: [of('Cleo').id], slot: 0 } }
  expect((await world.ask(trainer, who.moveCandidates, move)).body).toMatchObject({ code: 'candidate_started' })
  await world.db.student.update({ where: { id: of('Cleo').id }, data: { group: 'A' } })

  // Each wave has its own attendance and its own minutes.
  world.wait(31)
  await runJobs(world.deps)
  const minutesOf = async (number: number) =>
    (await world.ask(trainer, room.getMinutes, { params, query: { slot: number } })).body
  expect(await minutesOf(1)).toMatchObject({
    ...{ room: '202', counts: { enrolled: 2, started: 2, expired: 1, running: 1 }, overrides: [] },
  })
  expect(await minutesOf(0)).toMatchObject({
    counts: { enrolled: 2, started: 1, submitted: 1 },
    overrides: [{ name: 'Test Dan', room: '303', minutes: 10, reason: 'Hospitalisé ce matin' }],
  })
  expect((await world.ask(trainer, room.getAttendanceList, { params })).body.slots).toHaveLength(2)

  // The deferred student sits alone in the evening; a closing by hand does not release before that.
  world.wait(149 - 1)
  expect((await start(of('Dan'), exam, first)).body).toMatchObject({ code: 'exam_not_open' })
  world.wait(1)
  const dan = await start(of('Dan'), exam, first)
  expect(dan.body.clock.remainingMs).toBe(40 * 60_000)
  await world.ask(trainer, life.closeExam, { params })
  const release = (body: object) => world.ask(trainer, grading.releaseResults, { params, body })
  expect((await release({})).body).toMatchObject({ code: 'windows_to_come' })
  await runJobs(world.deps)
  expect(await card('Ana')).toMatchObject({ mark: null })
  world.wait(31)
  await runJobs(world.deps)
  expect((await world.ask(trainer, grading.getResults, { params })).body).toMatchObject({
    ...{ examStatus: 'released', slots: [{ name: 'Matin' }, { name: 'Après-midi' }] },
    rows: [{ slot: 0 }, { slot: 1 }, { slot: 1 }, { slot: 0 }],
  })
  expect(await card('Ana')).toMatchObject({ canReview: true })
})

describe('slots', () => {
  it('are chosen by the rule of core, in the statement that reads a copy as well', async () => {
    const { course, trainer, people } = await classOf({
      Ana: { group: 'A' },
      Bea: { group: 'B' },
      Cleo: { group: 'C' },
      Dan: { group: 'B' },
      Eve: { group: 'B' },
    })
    const exam = await makeExam(world, { course, status: 'published', opensAt: inMinutes(1), closesAt: inMinutes(90) })
    const params = at(course, exam)
    const hours = { opens: 1, closes: 90 }
    await world.ask(trainer, who.setSlots, {
      params,
      body: {
        slots: [slot(0, hours), slot(null, { ...hours, groups: ['B'] }), slot(null, { ...hours, groups: ['C', 'D'] })],
      },
    })
    const choose = (name: string, number: number | null) =>
      world.ask(trainer, who.moveCandidates, { params, body: { studentIds: [people[name]?.id ?? ''], slot: number } })
    await choose('Dan', 0)
    await choose('Eve', 2)
    const { rows } = await world.pool.query<{ group: string; chosen: number | null; number: number }>(
      `select s."group", cand.slot as chosen, coalesce(slot.number, 0) as number
       from "Exam" e join "Student" s on s."courseId" = e."courseId" ${whoSitsJoins} where e.id = $1`,
      [exam.id],
    )
    const slots = await world.db.examSlot.findMany({ where: { examId: exam.id } })
    expect(rows).toHaveLength(5)
    for (const { number, ...student } of rows) expect(slotOf(slots, student)).toBe(number)
    expect((await choose('Ana', 9)).status).toBe(404)
    const back = await choose('Eve', null)
    expect(back.body.people.map(({ slot: number }) => number)).toEqual([0, 1, 2, 0, 1])
  })

  it('are refused with the reason: a group twice, hours that do not fit, hours missing at the publication', async () => {
    const { course, trainer } = await classOf({ Ana: {} })
    const exam = await makeExam(world, { course, status: 'published' })
    const set = (slots: ReturnType<typeof slot>[]) =>
      world.ask(trainer, who.setSlots, { params: at(course, exam), body: { slots } })
    const hours = { opens: 10, closes: 100 }
    const twice = await set([
      slot(0, hours),
      slot(null, { ...hours, groups: ['A'] }),
      slot(null, { ...hours, groups: ['A'] }),
    ])
    expect(twice.body).toMatchObject({ code: 'slots_overlap', details: { group: 'A' } })
    const short = await set([slot(0, hours), slot(null, { opens: 10, closes: 40, name: 'Soir' })])
    expect(short.body).toMatchObject({
      ...{ code: 'exam_dates_inconsistent', details: { reason: 'shorter_than_the_duration', slot: 'Soir' } },
    })
    const open = await set([slot(0, hours), { ...slot(null, hours), opensAt: null as never }])
    expect(open.body).toMatchObject({ details: { reason: 'slot_without_window' } })
    expect((await set([slot(null, hours)])).status).toBe(404)
    expect(await world.db.examSlot.count({ where: { examId: exam.id } })).toBe(0)
  })

  it('keep in the first one who started before there were others, even when their group changes', async () => {
    const { course, trainer, of } = await classOf({ Ana: { group: 'B' } })
    const exam = await makeExam(world, { course, opensAt: inMinutes(-1), closesAt: inMinutes(90) })
    const params = at(course, exam)
    await start(of('Ana'), exam)
    const slots = [slot(0, { opens: -1, closes: 90 }), slot(null, { opens: 200, closes: 300, groups: ['A'] })]
    await world.ask(trainer, who.setSlots, { params, body: { slots } })
    await world.db.student.update({ where: { id: of('Ana').id }, data: { group: 'A' } })
    expect((await world.ask(trainer, who.getWhoSits, { params })).body.people).toMatchObject([{ slot: 0 }])
  })

  it('are made longer while they run, although less than the whole duration is left', async () => {
    const { course, trainer } = await classOf({ Ana: {} })
    const exam = await makeExam(world, { course, minutes: 60, opensAt: inMinutes(-30), closesAt: inMinutes(30) })
    const set = (opens: number, closes: number) =>
      world.ask(trainer, who.setSlots, {
        params: at(course, exam),
        body: { slots: [{ ...slot(0, { opens, closes }) }] },
      })
    expect((await set(-30, 45)).status).toBe(200)
    expect((await set(-30, 40)).body).toMatchObject({ details: { reason: 'shorter_than_the_duration' } })
    expect((await set(5, 50)).body).toMatchObject({ details: { reason: 'shorter_than_the_duration' } })
  })

  it('are refused to a trainer who has not seen the last change of another one', async () => {
    const { course, trainer } = await classOf({ Ana: {} })
    const exam = await makeExam(world, { course, status: 'published' })
    const params = at(course, exam)
    const hours = { opens: 10, closes: 100 }
    const shown = [{ ...slot(0, hours), opensAt: null, closesAt: null }]
    const two = [slot(0, hours), slot(null, { ...hours, name: 'Soir', groups: ['A'] })]
    expect((await world.ask(trainer, who.setSlots, { params, body: { slots: two, shown } })).status).toBe(200)
    const stale = { slots: [slot(0, { ...hours, room: '12' })], shown }
    expect((await world.ask(trainer, who.setSlots, { params, body: stale })).body).toMatchObject({
      code: 'changed_meanwhile',
    })
    const seen = [two[0], { ...two[1], number: 1 }] as typeof two
    const named = seen.map((one) => ({ ...one, invigilators: 'Inès' }))
    const fresh = await world.ask(trainer, who.setSlots, { params, body: { slots: named, shown: seen } })
    expect(fresh.body.slots).toMatchObject([{ invigilators: 'Inès' }, { name: 'Soir', invigilators: 'Inès' }])
  })

  it('keep their hours when a closing by hand is undone before the last', async () => {
    const { course, trainer, of } = await classOf({ Ana: { group: 'A' }, Bob: { group: 'B' } })
    const exam = await makeExam(world, { course, minutes: 30, opensAt: inMinutes(-1), closesAt: inMinutes(40) })
    const params = at(course, exam)
    const slots = [slot(0, { opens: -1, closes: 40 }), slot(null, { opens: 60, closes: 100, groups: ['B'] })]
    await world.ask(trainer, who.setSlots, { params, body: { slots } })
    world.wait(50)
    await world.ask(trainer, life.closeExam, { params })
    await world.ask(trainer, life.reopenExam, { params, body: { reason: 'Fermé trop tôt' } })
    expect((await start(of('Ana'), exam)).body).toMatchObject({ code: 'exam_closed' })
    world.wait(15)
    expect((await start(of('Bob'), exam)).status).toBe(200)
    world.wait(40)
    await runJobs(world.deps)
    await runJobs(world.deps)
    expect((await world.ask(trainer, getExam, { params })).body.status).toBe('closed')
  })

  it('stand in every file of the exam, and on the sheets to print, with the hour and the room of each', async () => {
    const { course, trainer, of } = await classOf({ Ana: { group: 'A' }, Bea: { group: 'B' }, Dan: { group: 'B' } })
    const exam = await makeExam(world, { course, minutes: 30, opensAt: inMinutes(-1), closesAt: inMinutes(60) })
    const params = at(course, exam)
    const files = [csv.exportResults, csv.exportPoints, csv.exportAnswers, csv.exportAttendance]
    const read = async () => {
      const texts: string[] = []
      for (const file of files)
        texts.push((await world.ask(trainer, file, { params, query: { profile: 'excel_fr' } })).bytes.toString('utf8'))
      return texts
    }
    for (const name of ['Ana', 'Bea']) await start(of(name), exam)
    for (const text of await read()) expect(text).not.toContain('Créneau')
    const slots = [
      slot(0, { opens: -1, closes: 60, name: '' }),
      slot(null, { opens: -1, closes: 60, name: 'Vague B', groups: ['B'], room: 'B12' }),
    ]
    await world.ask(trainer, who.setSlots, { params, body: { slots } })
    await world.ask(trainer, who.moveCandidates, { params, body: { studentIds: [of('Dan').id], slot: 1 } })
    const own = { opensAt: iso(20), closesAt: iso(60), minutes: 0, room: 'C3', reason: 'Train' }
    await world.ask(trainer, who.setOverride, { params: { ...params, studentId: of('Dan').id }, body: own })
    for (const name of ['Ana', 'Bea'])
      await world.ask(of(name), sittings.submitAttempt, {
        params: { attemptId: (await start(of(name), exam)).body.id },
      })
    await world.ask(trainer, life.closeExam, { params })
    for (const text of await read()) {
      const [head = '', ...rows] = text.split('\r\n')
      const column = head.replaceAll('"', '').split(';').indexOf('Créneau')
      const slotOfRow = (name: string) =>
        rows
          .find((row) => row.includes(name))
          ?.replaceAll('"', '')
          .split(';')[column]
      // Who was in the first slot before it had a name for others.
      expect([column > 0, slotOfRow('Ana')]).toEqual([true, 'Créneau 1'])
    }
    const sheets = (await world.ask(trainer, printPaperCopies, { params, query: {} })).body
    expect(sheets.slots.map(({ name }) => name)).toEqual(['', 'Vague B'])
    expect(
      sheets.copies.map(({ givenName, slot: number, room: where, opensAt }) => [givenName, number, where, opensAt]),
    ).toEqual([
      ['Ana', 0, '', iso(-1)],
      ['Bea', 0, '', iso(-1)],
      ['Dan', 1, 'C3', iso(20)],
    ])
    const some = await world.ask(trainer, printPaperCopies, { params, query: { slot: 1 } })
    expect(some.body.copies.map(({ givenName }) => givenName)).toEqual(['Dan'])
  })

  it('are paused one by one: who starts later in one that is paused waits too, and nobody in another', async () => {
    const { course, trainer, of } = await classOf({
      ...{ Ana: { group: 'A' }, Abel: { group: 'A' }, Anne: { group: 'A' } },
      ...{ Bea: { group: 'B' }, Bob: { group: 'B' } },
    })
    const exam = await makeExam(world, { course, minutes: 30, opensAt: inMinutes(-1), closesAt: inMinutes(90) })
    const params = at(course, exam)
    const slots = [slot(0, { opens: -1, closes: 90 }), slot(null, { opens: -1, closes: 90, name: 'B', groups: ['B'] })]
    await world.ask(trainer, who.setSlots, { params, body: { slots } })
    const act = (type: 'pause' | 'resume', number?: number) =>
      world.ask(trainer, monitor.changeAttempts, {
        params,
        body: { reason: 'Alarme', intervention: { type }, ...(number === undefined ? {} : { slot: number }) },
      })
    const live = async () => (await world.ask(trainer, monitor.monitorExam, { params })).body
    const paused = async () => (await live()).slots.map(({ pause }) => pause?.reason ?? null)
    const begin = async (name: string) => (await start(of(name), exam)).body.clock.status
    await begin('Ana')
    await begin('Bea')
    expect((await act('pause', 7)).status).toBe(404)
    expect((await act('pause', 0)).body.changed).toHaveLength(1)
    expect(await paused()).toEqual(['Alarme', null])
    expect([await begin('Abel'), await begin('Bob')]).toEqual(['paused', 'in_progress'])
    // Asked twice, it is one pause; the minutes say which slot.
    await act('pause', 0)
    const { body: minutes } = await world.ask(trainer, room.getMinutes, { params, query: {} })
    expect(minutes.log.filter(({ type }) => type === 'pause_slot')).toMatchObject([{ text: 'Alarme' }])
    // The whole class is paused, then this slot goes on: the other one waits still.
    await act('pause')
    expect((await live()).pause).toMatchObject({ reason: 'Alarme' })
    expect((await act('resume', 0)).body.changed).toHaveLength(2)
    expect([(await live()).pause, await paused()]).toEqual([null, [null, 'Alarme']])
    expect(await begin('Anne')).toBe('in_progress')
    const statuses = async () => (await live()).attempts.map(({ status }) => status).sort()
    expect(await statuses()).toEqual(['in_progress', 'in_progress', 'in_progress', 'paused', 'paused'])
    await act('resume')
    expect([await paused(), new Set(await statuses())]).toEqual([[null, null], new Set(['in_progress'])])
  })

  it('go with a duplicate of the exam, without hours, rooms and overrides', async () => {
    const { course, trainer, of } = await classOf({ Ana: { group: 'A' }, Bea: { group: 'B' } })
    const exam = await makeExam(world, { course, status: 'published' })
    const params = at(course, exam)
    const hours = { opens: 10, closes: 100 }
    await world.ask(trainer, who.setSlots, {
      params,
      body: { slots: [slot(0, hours), slot(null, { ...hours, name: 'Soir', groups: ['B'], room: '9' })] },
    })
    const audience = { kind: 'list' as const }
    await world.ask(trainer, who.setAudience, { params, body: { audience, studentIds: [of('Bea').id] } })
    await world.ask(trainer, who.setOverride, {
      params: { ...params, studentId: of('Bea').id },
      body: { opensAt: null, closesAt: null, minutes: 5, room: '', reason: 'Plâtre' },
    })
    const copy = await world.ask(trainer, duplicateExam, { params, body: { title: 'Copie' } })
    const { body } = await world.ask(trainer, who.getWhoSits, { params: at(course, copy.body) })
    expect(body).toMatchObject({
      audience,
      slots: [{ opensAt: null }, { name: 'Soir', groups: ['B'], room: '', opensAt: null, peopleCount: 1 }],
      people: [{ studentId: of('Bea').id, override: null }],
    })
    expect(body.slots[1]?.joinCode).not.toBe(
      (await world.db.examSlot.findFirst({ where: { examId: exam.id } }))?.joinCode,
    )
  })
})

it('its doors stay shut: to who is not in the audience, with ids of another course, with text no database holds', async () => {
  const { course, trainer, of } = await classOf({ Ana: {}, Bea: {} })
  const exam = await makeExam(world, { course, minutes: 30, opensAt: inMinutes(-1), closesAt: inMinutes(60) })
  const params = at(course, exam)
  const only = { params, body: { audience: { kind: 'list' as const }, studentIds: [of('Ana').id] } }
  await world.ask(trainer, who.setAudience, only)
  const ana = await start(of('Ana'), exam)
  const copy = { params: { attemptId: ana.body.id } }
  const tick = { questionId: exam.questionIds[0] ?? '', choices: [], flagged: false, device: 'laptop01:page0001' }
  const save = { ...copy, body: { ticks: [{ ...tick, epoch: 1, sequence: 1 }] } }
  const outside = [
    await world.ask(of('Bea'), myExams.getMyExam, { params: { examId: exam.id } }),
    await start(of('Bea'), exam),
    await world.ask(of('Bea'), sittings.getAttempt, copy),
    await world.ask(of('Bea'), sittings.getClock, copy),
    await world.ask(of('Bea'), sittings.saveAnswers, save),
    await world.ask(of('Bea'), sittings.submitAttempt, copy),
    await world.ask(of('Bea'), sittings.getReceipt, copy),
    await world.ask(of('Bea'), grading.getMyReview, copy),
  ]
  expect(outside.map(({ status }) => status)).toEqual(outside.map(() => 404))

  // A trainer of another course, with their own course and this exam, or with their own students in this one.
  const other = await classOf({ Zed: {} })
  const mixed = { courseId: other.course.id, examId: exam.id }
  const slots = [slot(0, { opens: -1, closes: 60 })]
  const strangers = [
    await world.ask(other.trainer, who.getWhoSits, { params: mixed }),
    await world.ask(other.trainer, who.setSlots, { params: mixed, body: { slots } }),
    await world.ask(other.trainer, who.setAudience, { ...only, params: mixed }),
    await world.ask(other.trainer, monitor.changeAttempts, {
      params: mixed,
      body: { reason: 'x', slot: 0, intervention: { type: 'pause' } },
    }),
    await world.ask(trainer, who.moveCandidates, { params, body: { studentIds: [other.of('Zed').id], slot: 0 } }),
    await world.ask(trainer, who.setOverride, {
      params: { ...params, studentId: other.of('Zed').id },
      body: { opensAt: null, closesAt: null, minutes: 5, room: '', reason: 'x' },
    }),
  ]
  expect(strangers.map(({ status }) => status)).toEqual(strangers.map(() => 404))
  const stolen = { params, body: { ...only.body, studentIds: [of('Ana').id, other.of('Zed').id] } }
  expect((await world.ask(trainer, who.setAudience, stolen)).body).toMatchObject({ code: 'audience_changed' })

  const nul = [{ ...slots[0], name: 'A\0' }] as typeof slots
  expect((await world.ask(trainer, who.setSlots, { params, body: { slots: nul } })).status).toBe(400)
  const groups = { kind: 'groups' as const, groups: ['\0'] }
  const shown = await world.ask(trainer, who.previewAudience, { params, body: { audience: groups } })
  expect(shown.status).toBe(400)
  // Ten thousand unknown students are nobody, at once.
  const many = Array.from({ length: 10_000 }, (_, i) => `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`)
  const listed = await world.ask(trainer, who.previewAudience, {
    params,
    body: { audience: { kind: 'list' }, studentIds: many },
  })
  expect(listed.body).toMatchObject({ people: [], staying: [{ studentId: of('Ana').id }] })
  // Two trainers at once: one slot each, and neither loses the other’s.
  const second = await world.staff('Autre', { course, role: 'trainer' })
  const seen = (await world.ask(trainer, who.getWhoSits, { params })).body.slots.map(
    ({ joinCode: _code, peopleCount: _people, startedCount: _started, ...one }) => one,
  )
  const adding = (name: string) => ({
    params,
    body: { shown: seen, slots: [...seen, slot(null, { opens: 100, closes: 160, name })] },
  })
  const both = await Promise.all([
    world.ask(trainer, who.setSlots, adding('Mardi')),
    world.ask(second, who.setSlots, adding('Jeudi')),
  ])
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
})

describe('an override', () => {
  it('moves the time of a running copy, is in the journal, and can be taken back', async () => {
    const { course, trainer, of } = await classOf({ Ana: {}, Bea: {} })
    const exam = await makeExam(world, { course, minutes: 30, opensAt: inMinutes(-1), closesAt: inMinutes(40) })
    const params = at(course, exam)
    const ana = await start(of('Ana'), exam)
    const own = { params: { ...params, studentId: of('Ana').id } }
    world.wait(1)
    const more = { opensAt: null, closesAt: null, minutes: 15, room: '', reason: 'Poste en panne' }
    expect((await world.ask(trainer, who.setOverride, { ...own, body: more })).status).toBe(200)
    await runJobs(world.deps)
    const clock = () => world.ask(of('Ana'), sittings.getClock, { params: { attemptId: ana.body.id } })
    expect((await clock()).body.remainingMs).toBe(44 * 60_000)
    const line = await world.db.auditLine.findFirst({ where: { subject: `exam:${exam.id}`, action: 'exam.override' } })
    expect(line).toMatchObject({ reason: 'Poste en panne', after: { studentId: of('Ana').id } })
    expect((await world.ask(trainer, monitor.monitorExam, { params })).body.attempts).toMatchObject([
      { override: { minutes: 15, reason: 'Poste en panne' } },
      { override: null },
    ])
    world.wait(1)
    await world.ask(trainer, who.removeOverride, own)
    await runJobs(world.deps)
    expect((await clock()).body.remainingMs).toBe(28 * 60_000)
  })

  it('is refused without a reason, with hours that do not fit, and for who does not sit the exam', async () => {
    const { course, trainer, of } = await classOf({ Ana: {}, Bea: {} })
    const exam = await makeExam(world, { course, minutes: 30, closesAt: inMinutes(60) })
    const params = at(course, exam)
    await world.ask(trainer, who.setAudience, {
      params,
      body: { audience: { kind: 'list' }, studentIds: [of('Ana').id] },
    })
    const set = (name: string, change: object) =>
      world.ask(trainer, who.setOverride, {
        params: { ...params, studentId: of(name).id },
        body: { opensAt: null, closesAt: null, minutes: 0, room: '', reason: 'Motif', ...change },
      })
    expect((await set('Ana', { minutes: 5, reason: ' ' })).status).toBe(400)
    expect((await set('Ana', {})).status).toBe(400)
    expect((await set('Ana', { opensAt: iso(70) })).body).toMatchObject({ code: 'exam_dates_inconsistent' })
    expect((await set('Bea', { minutes: 5 })).status).toBe(404)
    expect((await set('Ana', { minutes: 5 })).status).toBe(200)
  })

  it('opens the exam for nobody else: who opens by hand still does', async () => {
    const { course, trainer, of } = await classOf({ Ana: {}, Dan: {} })
    const exam = await makeExam(world, { course, status: 'published', minutes: 30 })
    const params = at(course, exam)
    await world.ask(trainer, who.setOverride, {
      params: { ...params, studentId: of('Dan').id },
      body: { opensAt: iso(5), closesAt: iso(60), minutes: 0, room: '', reason: 'Train' },
    })
    world.wait(6)
    await runJobs(world.deps)
    expect((await start(of('Ana'), exam)).body).toMatchObject({ code: 'exam_not_open' })
    await world.ask(trainer, life.openExam, { params })
    expect((await start(of('Dan'), exam)).status).toBe(200)
  })

  it('holds the release until its own closing, also of an exam that is closed by hand', async () => {
    const { course, trainer, of } = await classOf({ Ana: {}, Dan: {} })
    const exam = await makeExam(world, { course, minutes: 30 })
    const params = at(course, exam)
    await world.ask(trainer, who.setOverride, {
      params: { ...params, studentId: of('Dan').id },
      body: { opensAt: iso(60), closesAt: iso(100), minutes: 0, room: '', reason: 'Train' },
    })
    const ana = await start(of('Ana'), exam)
    await world.ask(of('Ana'), sittings.submitAttempt, { params: { attemptId: ana.body.id } })
    await world.ask(trainer, life.closeExam, { params })
    const release = (body: object) => world.ask(trainer, grading.releaseResults, { params, body })
    expect((await release({})).body).toMatchObject({ code: 'windows_to_come', details: { until: iso(100) } })
    expect((await release({ anyway: true })).status).toBe(200)
  })

  it('is not taken back from a running copy that would end in the past', async () => {
    const { course, trainer, of } = await classOf({ Ana: {} })
    const exam = await makeExam(world, { course, minutes: 30, opensAt: inMinutes(-1), closesAt: inMinutes(40) })
    const own = { params: { ...at(course, exam), studentId: of('Ana').id } }
    const body = { opensAt: iso(60), closesAt: iso(100), minutes: 0, room: '', reason: 'Train' }
    await world.ask(trainer, who.setOverride, { ...own, body })
    world.wait(61)
    const ana = await start(of('Ana'), exam)
    world.wait(10)
    const inThePast = { code: 'exam_dates_inconsistent', details: { reason: 'closes_in_the_past' } }
    expect((await world.ask(trainer, who.removeOverride, own)).body).toMatchObject(inThePast)
    const less = { ...body, opensAt: null, closesAt: null, minutes: 5 }
    expect((await world.ask(trainer, who.setOverride, { ...own, body: less })).body).toMatchObject(inThePast)
    // A running copy is given a later closing, although less than the whole duration is left.
    const later = { ...body, closesAt: iso(25) }
    expect((await world.ask(trainer, who.setOverride, { ...own, body: later })).status).toBe(200)
    await runJobs(world.deps)
    const clock = await world.ask(of('Ana'), sittings.getClock, { params: { attemptId: ana.body.id } })
    expect(clock.body.remainingMs).toBe(20 * 60_000)
  })
})
