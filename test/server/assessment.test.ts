import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as finalSheet from '#contract/assessment/final-sheet.ts'
import * as finalisation from '#contract/assessment/finalisation.ts'
import * as myStatement from '#contract/assessment/my-statement.ts'
import * as rulesContract from '#contract/assessment/rules.ts'
import { setAttendance } from '#contract/attempts/room.ts'
import { getStudentRecord } from '#contract/exports/student-record.ts'
import { ensureShippedAssessment } from '#server/assessment/ensure-shipped-assessment.ts'
import { endOfCourse } from '#test/setup/final.ts'
import { createWorld, nobody, type Someone, type World } from '#test/setup/world.ts'

type End = Awaited<ReturnType<typeof endOfCourse>>
let world: World
/** Read by the tests that change nothing. */
let still: End
beforeAll(async () => {
  world = await createWorld()
  still = await endOfCourse(world)
})
afterAll(() => world.close())

const sheet = async ({ nadia, params }: End) => (await world.ask(nadia, finalSheet.getFinalSheet, { params })).body
const lineOf = async (end: End, who: Someone) => (await sheet(end)).lines.find(({ studentId }) => studentId === who.id)

/** As the page does: what was read is what is signed. */
const finalise = async (end: End, released = false) => {
  const { fingerprint } = await sheet(end)
  return world.ask(end.nadia, finalisation.finalise, { params: end.params, body: { fingerprint, released } })
}
const decideKevin = async (end: End) => {
  await set(end, end.kevin, 'qcm', { status: 'abi', reason: 'Absent sans justificatif.' })
  await set(end, end.kevin, 'projet', { status: 'abi' })
}

type Entry = {
  status: 'present' | 'abi' | 'abj' | 'exempt' | 'fraud' | 'not_submitted'
  mark: number | null
  retake: number | null
  reason: string
}
const set = ({ nadia, params }: End, who: Someone, component: string, entry: Partial<Entry>) =>
  world.ask(nadia, finalSheet.setEntry, {
    params: { ...params, studentId: who.id, component },
    body: { status: 'present', mark: null, retake: null, reason: '', ...entry },
  })

