import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as finalSheet from '#contract/assessment/final-sheet.ts'
import * as finalisation from '#contract/assessment/finalisation.ts'
import { getMyStatement } from '#contract/assessment/my-statement.ts'
import { type RulesView, setRules } from '#contract/assessment/rules.ts'
import { setAttendance } from '#contract/attempts/room.ts'
import * as exams from '#contract/exams/exams.ts'
import { closeExam } from '#contract/exams/life.ts'
import { makeExam } from '#test/setup/exam.ts'
import { endOfCourse, take } from '#test/setup/final.ts'
import { createWorld, type Someone, type World } from '#test/setup/world.ts'

type End = Awaited<ReturnType<typeof endOfCourse>>
let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

const sheet = async ({ nadia, params }: End) => (await world.ask(nadia, finalSheet.getFinalSheet, { params })).body
const lineOf = async (end: End, who: Someone) => (await sheet(end)).lines.find(({ studentId }) => studentId === who.id)
const qcmOf = async (end: End, who: Someone) =>
  (await lineOf(end, who))?.entries.find(({ component }) => component === 'qcm')

/** An exam of four questions that these students sat, each with so many right answers; closed and marked. */
async function sitting(end: End, right: readonly (readonly [Someone, number])[]) {
  const exam = await makeExam(world, { course: end.course, keys: ['a', 'a', 'a', 'a'] })
  for (const [who, count] of right)
    await take(world, { who, exam, ticks: ['a', 'a', 'a', 'a'].map((key, rank) => (rank < count ? key : '')) })
  await world.ask(end.nadia, closeExam, { params: { ...end.params, examId: exam.id } })
  return exam
}

const link = ({ nadia, params }: End, examId: string, of: string | null) =>
  world.ask(nadia, exams.setRetake, { params: { ...params, examId }, body: { of } })

async function change(end: End, next: (rules: RulesView) => RulesView) {
  const { rules, revision, title } = await sheet(end)
  return world.ask(end.nadia, setRules, { params: end.params, body: { revision, title, rules: next(rules) } })
}

const set = ({ nadia, params }: End, who: Someone, component: string, entry: object) =>
  world.ask(nadia, finalSheet.setEntry, {
    params: { ...params, studentId: who.id, component },
    body: { status: 'present', mark: null, reason: '', ...entry },
  })

