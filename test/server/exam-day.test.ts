import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as monitorContract from '#contract/attempts/monitor.ts'
import * as myExams from '#contract/attempts/my-exams.ts'
import * as room from '#contract/attempts/room.ts'
import * as sittingContract from '#contract/attempts/sitting.ts'
import * as composition from '#contract/exams/composition.ts'
import * as exams from '#contract/exams/exams.ts'
import * as life from '#contract/exams/life.ts'
import { runJobs } from '#server/jobs.ts'
import { makeExam } from '#test/setup/exam.ts'
import { createWorld, type Someone, type World } from '#test/setup/world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

const device = 'laptop01:page0001'

/** An exam with these students and its staff; nobody has started. */
async function examWith(names: string[], options: Partial<Parameters<typeof makeExam>[1]> = {}) {
  const course = await world.course()
  const marc = await world.staff('Marc', { course, role: 'invigilator' })
  const nadia = await world.staff('Nadia', { course, role: 'trainer' })
  const students: Someone[] = []
  for (const name of names) students.push(await world.student({ course, name }))
  const exam = await makeExam(world, { course, ...options })
  const params = { courseId: course.id, examId: exam.id }
  const start = (student: Someone) => world.ask(student, sittingContract.startAttempt, { params, body: { device } })
  const act = (who: Someone, intervention: object, attemptIds?: string[]) =>
    world.ask(who, monitorContract.changeAttempts, {
      params,
      body: { reason: 'essai', intervention, ...(attemptIds ? { attemptIds } : {}) } as never,
    })
  const monitor = async () => (await world.ask(marc, monitorContract.monitorExam, { params })).body
  const line = async (student: Someone) => {
    const { attempts: lines } = await monitor()
    const found = lines.find(({ studentId }) => studentId === student.id)
    if (!found) throw new Error(`${student.name} is not in the room`)
    return found
  }
  const clock = async (student: Someone, attemptId: string) =>
    (await world.ask(student, sittingContract.getClock, { params: { attemptId } })).body
  const close = () => world.ask(nadia, life.closeExam, { params })
  const save = (student: Someone, attemptId: string, sequence = 1) =>
    world.ask(student, sittingContract.saveAnswer, {
      params: { attemptId, questionId: exam.questionIds[0] ?? '' },
      body: { choices: [], flagged: false, device, epoch: 1, sequence },
    })
  return { ...{ course, marc, nadia, students, exam, params }, start, act, monitor, line, clock, close, save }
}

describe('a copy of a closed exam that is reopened', () => {
  it('really runs, for as long as was left, while the exam stays closed to the others', async () => {
    const day = await examWith(['Ana Un', 'Bo Deux'])
    const [ana, bo] = day.students as [Someone, Someone]
    const { body: sitting } = await day.start(ana)
    world.wait(50)
    await day.close()
    world.wait(5)
    const reopened = await day.act(day.nadia, { type: 'reopen', minutes: 5 }, [sitting.id])
    expect(reopened.body).toEqual({ changed: [sitting.id], refused: [] })
    await runJobs(world.deps)
    expect(await day.clock(ana, sitting.id)).toMatchObject({ status: 'in_progress', remainingMs: 15 * 60_000 })
    expect((await day.save(ana, sitting.id)).status).toBe(200)
    expect((await day.start(bo)).body.code).toBe('exam_closed')
    // Its own time still ends it, and it is marked then.
    world.wait(16)
    await runJobs(world.deps)
    expect((await day.line(ana)).status).toBe('expired')
    expect(await world.db.mark.count({ where: { attemptId: sitting.id } })).toBeGreaterThan(0)
  })

  it('is collected by a closing that comes after the reopening', async () => {
    const day = await examWith(['Ana Un'])
    const [ana] = day.students as [Someone]
    const { body: sitting } = await day.start(ana)
    await world.ask(ana, sittingContract.submitAttempt, { params: { attemptId: sitting.id } })
    await day.act(day.nadia, { type: 'reopen', minutes: 0 }, [sitting.id])
    world.wait(1)
    await day.close()
    expect((await day.line(ana)).status).toBe('submitted')
  })
})

describe('a pause of the whole class', () => {
  it('holds who starts during it, and lets them go with the others, without costing them time', async () => {
    const day = await examWith(['Ana Un', 'Bo Deux', 'Cleo Trois'])
    const [ana, bo, cleo] = day.students as [Someone, Someone, Someone]
    const first = await day.start(ana)
    await day.act(day.marc, { type: 'pause' })
    expect(await day.monitor()).toMatchObject({ pause: { since: world.now().toISOString(), reason: 'essai' } })
    const second = await day.start(bo)
    expect(second.body.clock).toMatchObject({ status: 'paused', remainingMs: 60 * 60_000 })
    world.wait(10)
    // A reload during the pause is held as well.
    expect((await day.start(bo)).body.clock.status).toBe('paused')
    await day.act(day.marc, { type: 'resume' })
    expect((await day.monitor()).pause).toBeNull()
    expect(await day.clock(bo, second.body.id)).toMatchObject({ status: 'in_progress', remainingMs: 60 * 60_000 })
    expect(await day.clock(ana, first.body.id)).toMatchObject({ status: 'in_progress', remainingMs: 60 * 60_000 })
    expect((await day.start(cleo)).body.clock.status).toBe('in_progress')
  })

  it('can begin before anybody has started', async () => {
    const day = await examWith(['Ana Un'])
    const [ana] = day.students as [Someone]
    expect((await day.act(day.marc, { type: 'pause' })).status).toBe(200)
    const { body } = await day.start(ana)
    expect(body.clock.status).toBe('paused')
  })

  it('holds every one of forty who start in the very moment it begins, and lets all go', async () => {
    const day = await examWith(Array.from({ length: 40 }, (_, i) => `Eleve N${i}`))
    const started = day.students.map((student) => day.start(student))
    const paused = day.act(day.marc, { type: 'pause' })
    await Promise.all([...started, paused])
    expect(new Set((await day.monitor()).attempts.map(({ status }) => status))).toEqual(new Set(['paused']))
    const late = await world.student({ course: day.course, name: 'Tard Venu' })
    await Promise.all([day.start(late), day.act(day.marc, { type: 'resume' })])
    expect(new Set((await day.monitor()).attempts.map(({ status }) => status))).toEqual(new Set(['in_progress']))
  })
})

