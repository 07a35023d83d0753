import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as monitor from '#contract/attempts/monitor.ts'
import { setAttendance } from '#contract/attempts/room.ts'
import { contract } from '#contract/contract.ts'
import type { Endpoint } from '#contract/endpoint.ts'
import * as files from '#contract/exports/exports.ts'
import * as corrections from '#contract/grading/corrections.ts'
import { getJournal } from '#contract/grading/journal.ts'
import * as rosterImport from '#contract/students/roster-import.ts'
import { endOfCourse } from '#test/setup/final.ts'
import { createWorld, type Someone, type World } from '#test/setup/world.ts'
import { asColumn } from '../setup/as-column.ts'

// Élise sits the course and, hired since, is also of its staff: under the same e-mail address, as an owner.
let world: World
let all: Awaited<ReturnType<typeof endOfCourse>>
let elise: Someone
let real: Record<string, string>

beforeAll(async () => {
  world = await createWorld()
  all = await endOfCourse(world)
  elise = await world.staff('Elise', { course: all.course, role: 'owner' })
  const { email } = await world.db.person.findUniqueOrThrow({ where: { id: elise.id } })
  await world.db.student.update({ where: { id: all.elise.id }, data: { email: email?.toUpperCase() ?? '' } })
  const attempt = await world.db.attempt.findFirstOrThrow({ where: { studentId: all.elise.id } })
  const contested = await world.db.contestation.create({
    data: {
      attemptId: attempt.id,
      questionId: all.exam.questionIds[0] ?? '',
      reason: 'Relire',
      createdAt: world.now(),
    },
  })
  const team = await world.db.team.findFirstOrThrow({ where: { members: { some: { studentId: all.elise.id } } } })
  real = {
    ...{ courseId: all.course.id, examId: all.exam.id, projectId: all.project.projectId, number: '2' },
    ...{ attemptId: attempt.id, studentId: all.elise.id, teamId: team.id, contestationId: contested.id },
  }
}, 60_000)
afterAll(() => world.close())

const ofStaff = ({ access, method }: Endpoint) =>
  ['invigilator', 'trainer', 'owner'].includes(access) && method !== 'GET'
const endpoints = Object.values(contract)
  .flatMap((held) => Object.entries(held))
  .filter(([, endpoint]) => ofStaff(endpoint))
const whose = ['attemptId', 'studentId', 'teamId', 'contestationId'] as const
const paramsOf = ({ path }: Endpoint) => {
  const names = [...path.matchAll(/:(\w+)/g)].map((match) => match[1] ?? '')
  return Object.fromEntries(names.map((name) => [name, real[name] ?? '00000000-0000-4000-8000-000000000000']))
}
const call = async (who: Someone, endpoint: Endpoint, body: object) => {
  const input = { params: paramsOf(endpoint), ...(endpoint.body ? { body } : {}) }
  return (await world.ask(who, endpoint, input as never)).body.code
}

describe('what a member of staff who is also a student cannot do to themself', () => {
  const named = endpoints.filter(([, endpoint]) => whose.some((name) => endpoint.path.includes(`:${name}`)))
  it.each(named.filter(([, { isHarmless }]) => !isHarmless))('%s, in the address', async (_name, endpoint) => {
    expect(await call(elise, endpoint, { 'a field nobody knows': true })).toBe('own_work')
  })

  const withBody = endpoints.filter(([, { body, isHarmless }]) => body && !isHarmless)
  it.each(withBody)('%s, anywhere in what is sent', async (_name, endpoint) => {
    if (endpoint.touches === 'every_copy') return
    for (const name of whose)
      expect(await call(elise, endpoint, { deep: [{ [name]: real[name] }] }), name).toBe('own_work')
    expect(await call(elise, endpoint, { deep: { [real['attemptId'] ?? '']: 'A' } }), 'as a field').toBe('own_work')
  })

  it.each(named)('%s is open to a colleague', async (_name, endpoint) => {
    expect(await call(all.nadia, endpoint, { 'a field nobody knows': true })).not.toBe('own_work')
  })
})

const params = () => ({ courseId: all.course.id, examId: all.exam.id })
const base64 = (text: string) => Buffer.from(text).toString('base64')