describe('an exam that is the retake of another', () => {
  it('goes from two exams to the sheet, the decision and the statement', async () => {
    const end = await endOfCourse(world)
    const { nadia, elise, fatou, kevin, params } = end
    await change(end, (rules) => ({
      ...rules,
      retake: { kind: 'capped', cap: '10' },
      compensation: 'none',
      passMark: '14',
    }))
    // Élise has 13,25: called to the retake. Kevin was absent without a reason, and has no team.
    await world.ask(nadia, setAttendance, {
      params: { ...params, examId: end.exam.id },
      body: { studentIds: [kevin.id], status: 'abi', reason: '' },
    })
    await set(end, kevin, 'projet', { status: 'not_submitted' })
    expect((await lineOf(end, elise))?.result).toMatchObject({ decision: 'resit' })
    expect((await lineOf(end, kevin))?.result).toMatchObject({ status: 'blocked' })

    const retake = await sitting(end, [
      [elise, 4],
      [kevin, 3],
    ])
    // Nothing reads it yet.
    expect((await lineOf(end, elise))?.before).toBeNull()
    expect((await link(end, retake.id, end.exam.id)).body).toMatchObject({ retakeOf: { id: end.exam.id } })
    await change(end, (rules) => ({ ...rules, compensation: 'full', passMark: '10' }))
    await change(end, (rules) => ({ ...rules, retake: { kind: 'best' } }))
    const line = await lineOf(end, elise)
    // 0,5 × 20 + 0,5 × 15,50
    expect(line).toMatchObject({ result: { grade: 1800 }, before: { grade: 1450 } })
    expect(line?.working.fr.split('\n')[0]).toBe('QCM final : 13,25 puis 20,00 au rattrapage, la meilleure → 20,00')
    expect(await lineOf(end, kevin)).toMatchObject({
      result: { status: 'graded', grade: 750, decision: 'failed' },
      before: { status: 'blocked' },
    })
    expect((await qcmOf(end, kevin))?.exams).toMatchObject([{ examId: retake.id, session: 'second', mark: '15' }])
    expect((await lineOf(end, fatou))?.before).toBeNull()

    const { fingerprint } = await sheet(end)
    await world.ask(nadia, finalisation.finalise, { params, body: { fingerprint, released: true } })
    const { body: mine } = await world.ask(elise, getMyStatement, {})
    expect(mine).toMatchObject({
      components: [{ id: 'qcm', mark: '53/4', retake: '20' }, { id: 'projet' }],
      result: { grade: 1800, decision: 'validated' },
      before: { grade: 1450, decision: 'validated' },
      working: line?.working,
    })
    expect((await world.ask(kevin, getMyStatement, {})).body).toMatchObject({
      result: { decision: 'failed' },
      before: { status: 'blocked' },
    })
    // The journal says whose decision a retake changed.
    const { after } = await world.db.auditLine.findFirstOrThrow({
      where: { courseId: end.course.id, action: 'assessment.finalise' },
    })
    expect(after).toMatchObject({ retakes: [{ studentId: kevin.id, before: 'defaulted', after: 'failed' }] })
  })

  it('changes no finalised sheet: the newer mark is said, with what reopening would change', async () => {
    const end = await endOfCourse(world)
    const { nadia, elise, kevin, params } = end
    await set(end, kevin, 'qcm', { status: 'abi' })
    await set(end, kevin, 'projet', { status: 'abi' })
    const { fingerprint } = await sheet(end)
    await world.ask(nadia, finalisation.finalise, { params, body: { fingerprint, released: false } })
    const retake = await sitting(end, [[elise, 4]])
    await link(end, retake.id, end.exam.id)
    const now = await sheet(end)
    expect(now.seal?.isIntact).toBe(true)
    expect(now.lines.find(({ studentId }) => studentId === elise.id)?.result).toMatchObject({ grade: 1450 })
    expect(now.differences).toMatchObject([
      {
        studentId: elise.id,
        sealed: { grade: 1450, decision: 'validated', entries: [{ component: 'qcm', mark: '53/4', retake: null }] },
        now: { grade: 1800, decision: 'validated', entries: [{ component: 'qcm', mark: '53/4', retake: '20' }] },
      },
    ])
  })

  it('prevails over a mark typed before, which may then only be taken away', async () => {
    const end = await endOfCourse(world)
    const { elise } = end
    expect((await set(end, elise, 'qcm', { retake: 1600 })).status).toBe(200)
    const retake = await sitting(end, [])
    await link(end, retake.id, end.exam.id)
    // Élise did not sit it: what was typed still counts.
    expect(await qcmOf(end, elise)).toMatchObject({ retake: '16', exams: [{ session: 'first' }] })
    expect((await set(end, elise, 'qcm', { retake: 1700 })).body.details).toMatchObject([
      { path: 'retake', code: 'not_by_hand' },
    ])
    expect((await set(end, elise, 'qcm', { status: 'abj', retake: 1600 })).status).toBe(200)
    const sat = await sitting(end, [[elise, 2]])
    await link(end, sat.id, end.exam.id)
    expect(await qcmOf(end, elise)).toMatchObject({ retake: '10' })
    expect((await set(end, elise, 'qcm', { retake: null })).status).toBe(200)
    expect(await qcmOf(end, elise)).toMatchObject({ status: 'present', retake: '10' })
  })

  it('waits for a first mark that is to come, and for none from a copy that is void', async () => {
    const end = await endOfCourse(world)
    const { nadia, elise, kevin, params } = end
    await set(end, kevin, 'qcm', { status: 'abi' })
    await set(end, kevin, 'projet', { status: 'abi' })
    const retake = await sitting(end, [[elise, 1]])
    await link(end, retake.id, end.exam.id)
    expect((await lineOf(end, elise))?.result).toMatchObject({ status: 'graded', grade: 1450 })
    // Her first copy is marked again: the 5 of the retake is not her mark meanwhile.
    const copy = { examId_studentId: { examId: end.exam.id, studentId: elise.id } }
    await world.db.attempt.update({ where: copy, data: { markedAt: null } })
    expect(await qcmOf(end, elise)).toMatchObject({ mark: null, waiting: 'not_marked', retake: '5' })
    expect((await lineOf(end, elise))?.result).toEqual({ status: 'missing', what: ['qcm'] })
    const { fingerprint } = await sheet(end)
    const refused = await world.ask(nadia, finalisation.finalise, { params, body: { fingerprint, released: false } })
    expect(refused.body.code).toBe('marks_missing')
    await world.db.attempt.update({ where: copy, data: { status: 'voided' } })
    expect((await lineOf(end, elise))?.result).toMatchObject({ status: 'graded', grade: 1050 })
  })

  it('is said on creation and on duplication, never in a chain, nor across courses', async () => {
    const end = await endOfCourse(world)
    const { nadia, params } = end
    const place = { ...params, examId: end.exam.id }
    const copy = await world.ask(nadia, exams.duplicateExam, {
      params: place,
      body: { title: 'Ratt.', isRetake: true },
    })
    expect(copy.body.retakeOf).toEqual({ id: end.exam.id, title: end.exam.title })
    const again = await world.ask(nadia, exams.duplicateExam, {
      params: { ...params, examId: copy.body.id },
      body: { title: 'Ratt. 2', isRetake: true },
    })
    expect(again.body.retakeOf?.id).toBe(end.exam.id)
    const made = await world.ask(nadia, exams.createExam, { params, body: { title: 'Ratt. 3', retakeOf: end.exam.id } })
    expect(
      (await world.ask(nadia, exams.getExam, { params: place })).body.retakes.map(({ title }) => title).sort(),
    ).toEqual(['Ratt.', 'Ratt. 2', 'Ratt. 3'])
    expect((await link(end, end.exam.id, made.body.id)).body.code).toBe('retake_of_retake')
    expect((await link(end, made.body.id, made.body.id)).body.code).toBe('retake_of_retake')
    const other = await world.course()
    const foreign = await makeExam(world, { course: other, keys: ['a'] })
    expect((await link(end, made.body.id, foreign.id)).status).toBe(404)
    expect((await link(end, foreign.id, end.exam.id)).status).toBe(404)
    expect((await link(end, made.body.id, null)).body.retakeOf).toBeNull()
    const lines = await world.db.auditLine.findMany({ where: { courseId: end.course.id, action: 'exam.retake' } })
    expect(lines.map(({ before, after }) => ({ before, after }))).toEqual([
      { before: { retakeOf: end.exam.id }, after: { retakeOf: null } },
    ])
  })
})

