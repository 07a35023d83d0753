import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as finalSheet from '#contract/assessment/final-sheet.ts'
import * as finalisation from '#contract/assessment/finalisation.ts'
import * as myStatement from '#contract/assessment/my-statement.ts'
import * as rulesContract from '#contract/assessment/rules.ts'
import { releaseProject } from '#contract/projects/projects.ts'
import { endOfCourse } from '#test/setup/final.ts'
import { createWorld, type Someone, type World } from '#test/setup/world.ts'
import { asColumn } from '../setup/as-column.ts'

let world: World
type End = Awaited<ReturnType<typeof endOfCourse>>
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

const sheetOf = async ({ nadia, params }: End) => (await world.ask(nadia, finalSheet.getFinalSheet, { params })).body
const finalise = (end: End, fingerprint: string, released = true) =>
  world.ask(end.nadia, finalisation.finalise, { params: end.params, body: { fingerprint, released } })
const reopen = (end: End, number: number, reason: string) =>
  world.ask(end.nadia, finalisation.reopenSheet, { params: { ...end.params, number: `${number}` }, body: { reason } })
const record = async (end: End, number: number) =>
  (await world.ask(end.nadia, finalisation.getFinalisation, { params: { ...end.params, number: `${number}` } })).body
const statement = async (who: Someone) => (await world.ask(who, myStatement.getMyStatement, {})).body
const decide = (end: End, who: Someone, component: string, status: 'abi' | 'abj') =>
  world.ask(end.nadia, finalSheet.setEntry, {
    params: { ...end.params, studentId: who.id, component },
    body: { status, mark: null, retake: null, reason: '' },
  })
/** The project of Élise is looked at again: 15,50 becomes 17. */
const regrade = (end: End, adjustment = 200) =>
  world.db.teamMember.updateMany({ where: { studentId: end.elise.id }, data: { adjustment } })
const complete = async () => {
  const end = await endOfCourse(world)
  await decide(end, end.kevin, 'qcm', 'abi')
  await decide(end, end.kevin, 'projet', 'abi')
  return end
}
const finalised = async () => {
  const end = await complete()
  expect((await finalise(end, (await sheetOf(end)).fingerprint)).status).toBe(200)
  return end
}

