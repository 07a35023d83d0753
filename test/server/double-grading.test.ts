import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as finalSheet from '#contract/assessment/final-sheet.ts'
import * as grading from '#contract/projects/project-grading.ts'
import * as projects from '#contract/projects/projects.ts'
import * as teams from '#contract/projects/teams.ts'
import { ensureShippedAssessment } from '#server/assessment/ensure-shipped-assessment.ts'
import { ensureShippedProject } from '#server/projects/ensure-shipped-project.ts'
import { fifteen } from '#test/setup/final.ts'
import { createWorld, type Someone, type World } from '#test/setup/world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

const alone = { deadline: null, late: null, isDouble: false, mostGap: 200 }
/** Documentation exemplary (1 point) becomes absent: fourteen. */
const fourteen = { ...fifteen, documentation: 'absent' }
const nothing = { comments: {}, comment: '' }

/** A project graded by two, a team of one student, and three who may grade. */
async function twoGraders() {
  const course = await world.course()
  const [nadia, marc, ines] = (await Promise.all(
    ['Nadia', 'Marc', 'Inès'].map((name) => world.staff(name, { course, role: 'trainer' })),
  )) as [Someone, Someone, Someone]
  const elise = await world.student({ course, name: 'Élise Gautier' })
  const { projectId } = await ensureShippedProject(world.deps, course.id)
  await ensureShippedAssessment(world.deps, course.id)
  const params = { courseId: course.id, projectId: projectId ?? '' }
  const terms = await world.ask(nadia, projects.setProjectTerms, { params, body: { ...alone, isDouble: true } })
  expect(terms.status).toBe(200)
  const { body: team } = await world.ask(nadia, teams.createTeam, { params, body: { name: 'Équipe 5' } })
  const place = { ...params, teamId: team.id }
  await world.ask(nadia, teams.setMembers, { params: place, body: { studentIds: [elise.id] } })
  const grade = (
    who: Someone,
    levels: Record<string, string>,
    more: Partial<{ revision: number; comment: string }> = {},
  ) => world.ask(who, grading.gradeTeam, { params: place, body: { revision: 1, levels, ...nothing, ...more } })
  const finish = (who: Someone, isDone = true) =>
    world.ask(who, grading.finishGrading, { params: place, body: { isDone } })
  const read = async (who: Someone) => (await world.ask(who, grading.getTeamGrading, { params: place })).body
  const sheetMark = async () => {
    const { body } = await world.ask(nadia, finalSheet.getFinalSheet, { params: { courseId: course.id } })
    return body.lines[0]?.entries.find(({ component }) => component === 'projet')
  }
  const bothDone = async () => {
    await grade(nadia, fifteen, { comment: 'Chart bien découpé.' })
    world.wait(1)
    await grade(marc, fourteen, { comment: 'Documentation absente.' })
    await finish(nadia)
    await finish(marc)
  }
  return { course, nadia, marc, ines, elise, params, place, grade, finish, read, sheetMark, bothDone }
}