describe('a component that reads several exams', () => {
  it('says which one counted for whom, and waits for a choice when somebody has two marks', async () => {
    const end = await endOfCourse(world)
    const { nadia, elise, kevin, params } = end
    const second = await sitting(end, [
      [elise, 3],
      [kevin, 2],
    ])
    await set(end, kevin, 'projet', { status: 'not_submitted' })
    const waves = (several: 'choose' | 'best') => (rules: RulesView) => ({
      ...rules,
      parts: rules.parts.map((part) =>
        part.id === 'qcm'
          ? {
              ...part,
              content: {
                kind: 'mark' as const,
                source: { kind: 'exams' as const, examIds: [end.exam.id, second.id], several },
              },
            }
          : part,
      ),
    })
    // Noted absent at the first wave, Kevin sat the second: he was present.
    await world.ask(nadia, setAttendance, {
      params: { ...params, examId: end.exam.id },
      body: { studentIds: [kevin.id], status: 'abj', reason: '' },
    })
    expect((await change(end, waves('choose'))).status).toBe(200)
    expect(await qcmOf(end, kevin)).toMatchObject({ status: 'present', mark: '10', waiting: null })
    expect((await lineOf(end, kevin))?.working.fr).toContain(`QCM final : ${second.title}, 10,00`)
    expect(await qcmOf(end, elise)).toMatchObject({ mark: null, waiting: 'several_marks', chosen: null })
    expect((await lineOf(end, elise))?.result).toEqual({ status: 'missing', what: ['qcm'] })

    expect((await set(end, elise, 'qcm', { examId: end.project.projectId })).status).toBe(400)
    expect((await set(end, elise, 'qcm', { examId: second.id })).status).toBe(200)
    expect(await qcmOf(end, elise)).toMatchObject({ mark: '15', waiting: null, chosen: second.id })
    expect((await lineOf(end, elise))?.working.fr.split('\n')[0]).toBe(
      `QCM final : ${second.title}, 15,00, choisie (non retenu\u202f: ${end.exam.title} 13,25)`,
    )
    const { after } = await world.db.auditLine.findFirstOrThrow({
      where: { action: 'assessment.entry', subject: `student:${elise.id}` },
    })
    expect(after).toMatchObject({ component: 'qcm', examId: second.id })
    await set(end, elise, 'qcm', {})
    await change(end, waves('best'))
    expect(await qcmOf(end, elise)).toMatchObject({ mark: '15' })
    expect((await sheet(end)).sources.exams.map(({ id }) => id)).toEqual([end.exam.id, second.id])
  })

  it('refuses an exam of another course', async () => {
    const end = await endOfCourse(world)
    const foreign = await makeExam(world, { course: await world.course(), keys: ['a'] })
    const source = { kind: 'exams' as const, examIds: [end.exam.id, foreign.id], several: 'last' as const }
    const refused = await change(end, (rules) => ({
      ...rules,
      parts: rules.parts.map((part) => ({ ...part, content: { kind: 'mark' as const, source } })),
    }))
    expect(refused.body.details).toMatchObject([{ code: 'unknown_source' }])
  })
})

describe('the shipped rules', () => {
  it('give no result from the team’s mark alone: ABJ at the only individual exam blocks', async () => {
    const end = await endOfCourse(world)
    expect((await sheet(end)).rules.individualRequired).toBe(true)
    await set(end, end.elise, 'qcm', { status: 'abj', reason: 'Certificat médical.' })
    expect((await lineOf(end, end.elise))?.result).toEqual({
      status: 'blocked',
      because: [{ part: 'qcm', status: 'abj' }],
    })
    // Rules written before it was asked stay as they were.
    const row = await world.db.assessment.findUniqueOrThrow({ where: { courseId: end.course.id } })
    const { individualRequired: _, ...before } = row.rules
    await world.db.assessment.update({
      where: { id: row.id },
      data: { rules: before as typeof row.rules },
    })
    expect((await sheet(end)).rules.individualRequired).toBe(false)
    expect((await lineOf(end, end.elise))?.result).toMatchObject({ status: 'graded', grade: 1550 })
  })
})