describe('the sheet', () => {
  it('shows how a grade came about: 0,5 × 13,25 + 0,5 × 15,50 = 14,375 → 14,5', async () => {
    const line = await lineOf(still, still.elise)
    expect(line?.entries).toMatchObject([
      { component: 'qcm', status: 'present', mark: '53/4', waiting: null },
      { component: 'projet', status: 'present', mark: '31/2', waiting: null },
    ])
    expect(line?.working).toEqual({
      fr: '0,5 × 13,25 + 0,5 × 15,50 = 14,375 → 14,5',
      en: '0.5 × 13.25 + 0.5 × 15.50 = 14.375 → 14.5',
    })
    expect(line?.result).toEqual({
      status: 'graded',
      grade: 1450,
      exact: '115/8',
      decision: 'validated',
      mention: 'bien',
    })
    // 0,5 × 20 + 0,5 × 15 = 17,5
    expect((await lineOf(still, still.fatou))?.result).toMatchObject({ grade: 1750, mention: 'tres_bien' })
  })

  it('shows on the page of a student the marks and the grade of the sheet, on the same scale', async () => {
    const params = { ...still.params, studentId: still.elise.id }
    const { body } = await world.ask(still.nadia, getStudentRecord, { params })
    expect(body.sittings).toMatchObject([{ mark: 1325, outOf: 2000 }])
    expect(body.teams).toMatchObject([{ name: 'Équipe 5', mark: 1550 }])
    expect(body.grade).toEqual({ grade: 1450, isSealed: false })
  })

  it('reads what the room noted of who did not start, unless the sheet was told otherwise', async () => {
    const end = await endOfCourse(world)
    const params = { ...end.params, examId: end.exam.id }
    const note = (who: Someone, status: 'abi' | 'abj') => ({
      params,
      body: { studentIds: [who.id], status, reason: 'Certificat remis.' },
    })
    await world.ask(end.nadia, setAttendance, note(end.kevin, 'abi'))
    const qcm = async (who: Someone) => (await lineOf(end, who))?.entries.find(({ component }) => component === 'qcm')
    expect(await qcm(end.kevin)).toMatchObject({ status: 'abi', reason: 'Certificat remis.', mark: null })
    expect((await lineOf(end, end.kevin))?.result).toMatchObject({ status: 'blocked' })
    await world.ask(end.nadia, setAttendance, note(end.kevin, 'abj'))
    expect(await qcm(end.kevin)).toMatchObject({ status: 'abj' })

    // The trainer decides otherwise on the sheet, then gives the decision back to the room.
    await set(end, end.kevin, 'qcm', { status: 'exempt', reason: 'Dispensé.' })
    expect(await qcm(end.kevin)).toMatchObject({ status: 'exempt', reason: 'Dispensé.' })
    await set(end, end.kevin, 'qcm', {})
    expect(await qcm(end.kevin)).toMatchObject({ status: 'present', reason: '' })
    await set(end, end.kevin, 'qcm', { status: 'abj', reason: 'Certificat remis.' })
    expect(await world.db.assessmentEntry.count({ where: { studentId: end.kevin.id, component: 'qcm' } })).toBe(0)
    expect(await qcm(end.kevin)).toMatchObject({ status: 'abj' })
    // Élise has a mark: she was there, whatever is noted.
    await world.db.attendance.create({
      data: { examId: end.exam.id, studentId: end.elise.id, status: 'abi', at: world.now(), actorName: 'Marc' },
    })
    expect(await qcm(end.elise)).toMatchObject({ status: 'present', mark: '53/4' })
  })

  it('says what is missing and why, then follows what the trainer decides: ABI blocks, ABJ leaves no result to a team', async () => {
    const end = await endOfCourse(world)
    const kevin = await lineOf(end, end.kevin)
    expect(kevin?.result).toEqual({ status: 'missing', what: ['qcm', 'projet'] })
    expect(kevin?.entries.map(({ waiting }) => waiting)).toEqual(['absent', 'no_team'])

    await set(end, end.kevin, 'projet', { status: 'not_submitted' })
    await set(end, end.kevin, 'qcm', { status: 'abi', reason: 'Absent sans justificatif.' })
    const blocked = await lineOf(end, end.kevin)
    expect(blocked?.result).toEqual({ status: 'blocked', because: [{ part: 'qcm', status: 'abi' }] })
    expect(blocked?.working.fr).toContain('ABI')

    await set(end, end.elise, 'qcm', { status: 'abj', reason: 'Certificat médical.' })
    const excused = await lineOf(end, end.elise)
    // The mark stays beside the status that decides instead of it.
    expect(excused?.entries[0]).toMatchObject({ status: 'abj', mark: '53/4', reason: 'Certificat médical.' })
    // Only the team's mark is left.
    expect(excused?.result).toEqual({ status: 'blocked', because: [{ part: 'qcm', status: 'abj' }] })
    await set(end, end.elise, 'qcm', {})
    expect((await lineOf(end, end.elise))?.result).toMatchObject({ grade: 1450 })
    expect(await world.db.assessmentEntry.count({ where: { studentId: end.elise.id } })).toBe(0)

    const lines = await world.db.auditLine.findMany({
      where: { action: 'assessment.entry', courseId: end.course.id },
      orderBy: { id: 'asc' },
    })
    expect(lines.map(({ subject, after, reason }) => ({ subject, after, reason }))[1]).toEqual({
      subject: `student:${end.kevin.id}`,
      after: { component: 'qcm', status: 'abi', mark: null, retake: null, reason: 'Absent sans justificatif.' },
      reason: 'Absent sans justificatif.',
    })
    expect(lines).toHaveLength(4)
  })

  it('qualifies several absences at once, all or none, each in the journal, and takes them back', async () => {
    const end = await endOfCourse(world)
    const hugo = await world.student({ course: end.course, name: 'Hugo Zed' })
    const entry = (who: Someone, status: Entry['status'], was: Entry['status']) => ({
      ...{ studentId: who.id, component: 'qcm', mark: null, retake: null, examId: null, reason: '' },
      ...{ status, was },
    })
    const put = (entries: ReturnType<typeof entry>[]) =>
      world.ask(end.nadia, finalSheet.setEntries, { params: end.params, body: { entries } })
    const statuses = async () =>
      Promise.all([end.kevin, hugo].map(async (who) => (await lineOf(end, who))?.entries[0]?.status))
    const { status } = await put([entry(end.kevin, 'abi', 'present'), entry(hugo, 'abi', 'present')])
    expect(status).toBe(200)
    expect(await statuses()).toEqual(['abi', 'abi'])
    const where = { action: 'assessment.entry', courseId: end.course.id }
    expect(await world.db.auditLine.count({ where })).toBe(2)

    // Hugo was read as present: a colleague has decided since, and nothing is written, not even for Kevin.
    const late = await put([entry(end.kevin, 'abj', 'abi'), entry(hugo, 'abj', 'present')])
    expect(late.body).toMatchObject({ code: 'changed_meanwhile' })
    expect(await statuses()).toEqual(['abi', 'abi'])
    const stranger = await world.student({ course: await world.course(), name: 'Ailleurs Ida' })
    expect((await put([entry(end.kevin, 'abj', 'abi'), entry(stranger, 'abj', 'present')])).status).toBe(404)
    // The same entry twice says two things of it.
    expect((await put([entry(hugo, 'abj', 'abi'), entry(hugo, 'exempt', 'abi')])).status).toBe(400)
    expect(await statuses()).toEqual(['abi', 'abi'])

    await put([entry(end.kevin, 'present', 'abi'), entry(hugo, 'present', 'abi')])
    expect(await statuses()).toEqual(['present', 'present'])
    expect(await world.db.assessmentEntry.count({ where: { studentId: { in: [end.kevin.id, hugo.id] } } })).toBe(0)
  })

  it('is empty, not broken, in a course that decided nothing', async () => {
    const course = await world.course()
    const nadia = await world.staff('Nadia', { course, role: 'trainer' })
    await world.student({ course, name: 'Hugo Chevalier' })
    const { status, body } = await world.ask(nadia, finalSheet.getFinalSheet, { params: { courseId: course.id } })
    expect({ status, revision: body.revision, parts: body.rules.parts }).toEqual({
      status: 200,
      revision: 0,
      parts: [],
    })
    expect(body.lines[0]?.result).toEqual({ status: 'missing', what: [] })
  })

  it('comes once with the course, and is never written again over the rules of the trainer', async () => {
    const end = await endOfCourse(world)
    const { rules, revision } = await sheet(end)
    expect(rules).toMatchObject({
      parts: [
        { id: 'qcm', coefficient: '0.5', content: { source: { kind: 'exam', examId: end.exam.id } } },
        {
          id: 'projet',
          coefficient: '0.5',
          content: { source: { kind: 'project', projectId: end.project.projectId } },
        },
      ],
      rounding: { grain: 50, direction: 'nearest' },
      effects: { abi: 'block', abj: 'neutralise' },
    })
    const body = { revision, title: 'Note finale', rules: { ...rules, passMark: '12' } }
    await world.ask(end.nadia, rulesContract.setRules, { params: end.params, body })
    expect(await ensureShippedAssessment(world.deps, end.course.id)).toEqual({ created: false })
    expect((await sheet(end)).rules.passMark).toBe('12')
  })
})