describe('what names nobody, and touches their work all the same', () => {
  it('acts on every copy but theirs', async () => {
    await world.db.attempt.updateMany({
      where: { examId: all.exam.id, startedAt: { not: null } },
      data: { status: 'in_progress', closedAt: null },
    })
    const body = { intervention: { type: 'grant' as const, minutes: 10 }, reason: 'Panne' }
    const done = await world.ask(elise, monitor.changeAttempts, { params: params(), body })
    expect(done.body.refused).toContainEqual({ attemptId: real['attemptId'], code: 'own_work' })
    expect(done.body.changed).not.toContain(real['attemptId'])
    const own = await world.db.attempt.findUniqueOrThrow({ where: { id: real['attemptId'] ?? '' } })
    expect(own.grantsMs).toBe(0n)
    const closed = { status: 'submitted' as const, closedAt: world.now() }
    await world.db.attempt.updateMany({ where: { examId: all.exam.id, startedAt: { not: null } }, data: closed })
  })

  it('does not correct an exam they sat', async () => {
    const change = {
      change: { kind: 'neutralise' as const, questionId: all.exam.questionIds[0] ?? '', how: 'full' as const },
      policy: { kind: 'full' as const },
    }
    const body = { ...change, reason: 'Ambigu', fingerprint: 'x' }
    expect((await world.ask(elise, corrections.recordCorrection, { params: params(), body })).body.code).toBe(
      'own_work',
    )
  })

  it('does not write their own line of a sheet or of a class list', async () => {
    const where = { params: { courseId: all.course.id } }
    const sheet = await world.ask(all.nadia, files.exportFinalSheet, { ...where, query: { profile: 'excel_fr' } })
    const lines = sheet.bytes.toString().split('\n')
    const edited = lines.map((line) => (line.includes('Gautier') ? line.replace('"présent"', '"ABJ"') : line))
    const body = { base64: base64(edited.join('\n')) }
    const { fingerprint } = (await world.ask(elise, files.previewSheetImport, { ...where, body })).body
    const written = await world.ask(elise, files.importSheet, { ...where, body: { ...body, fingerprint } })
    expect(written.body.code).toBe('own_work')
    const { email } = await world.db.student.findUniqueOrThrow({ where: { id: all.elise.id } })
    const roster = { text: `Nom;Prénom;E-mail;Tiers temps\nGautier;Élise;${email};1/3\n` }
    const shown = await world.ask(elise, rosterImport.previewImport, { ...where, body: roster as never })
    const imported = await world.ask(elise, rosterImport.importStudents, {
      ...where,
      body: { ...roster, fingerprint: shown.body.fingerprint } as never,
    })
    expect(imported.body.code).toBe('own_work')
  })

  it('reads what everybody of the staff reads', async () => {
    const read = await world.ask(elise, getJournal, {
      params: { ...params(), attemptId: real['attemptId'] ?? '' },
      query: {},
    })
    expect(read.status).toBe(200)
  })
})

describe('attendance, once marks are out', () => {
  const note = (reason: string) =>
    world.ask(all.nadia, setAttendance, {
      params: params(),
      body: { studentIds: [all.kevin.id], status: 'abj', reason },
    })

  it('asks why, and keeps it in the journal', async () => {
    expect((await note('')).status).toBe(200)
    await world.db.exam.update({ where: { id: all.exam.id }, data: { status: 'released', releasedAt: world.now() } })
    expect((await note('')).body.code).toBe('attendance_settled')
    expect((await note('Certificat reçu')).status).toBe(200)
    const line = await world.db.auditLine.findFirstOrThrow({
      where: { action: 'exam.attendance' },
      orderBy: { id: 'desc' },
    })
    expect(line).toMatchObject({ actorName: 'Nadia', reason: 'Certificat reçu' })
  })

  it('so does a sheet that is final', async () => {
    await world.db.exam.update({ where: { id: all.exam.id }, data: { status: 'closed', releasedAt: null } })
    expect((await note('')).status).toBe(200)
    const assessment = await world.db.assessment.findUniqueOrThrow({ where: { courseId: all.course.id } })
    await world.db.sealedSheet.create({
      data: {
        ...{ assessmentId: assessment.id, number: 1, content: asColumn({}), people: {}, hash: '', signature: '' },
        ...{ sealedAt: world.now(), sealedByName: 'Nadia' },
      },
    })
    expect((await note('')).body.code).toBe('attendance_settled')
  })
})