describe('a finalised sheet', () => {
  it('says who signed it, when, and what its content hashes to', async () => {
    const end = await finalised()
    const { seal, differences } = await sheetOf(end)
    expect(seal).toMatchObject({ number: 1, sealedByName: 'Nadia', isIntact: true })
    expect(seal?.hash).toMatch(/^[0-9a-f]{64}$/)
    expect(seal?.sealedAt).toBe(world.now().toISOString())
    expect(differences).toEqual([])
    const pv = await record(end, 1)
    expect(pv).toMatchObject({ hash: seal?.hash, reopened: null, courseTitle: 'Orchestration et conteneurs' })
    expect(pv.lines.map(({ familyName, result }) => [familyName, result.status])).toEqual([
      ['D’Almeida', 'blocked'],
      ['Gautier', 'graded'],
      ['N’Diaye', 'graded'],
    ])
  })

  it('is not moved by a later regrade, which shows as a difference, to the trainer only', async () => {
    const end = await finalised()
    const before = await statement(end.elise)
    await regrade(end)
    const { lines, differences, seal } = await sheetOf(end)
    expect(lines.find(({ studentId }) => studentId === end.elise.id)?.result).toMatchObject({ grade: 1450 })
    expect(differences).toMatchObject([
      {
        studentId: end.elise.id,
        familyName: 'Gautier',
        sealed: { grade: 1450, entries: [{ component: 'projet', mark: '31/2' }] },
        now: { grade: 1500, entries: [{ component: 'projet', mark: '17' }] },
      },
    ])
    expect(seal?.isIntact).toBe(true)
    expect(await statement(end.elise)).toEqual(before)
    await regrade(end, 50)
    expect((await sheetOf(end)).differences).toEqual([])
  })

  it('explains a project mark as long as it is the one that was signed', async () => {
    const end = await complete()
    const workingOf = async (who: Someone) => {
      const { projectWorkings } = await sheetOf(end)
      return projectWorkings.find(({ studentId }) => studentId === who.id)
    }
    const lines = [
      'Grille\u202f: 15',
      'Ajustement\u202f: 15 + 0,5 = 15,5',
      'Motif\u202f: A conduit la démonstration finale.',
    ]
    const explained = { component: 'projet', working: expect.objectContaining({ fr: lines.join('\n') }) }
    expect(await workingOf(end.elise)).toMatchObject(explained)
    expect(await workingOf(end.fatou)).toMatchObject({ component: 'projet', working: { fr: lines[0] } })
    expect(await workingOf(end.kevin)).toBeUndefined()

    await finalise(end, (await sheetOf(end)).fingerprint)
    expect(await workingOf(end.elise)).toMatchObject(explained)
    // A reason somebody wrote is not signed with the marks.
    const row = await world.db.sealedSheet.findFirstOrThrow({ where: { assessment: { courseId: end.course.id } } })
    expect(JSON.stringify(row)).not.toContain('démonstration')

    await regrade(end)
    expect(await workingOf(end.elise)).toBeUndefined()
    expect(await workingOf(end.fatou)).toMatchObject({ working: { fr: lines[0] } })
  })

  it('explains it to its student once the project is released, and to nobody else', async () => {
    const end = await finalised()
    expect((await statement(end.elise)).projectWorkings).toEqual([])
    await world.ask(end.nadia, releaseProject, { params: end.project, body: { released: true } })
    const [explained, ...others] = (await statement(end.elise)).projectWorkings
    expect(others).toEqual([])
    expect(explained).toMatchObject({ component: 'projet', projectId: end.project.projectId })
    expect(explained?.working.en).toContain('Adjustment: 15 + 0.5 = 15.5')
    expect((await statement(end.fatou)).projectWorkings.map(({ working }) => working.en)).toEqual(['Rubric: 15'])
    await regrade(end)
    expect((await statement(end.elise)).projectWorkings).toEqual([])
  })

  it('says who came and who left since', async () => {
    const end = await finalised()
    const ana = await world.student({ course: end.course, name: 'Ana Tardive' })
    await world.db.student.update({ where: { id: end.fatou.id }, data: { archivedAt: world.now() } })
    const { differences, lines } = await sheetOf(end)
    expect(differences.map(({ studentId, sealed, now }) => [studentId, sealed === null, now === null])).toEqual([
      [end.fatou.id, false, true],
      [ana.id, true, false],
    ])
    expect(lines).toHaveLength(3)
  })

  it('takes no other rule, status, mark or jury point', async () => {
    const end = await finalised()
    const { revision, title, rules } = await sheetOf(end)
    const answers = [
      await world.ask(end.nadia, rulesContract.setRules, { params: end.params, body: { revision, title, rules } }),
      await decide(end, end.elise, 'qcm', 'abj'),
      await world.ask(end.nadia, finalSheet.setJury, {
        params: { ...end.params, studentId: end.elise.id },
        body: { points: 50, reason: 'Assiduité.' },
      }),
      await finalise(end, (await sheetOf(end)).fingerprint),
    ]
    expect(answers.map(({ body }) => body.code)).toEqual(Array(4).fill('sheet_final'))
  })

  it('is what was read: a mark that came in between is read again first', async () => {
    const end = await complete()
    const { fingerprint } = await sheetOf(end)
    await regrade(end)
    expect((await finalise(end, fingerprint)).body.code).toBe('changed_meanwhile')
    expect(await world.db.sealedSheet.count({ where: { assessment: { courseId: end.course.id } } })).toBe(0)
  })

  it('is signed once when two hands press at the same moment', async () => {
    const end = await complete()
    const { fingerprint } = await sheetOf(end)
    const answers = await Promise.all([1, 2, 3].map(() => finalise(end, fingerprint)))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409])
    expect(await world.db.sealedSheet.count({ where: { assessment: { courseId: end.course.id } } })).toBe(1)
  })
})

describe('reopening', () => {
  it('needs a reason, keeps the old sheet, and takes the statements back until the next one', async () => {
    const end = await finalised()
    const first = await record(end, 1)
    expect((await reopen(end, 1, ' ')).status).toBe(400)
    expect((await reopen(end, 2, 'Sans objet.')).status).toBe(404)
    expect((await reopen(end, 1, 'Soutenance réévaluée.')).status).toBe(200)
    expect((await reopen(end, 1, 'Encore.')).body.code).toBe('sheet_not_final')
    expect((await statement(end.elise)) as object).toEqual({ code: 'not_released' })

    await regrade(end)
    expect((await finalise(end, (await sheetOf(end)).fingerprint)).body).toEqual({ number: 2 })
    expect((await statement(end.elise)).result).toMatchObject({ grade: 1500 })
    const kept = await record(end, 1)
    expect({ ...kept, reopened: null }).toEqual(first)
    expect(kept.reopened).toEqual({ at: world.now().toISOString(), byName: 'Nadia', reason: 'Soutenance réévaluée.' })
    const { body } = await world.ask(end.nadia, finalisation.listFinalisations, { params: end.params })
    expect(body.finalisations.map(({ number, reopened }) => [number, reopened?.reason])).toEqual([
      [2, undefined],
      [1, 'Soutenance réévaluée.'],
    ])
    const line = await world.db.auditLine.findFirst({ where: { courseId: end.course.id, action: 'assessment.reopen' } })
    expect(line).toMatchObject({ reason: 'Soutenance réévaluée.', before: { number: 1, hash: first.hash } })
  })
})