describe('the rules', () => {
  it('change whole, once per revision: of two trainers at once, one is told to read again', async () => {
    const end = await endOfCourse(world)
    const { rules, revision, title } = await sheet(end)
    const [qcm, projet] = rules.parts
    const weigh = (first: string, second: string) => ({
      ...rules,
      parts: [qcm, projet].flatMap((part, rank) => (part ? { ...part, coefficient: rank === 0 ? first : second } : [])),
    })
    const marc = await world.staff('Marc', { course: end.course, role: 'owner' })
    const saves = await Promise.all([
      world.ask(end.nadia, rulesContract.setRules, {
        params: end.params,
        body: { revision, title, rules: weigh('0.4', '0.6') },
      }),
      world.ask(marc, rulesContract.setRules, {
        params: end.params,
        body: { revision, title, rules: weigh('0.4', '0.6') },
      }),
    ])
    expect(saves.map(({ status }) => status).sort()).toEqual([200, 409])
    expect(saves.find(({ status }) => status === 409)?.body.code).toBe('changed_meanwhile')
    expect((await lineOf(end, end.elise))?.working.fr).toBe('0,4 × 13,25 + 0,6 × 15,50 = 14,6 → 14,5')
    expect(await world.db.auditLine.count({ where: { action: 'assessment.rules', courseId: end.course.id } })).toBe(1)
  })

  it('point at exams and projects of this course only, each component with a name of its own', async () => {
    const end = await endOfCourse(world)
    const other = still
    const { rules, revision, title } = await sheet(end)
    const save = (parts: typeof rules.parts) =>
      world.ask(end.nadia, rulesContract.setRules, {
        params: end.params,
        body: { revision, title, rules: { ...rules, parts } },
      })
    const [qcm] = rules.parts
    if (!qcm) throw new Error('no component')
    const stolen = { ...qcm, content: { kind: 'mark', source: { kind: 'exam', examId: other.exam.id } } } as const
    expect((await save([stolen])).body.details).toMatchObject([{ code: 'unknown_source' }])
    expect((await save([qcm, qcm])).body.details).toMatchObject([{ code: 'duplicate_id' }])
    expect((await save([{ ...qcm, coefficient: '-1' }])).body.code).toBe('invalid_request')
    // As the page says it, and in a group too.
    const crossed = { ...qcm, id: 'croise', floor: '12', ceiling: '8' }
    const content = { kind: 'group', parts: [crossed], keep: { kind: 'all' }, compensation: 'full' } as const
    expect((await save([{ ...qcm, content }])).body.details).toMatchObject([{ code: 'floor_above_ceiling' }])
    expect((await sheet(end)).revision).toBe(revision)
  })

  it('take marks entered by hand, on 20 and nowhere else', async () => {
    const end = await endOfCourse(world)
    const { rules, revision, title } = await sheet(end)
    const [qcm] = rules.parts
    if (!qcm) throw new Error('no component')
    const oral = {
      ...qcm,
      id: 'oral',
      name: 'Oral',
      coefficient: '1',
      content: { kind: 'mark', source: { kind: 'hand' } },
    } as const
    const parts = [...rules.parts, oral]
    await world.ask(end.nadia, rulesContract.setRules, {
      params: end.params,
      body: { revision, title, rules: { ...rules, parts } },
    })
    expect((await lineOf(end, end.elise))?.entries[2]).toMatchObject({ component: 'oral', waiting: 'by_hand' })
    expect((await set(end, end.elise, 'oral', { mark: 1250 })).status).toBe(200)
    // (0,5 × 13,25 + 0,5 × 15,50 + 1 × 12,50) ÷ 2 = 13,4375 → 13,5
    expect((await lineOf(end, end.elise))?.working.fr).toBe(
      '(0,5 × 13,25 + 0,5 × 15,50 + 1 × 12,50) ÷ 2 = 13,4375 → 13,5',
    )
    for (const mark of [2001, -1]) {
      const refused = await set(end, end.elise, 'oral', { mark })
      expect({ status: refused.status, code: refused.body.code }).toEqual({ status: 422, code: 'mark_out_of_range' })
    }
    expect((await set(end, end.elise, 'qcm', { mark: 2000 })).body.details).toMatchObject([{ code: 'not_by_hand' }])
    expect((await set(end, end.elise, 'inconnu', { mark: 1000 })).status).toBe(404)
  })
})