describe('two graders of one team', () => {
  it('work alone: neither page, project nor journal says what the other gave before both are done', async () => {
    const { course, nadia, marc, params, grade, finish, read } = await twoGraders()
    await grade(nadia, fifteen, { comment: 'Chart bien découpé.' })
    await finish(nadia)
    const seen = await read(marc)
    expect(seen).toMatchObject({
      ...{ levels: {}, comment: '', revision: 1, grade: { mark: null } },
      double: {
        isMine: true,
        isDone: false,
        comparison: null,
        graders: [{ name: 'Nadia', isMe: false, isDone: true }],
      },
    })
    expect(JSON.stringify(seen.double)).not.toContain('Chart bien')
    const project = (await world.ask(marc, projects.getProject, { params })).body
    expect(project.teams).toMatchObject([{ criteriaGraded: 0, isToResolve: false, grade: { mark: null } }])
    const lines = await world.db.auditLine.findMany({ where: { courseId: course.id } })
    expect(lines.map(({ action }) => action)).toContain('grading.finish')
    expect(JSON.stringify(lines.map(({ before, after }) => ({ before, after })))).not.toContain('exemplaire')
    await grade(marc, fourteen)
    // Each has their own, whoever saved last.
    expect((await read(nadia)).levels).toEqual(fifteen)
    expect((await read(marc)).levels).toEqual(fourteen)
  })

  it('are two and no more, end only what is complete, and do not change it afterwards', async () => {
    const { nadia, marc, ines, grade, finish, read } = await twoGraders()
    const { soutenance: _later, ...seven } = fifteen
    await grade(nadia, seven)
    expect((await finish(nadia)).body.code).toBe('gradings_unfinished')
    expect((await finish(marc)).body.code).toBe('gradings_unfinished')
    await grade(nadia, fifteen, { revision: 2 })
    expect((await grade(nadia, fifteen, { revision: 2 })).body.code).toBe('changed_meanwhile')
    await finish(nadia)
    expect((await grade(nadia, fourteen, { revision: 3 })).body.code).toBe('grading_finished')
    // Taken up again as long as nobody has seen the other.
    expect((await finish(nadia, false)).status).toBe(200)
    await finish(nadia)
    await grade(marc, fourteen)
    expect((await grade(ines, fourteen)).body.code).toBe('two_graders')
    expect((await read(ines)).double).toMatchObject({ isMine: false, comparison: null })
    await finish(marc)
    expect((await finish(marc, false)).body.code).toBe('grading_finished')
  })

  it('are compared by criterion and in total once both are done, and a wide gap is pointed out', async () => {
    const { course, nadia, marc, params, bothDone, read } = await twoGraders()
    await bothDone()
    const { comparison } = (await read(marc)).double ?? {}
    expect(comparison).toMatchObject({ first: 1500, second: 1400, gap: 100, isTooWide: false })
    expect(comparison?.criteria.filter(({ gap }) => gap > 0)).toEqual([
      { criterion: 'documentation', first: 'exemplaire', second: 'absent', gap: 100 },
    ])
    expect(comparison?.comments.map(({ comment }) => comment)).toEqual([
      'Chart bien découpé.',
      'Documentation absente.',
    ])
    const terms = { ...alone, isDouble: true, mostGap: 99 }
    await world.ask(nadia, projects.setProjectTerms, { params, body: terms })
    expect((await read(nadia)).double?.comparison?.isTooWide).toBe(true)
    const project = (await world.ask(nadia, projects.getProject, { params })).body
    expect(project.teams[0]?.isToResolve).toBe(true)
    const line = await world.db.auditLine.findFirst({
      where: { courseId: course.id, action: 'grading.finish' },
      orderBy: { id: 'desc' },
    })
    expect(line?.after).toMatchObject([{ graderName: 'Nadia' }, { graderName: 'Marc', levels: fourteen }])
  })

  it('become one grade, the only one that reaches the final sheet: their mean, with what both wrote', async () => {
    const { course, nadia, elise, params, place, bothDone, read, sheetMark } = await twoGraders()
    const resolve = () =>
      world.ask(nadia, grading.resolveGradings, { params: place, body: { kind: 'mean', reason: '' } })
    expect((await resolve()).body.code).toBe('gradings_unfinished')
    await bothDone()
    expect(await sheetMark()).toMatchObject({ mark: null, waiting: 'not_graded' })
    expect((await resolve()).status).toBe(200)
    expect((await resolve()).body.code).toBe('grading_finished')
    expect(await sheetMark()).toMatchObject({ mark: '29/2' })
    expect(await read(nadia)).toMatchObject({
      ...{ grade: { mark: 1450 }, comment: 'Chart bien découpé.\nDocumentation absente.' },
      double: { resolution: { kind: 'mean', by: 'Nadia', at: world.now().toISOString() } },
      members: [{ mark: 1450, working: { fr: 'Deux correcteurs\u202f: (15 + 14) ÷ 2 = 14,5' } }],
    })
    await world.ask(nadia, projects.releaseProject, { params, body: { released: true } })
    const mine = (await world.ask(elise, projects.getMyProject, { params: { projectId: params.projectId } })).body
    expect(mine).toMatchObject({ mark: 1450, working: { en: 'Two graders: (15 + 14) ÷ 2 = 14.5' } })
    expect(mine.criteria.find(({ id }) => id === 'documentation')).toMatchObject({
      ...{ levelIds: ['exemplaire', 'absent'], earned: 50, most: 100 },
    })
    const line = await world.db.auditLine.findFirst({ where: { courseId: course.id, action: 'grading.resolve' } })
    expect(line).toMatchObject({ actorName: 'Nadia', after: { kind: 'mean' } })
  })

  it('become one by choosing one of them or by a third, with a reason, and that can be taken back', async () => {
    const { course, nadia, place, bothDone, sheetMark } = await twoGraders()
    await bothDone()
    const resolve = (body: Parameters<typeof world.ask<typeof grading.resolveGradings>>[2]['body']) =>
      world.ask(nadia, grading.resolveGradings, { params: place, body })
    expect((await resolve({ kind: 'second', reason: '' })).body.code).toBe('invalid_request')
    await resolve({ kind: 'second', reason: 'La documentation manque bien au dépôt.' })
    expect(await sheetMark()).toMatchObject({ mark: '14' })
    const withdraw = (reason: string) =>
      world.ask(nadia, grading.withdrawResolution, { params: place, body: { reason } })
    expect((await withdraw('')).body.code).toBe('invalid_request')
    await withdraw('Documentation retrouvée dans une branche.')
    expect(await sheetMark()).toMatchObject({ mark: null, waiting: 'not_graded' })
    const third = { kind: 'third' as const, reason: 'Relue à trois.', ...nothing }
    expect((await resolve({ ...third, levels: { secrets: 'solide' } })).body.code).toBe('gradings_unfinished')
    expect((await resolve({ ...third, levels: { ...fifteen, secrets: 'parfait' } })).body.code).toBe('invalid_request')
    await resolve({ ...third, levels: { ...fifteen, documentation: 'fragile' } })
    // Documentation fragile is three quarters of a point less than exemplary.
    expect(await sheetMark()).toMatchObject({ mark: '57/4' })
    const lines = await world.db.auditLine.findMany({
      where: { courseId: course.id, action: { startsWith: 'grading.' } },
      orderBy: { id: 'asc' },
    })
    expect(lines.filter(({ action }) => action !== 'grading.finish').map(({ reason }) => reason)).toEqual([
      'La documentation manque bien au dépôt.',
      'Documentation retrouvée dans une branche.',
      'Relue à trois.',
    ])
  })

  it('leave no mark to adjust before they are one, and cannot become one grader once begun', async () => {
    const { nadia, elise, params, place, grade } = await twoGraders()
    const adjusted = await world.ask(nadia, grading.adjustMember, {
      params: { ...place, studentId: elise.id },
      body: { revision: 1, adjustment: 50, reason: 'Démonstration.' },
    })
    expect(adjusted.body.code).toBe('gradings_unfinished')
    const delivered = await world.ask(nadia, grading.saveDelivery, {
      params: place,
      body: { revision: 1, submittedAt: null, waived: '' },
    })
    expect(delivered.body.code).toBe('gradings_unfinished')
    await grade(nadia, { secrets: 'solide' })
    expect((await world.ask(nadia, projects.setProjectTerms, { params, body: alone })).body.code).toBe(
      'grading_started',
    )
    const { rubric } = (await world.ask(nadia, projects.getProject, { params })).body
    const without = { criteria: rubric.criteria.filter(({ id }) => id !== 'secrets') }
    expect((await world.ask(nadia, projects.changeRubric, { params, body: without })).body.code).toBe('rubric_in_use')
  })

  it('that save their first work at once are still two', async () => {
    const { nadia, marc, ines, place, grade } = await twoGraders()
    const all = await Promise.all([nadia, marc, ines].map((who) => grade(who, fifteen)))
    expect(all.map(({ status }) => status).toSorted()).toEqual([200, 200, 409])
    expect(await world.db.grading.count({ where: { teamId: place.teamId } })).toBe(2)
  })

  it('is not asked of a project that one person grades', async () => {
    const { nadia, params, place, finish } = await twoGraders()
    await world.ask(nadia, projects.setProjectTerms, { params, body: alone })
    expect((await finish(nadia)).status).toBe(404)
    const resolved = await world.ask(nadia, grading.resolveGradings, {
      params: place,
      body: { kind: 'mean', reason: '' },
    })
    expect(resolved.body.code).toBe('gradings_unfinished')
  })
})