describe('the seal', () => {
  it('cannot be changed through the application’s own connection', async () => {
    const end = await finalised()
    const row = await world.db.sealedSheet.findFirstOrThrow({ where: { assessment: { courseId: end.course.id } } })
    const change = (data: object) => world.db.sealedSheet.update({ where: { id: row.id }, data })
    await expect(change({ hash: '0'.repeat(64) })).rejects.toThrow()
    await expect(change({ content: {} })).rejects.toThrow()
    await expect(change({ sealedByName: 'Une autre' })).rejects.toThrow()
  })

  it('breaks when somebody with the keys of the database changes a mark', async () => {
    const end = await finalised()
    await world.pool.query('alter table "SealedSheet" disable trigger "SealedSheet_sealed"')
    await world.pool.query(
      `update "SealedSheet" set content = jsonb_set(content, '{lines,1,result,grade}', '2000')
       where "assessmentId" = (select id from "Assessment" where "courseId" = $1)`,
      [end.course.id],
    )
    await world.pool.query('alter table "SealedSheet" enable trigger "SealedSheet_sealed"')
    expect((await sheetOf(end)).seal?.isIntact).toBe(false)
  })

  it('outlives the name of a student who is erased', async () => {
    const end = await finalised()
    const { id, people } = await world.db.sealedSheet.findFirstOrThrow({
      where: { assessment: { courseId: end.course.id } },
    })
    const { [end.elise.id]: _, ...others } = people as Record<string, object>
    await world.db.sealedSheet.update({ where: { id }, data: { people: asColumn(others) } })
    const pv = await record(end, 1)
    expect(pv.isIntact).toBe(true)
    expect(pv.lines.map(({ familyName }) => familyName)).toEqual(['D’Almeida', '', 'N’Diaye'])
  })
})

describe('jury points and retakes', () => {
  it('are set with a reason, counted, explained, and taken back', async () => {
    const end = await complete()
    const jury = (points: number, reason: string) =>
      world.ask(end.nadia, finalSheet.setJury, {
        params: { ...end.params, studentId: end.elise.id },
        body: { points, reason },
      })
    expect((await jury(50, '')).status).toBe(400)
    expect((await jury(50, 'Assiduité exemplaire.')).status).toBe(200)
    const lineOf = async () => (await sheetOf(end)).lines.find(({ studentId }) => studentId === end.elise.id)
    expect(await lineOf()).toMatchObject({
      jury: { points: 50, reason: 'Assiduité exemplaire.' },
      result: { grade: 1500 },
    })
    expect((await lineOf())?.working.fr).toMatch(/\+ 0,50 \(points de jury.: Assiduité exemplaire\.\) = 15,00/)
    await jury(0, '')
    expect(await lineOf()).toMatchObject({ jury: null, result: { grade: 1450 } })
  })

  it('lift an absence: the retake of who was ABI counts, capped at the rule', async () => {
    const end = await complete()
    const { revision, title, rules } = await sheetOf(end)
    await world.ask(end.nadia, rulesContract.setRules, {
      params: end.params,
      body: { revision, title, rules: { ...rules, retake: { kind: 'capped', cap: '10' } } },
    })
    for (const component of ['qcm', 'projet']) {
      const answer = await world.ask(end.nadia, finalSheet.setEntry, {
        params: { ...end.params, studentId: end.kevin.id, component },
        body: { status: 'abi', mark: null, retake: 1350, reason: '' },
      })
      expect(answer.status).toBe(200)
    }
    const kevin = (await sheetOf(end)).lines.find(({ studentId }) => studentId === end.kevin.id)
    expect(kevin?.result).toMatchObject({ status: 'graded', grade: 1000, decision: 'validated' })
    const refused = await world.ask(end.nadia, finalSheet.setEntry, {
      params: { ...end.params, studentId: end.kevin.id, component: 'qcm' },
      body: { status: 'abi', mark: null, retake: 2001, reason: '' },
    })
    expect(refused.body.code).toBe('mark_out_of_range')
  })
})