describe('an absence noted of somebody who then starts', () => {
  it('is told, and kept', async () => {
    const day = await examWith(['Ana Un'])
    const [ana] = day.students as [Someone]
    const absent = { studentIds: [ana.id], status: 'abi' as const, reason: 'appel de 10 h' }
    await world.ask(day.marc, room.setAttendance, { params: day.params, body: absent })
    await day.start(ana)
    expect(await day.line(ana)).toMatchObject({ status: 'in_progress', attendance: 'abi' })
  })
})

describe('a closing', () => {
  it('can be undone until the marks are released: who was writing goes on with the time that was left', async () => {
    const day = await examWith(['Ana Un', 'Bo Deux', 'Cleo Trois'])
    const [ana, bo, cleo] = day.students as [Someone, Someone, Someone]
    const { body: anas } = await day.start(ana)
    const { body: bos } = await day.start(bo)
    await world.ask(bo, sittingContract.submitAttempt, { params: { attemptId: bos.id } })
    world.wait(20)
    await day.close()
    world.wait(2)
    const undone = await world.ask(day.nadia, life.reopenExam, {
      params: day.params,
      body: { reason: 'fermé trop tôt' },
    })
    expect(undone.body).toMatchObject({ status: 'open', closedAt: null })
    await runJobs(world.deps)
    expect(await day.clock(ana, anas.id)).toMatchObject({ status: 'in_progress', remainingMs: 40 * 60_000 })
    // Who had handed in stays so, and who had not started may.
    expect((await day.line(bo)).status).toBe('submitted')
    expect((await day.start(cleo)).status).toBe(200)
    const { body: minutes } = await world.ask(day.marc, room.getMinutes, { params: day.params, query: {} })
    expect(minutes.log.map(({ type, text }) => [type, text])).toEqual([
      ['close', ''],
      ['reopen_exam', 'fermé trop tôt'],
    ])
  })

  it('by the clock is undone by hand: the window that was over no longer closes it', async () => {
    const day = await examWith(['Ana Un'], { closesAt: new Date(world.now().getTime() + 10 * 60_000) })
    world.wait(11)
    await runJobs(world.deps)
    const undone = await world.ask(day.nadia, life.reopenExam, { params: day.params, body: { reason: 'retard' } })
    expect(undone.body).toMatchObject({ status: 'open', closesAt: null })
    await runJobs(world.deps)
    expect((await day.start(day.students[0] as Someone)).status).toBe(200)
  })

  it('stays once the marks are released', async () => {
    const day = await examWith(['Ana Un'])
    await day.close()
    await world.db.exam.update({ where: { id: day.exam.id }, data: { status: 'released' } })
    const undone = await world.ask(day.nadia, life.reopenExam, { params: day.params, body: { reason: 'essai' } })
    expect(undone.body.code).toBe('exam_wrong_state')
  })
})

describe('a student whose network is gone', () => {
  it('is seen by the room: when they were last heard, whether they answered or only asked for the time', async () => {
    const day = await examWith(['Ana Un'])
    const [ana] = day.students as [Someone]
    const { body: sitting } = await day.start(ana)
    const startedAt = world.now().toISOString()
    expect(await day.line(ana)).toMatchObject({ heardAt: startedAt })
    world.wait(1)
    await day.clock(ana, sitting.id)
    const pulseAt = world.now().toISOString()
    world.wait(1)
    expect(await day.line(ana)).toMatchObject({ heardAt: pulseAt })
    await day.save(ana, sitting.id)
    expect(await day.line(ana)).toMatchObject({ heardAt: world.now().toISOString() })
  })
})

describe('the instructions of an exam', () => {
  it('are Markdown, and the same to the student as to the trainer', async () => {
    const day = await examWith(['Ana Un'])
    const instructions = 'Une **seule** réponse.\n\n- calculatrice permise\n- pas de `kubectl`'
    await world.db.exam.update({ where: { id: day.exam.id }, data: { instructions } })
    const ask = { params: day.params }
    const seen = await world.ask(day.students[0] as Someone, myExams.getMyExam, ask)
    expect(JSON.stringify(seen.body.instructions)).toMatch(/"tag":"strong".*"tag":"ul".*"tag":"code"/)
    const preview = await world.ask(day.nadia, composition.previewExam, { ...ask, query: { copy: 1 } } as never)
    expect(seen.body.instructions).toEqual((preview.body as { instructions: unknown }).instructions)
    const view = await world.ask(day.nadia, exams.getExam, ask)
    expect(view.body.shownInstructions).toEqual(seen.body.instructions)
  })
})