describe('who sees it', () => {
  it('shows each student their own statement, once the sheet is final and released', async () => {
    const end = await endOfCourse(world)
    const { nadia, elise, kevin, params } = end
    const release = (released: boolean) =>
      world.ask(nadia, finalisation.releaseAssessment, { params, body: { released } })
    const statement = (who: Someone) => world.ask(who, myStatement.getMyStatement, {})
    const refused = await finalise(end)
    expect({ status: refused.status, code: refused.body.code, details: refused.body.details }).toEqual({
      status: 409,
      code: 'marks_missing',
      details: { studentIds: [kevin.id] },
    })
    expect((await release(true)).body.code).toBe('sheet_not_final')
    const early = await statement(elise)
    expect({ status: early.status, body: early.body }).toEqual({ status: 404, body: { code: 'not_released' } })

    await decideKevin(end)
    expect((await finalise(end)).body).toEqual({ number: 1 })
    expect((await statement(elise)).body.code).toBe('not_released')
    expect((await release(true)).status).toBe(200)
    const mine = await statement(elise)
    expect(mine.body).toMatchObject({
      studentName: 'Élise Gautier',
      hash: (await sheet(end)).seal?.hash,
      components: [
        { name: 'QCM final', coefficient: '0.5', status: 'present', mark: '53/4' },
        { name: 'Projet GitOps', coefficient: '0.5', status: 'present', mark: '31/2' },
      ],
      result: { status: 'graded', grade: 1450 },
      working: { fr: '0,5 × 13,25 + 0,5 × 15,50 = 14,375 → 14,5' },
    })
    expect(JSON.stringify(mine.body)).not.toContain('D’Almeida')
    expect((await statement(kevin)).body).toMatchObject({
      components: [{ status: 'abi', reason: 'Absent sans justificatif.' }, { status: 'abi' }],
      result: { status: 'blocked' },
    })
    const late = await world.student({ course: end.course, name: 'Ana Tardive' })
    expect((await statement(late)).body.code).toBe('not_released')

    await release(false)
    expect((await statement(elise)).body.code).toBe('not_released')
    const lines = await world.db.auditLine.findMany({ where: { courseId: end.course.id }, orderBy: { id: 'asc' } })
    expect(lines.map(({ action }) => action).slice(-3)).toEqual([
      'assessment.finalise',
      'assessment.release',
      'assessment.withhold',
    ])
  })

  it('does not exist for another course, and is refused to an invigilator, a student and a visitor', async () => {
    const end = still
    const other = await endOfCourse(world)
    const ines = await world.staff('Inès', { course: end.course, role: 'invigilator' })
    const read = (who: Someone) => world.ask(who, finalSheet.getFinalSheet, { params: end.params })
    expect((await read(other.nadia)).status).toBe(404)
    expect((await read(ines)).status).toBe(403)
    expect((await read(end.elise)).status).toBe(403)
    expect((await read(nobody)).status).toBe(401)
    // A student of another course cannot be given a status here.
    expect((await set(end, other.elise, 'qcm', { status: 'abi' })).status).toBe(404)
    expect(
      (await world.ask(ines, finalisation.releaseAssessment, { params: end.params, body: { released: true } })).status,
    ).toBe(403)
  })
})
