import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import * as grading from '#contract/projects/project-grading.ts'
import * as projects from '#contract/projects/projects.ts'
import * as teams from '#contract/projects/teams.ts'
import { CannotStart } from '#server/platform/cannot-start.ts'
import { ensureShippedProject } from '#server/projects/ensure-shipped-project.ts'
import { fifteen } from '#test/setup/final.ts'
import { createWorld, nobody, type Someone, type World } from '#test/setup/world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

/** A course with its shipped project, its trainer and four students. */
async function classroom() {
  const course = await world.course()
  const nadia = await world.staff('Nadia', { course, role: 'trainer' })
  const [elise, fatou, camille, hugo] = (await Promise.all(
    ['Élise Gautier', 'Fatou N’Diaye', 'Camille Bouvier-Lachaud', 'Hugo Chevalier'].map((name) =>
      world.student({ course, name }),
    ),
  )) as [Someone, Someone, Someone, Someone]
  const { projectId } = await ensureShippedProject(world.deps, course.id)
  const params = { courseId: course.id, projectId: projectId ?? '' }
  return { course, nadia, elise, fatou, camille, hugo, params }
}
type Classroom = Awaited<ReturnType<typeof classroom>>

async function team({ nadia, params }: Classroom, name: string, members: Someone[] = []) {
  const { body } = await world.ask(nadia, teams.createTeam, { params, body: { name } })
  const place = { ...params, teamId: body.id }
  await world.ask(nadia, teams.setMembers, {
    params: place,
    body: { studentIds: members.map(({ id }) => id) },
  })
  return place
}

const nothing = { comments: {}, comment: '' }

describe('the shipped project', () => {
  it('comes once with its rubric, whose points are points on 20', async () => {
    const { nadia, course, params } = await classroom()
    expect(await ensureShippedProject(world.deps, course.id)).toEqual({ projectId: params.projectId })
    const { body } = await world.ask(nadia, projects.getProject, { params })
    expect(body).toMatchObject({ title: 'Projet GitOps : Nextcloud et MySQL', teamCount: 0, studentCount: 4 })
    expect(body.rubric.criteria).toHaveLength(12)
    expect(body.rubric.criteria.reduce((total, { weight }) => total + Number(weight), 0)).toBe(20)
    for (const { weight, levels } of body.rubric.criteria) expect(levels.at(-1)?.points).toBe(weight)
    expect(body.withoutTeam.map(({ familyName }) => familyName)).toContain('Gautier')
  })

  it('says what is wrong with the file rather than starting without it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'bareme-project-'))
    await writeFile(join(folder, 'project.yaml'), 'id: p\ntitle: P\ncriteria: []\n')
    const deps = { ...world.deps, settings: { ...world.deps.settings, questionsDir: folder } }
    const { course } = await classroom()
    await expect(ensureShippedProject(deps, course.id)).rejects.toThrow(CannotStart)
    await cp(join('questions', 'project.yaml'), join(folder, 'project.yaml'))
    expect((await ensureShippedProject(deps, course.id)).projectId).not.toBeNull()
    await rm(folder, { recursive: true })
  })

  it('can be copied into a new project, or left for an empty rubric that marks nothing', async () => {
    const { nadia, course } = await classroom()
    const create = (rubric: 'shipped' | 'blank') => {
      world.wait(1)
      return world.ask(nadia, projects.createProject, {
        params: { courseId: course.id },
        body: { title: `Projet ${rubric}`, rubric },
      })
    }
    const { body: copied } = await create('shipped')
    const { body: blank } = await create('blank')
    const list = (await world.ask(nadia, projects.listProjects, { params: { courseId: course.id } })).body.projects
    expect(list.map(({ title }) => title)).toEqual([
      'Projet GitOps : Nextcloud et MySQL',
      'Projet shipped',
      'Projet blank',
    ])
    const read = async (projectId: string) =>
      (await world.ask(nadia, projects.getProject, { params: { courseId: course.id, projectId } })).body
    expect((await read(copied.id)).rubric.criteria).toHaveLength(12)
    expect((await read(blank.id)).rubric.criteria).toEqual([])
    await world.ask(nadia, teams.createTeam, {
      params: { courseId: course.id, projectId: blank.id },
      body: { name: 'A' },
    })
    expect((await read(blank.id)).teams[0]?.grade).toEqual({ mark: null, missing: [] })
  })
})

describe('teams', () => {
  it('are made, renamed, filled and deleted, each change in the journal', async () => {
    const room = await classroom()
    const { nadia, elise, fatou, params, course } = room
    const place = await team(room, 'Équipe 5', [elise, fatou])
    const taken = await world.ask(nadia, teams.createTeam, { params, body: { name: 'Équipe 5' } })
    expect({ status: taken.status, code: taken.body.code }).toEqual({ status: 409, code: 'name_taken' })
    await world.ask(nadia, teams.renameTeam, { params: place, body: { name: 'Équipe bleue' } })
    const { body } = await world.ask(nadia, projects.getProject, { params })
    expect(body.teams).toMatchObject([
      { name: 'Équipe bleue', members: [{ givenName: 'Élise' }, { givenName: 'Fatou' }] },
    ])
    expect(body.withoutTeamCount).toBe(2)
    await world.ask(nadia, teams.deleteTeam, { params: place })
    expect((await world.ask(nadia, projects.getProject, { params })).body).toMatchObject({
      teams: [],
      withoutTeamCount: 4,
    })
    const lines = await world.db.auditLine.findMany({ where: { courseId: course.id }, orderBy: { id: 'asc' } })
    expect(lines.map(({ action }) => action)).toEqual(['team.create', 'team.members', 'team.rename', 'team.delete'])
    expect(lines.at(-1)).toMatchObject({ actorName: 'Nadia', before: { name: 'Équipe bleue' } })
  })

  it('never share a student, even when two trainers try at once', async () => {
    const room = await classroom()
    const { nadia, elise } = room
    const first = await team(room, 'Équipe 1', [elise])
    const second = await team(room, 'Équipe 2')
    const refused = await world.ask(nadia, teams.setMembers, { params: second, body: { studentIds: [elise.id] } })
    expect({ status: refused.status, code: refused.body.code, details: refused.body.details }).toEqual({
      status: 409,
      code: 'student_in_two_teams',
      details: { studentIds: [elise.id] },
    })
    await world.ask(nadia, teams.setMembers, { params: first, body: { studentIds: [] } })
    const both = await Promise.all(
      [first, second].map((params) => world.ask(nadia, teams.setMembers, { params, body: { studentIds: [elise.id] } })),
    )
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
    expect(await world.db.teamMember.count({ where: { studentId: elise.id } })).toBe(1)
  })

  it('give a student to each other in one step, without the adjustment of the old team', async () => {
    const room = await classroom()
    const { nadia, elise, params } = room
    const first = await team(room, 'Équipe 1', [elise])
    const second = await team(room, 'Équipe 2')
    await world.ask(nadia, grading.adjustMember, {
      params: { ...first, studentId: elise.id },
      body: { revision: 1, adjustment: 50, reason: 'A conduit la démonstration.' },
    })
    const move = (teamId: string | null) =>
      world.ask(nadia, teams.moveStudent, { params: { ...params, studentId: elise.id }, body: { teamId } })
    expect((await move(second.teamId)).status).toBe(200)
    expect(await world.db.teamMember.findMany({ where: { studentId: elise.id } })).toMatchObject([
      { teamId: second.teamId, adjustment: 0, reason: '' },
    ])
    await move(null)
    expect(await world.db.teamMember.count({ where: { studentId: elise.id } })).toBe(0)
    const stranger = await world.student({ course: await world.course(), name: 'Ailleurs Autre' })
    const refused = await world.ask(nadia, teams.setMembers, { params: first, body: { studentIds: [stranger.id] } })
    expect(refused.status).toBe(404)
  })

  it('are drawn for who has none: as even as can be, names that are free, nobody twice', async () => {
    const room = await classroom()
    const { nadia, elise, params } = room
    await team(room, 'Équipe 1', [elise])
    const draw = () => world.ask(nadia, teams.makeTeams, { params, body: { size: 2, name: 'Équipe' } })
    expect((await draw()).body).toEqual({ teamCount: 2, studentCount: 3 })
    const { body } = await world.ask(nadia, projects.getProject, { params })
    expect(body.teams.map(({ name }) => name)).toEqual(['Équipe 1', 'Équipe 2', 'Équipe 3'])
    expect(body.teams.map(({ members }) => members.length).sort()).toEqual([1, 1, 2])
    expect(new Set(body.teams.flatMap(({ members }) => members.map(({ studentId }) => studentId))).size).toBe(4)
    expect((await draw()).body).toEqual({ teamCount: 0, studentCount: 0 })
  })
})

describe('a grade', () => {
  it('is on 20 as soon as every criterion has a level, and says which are missing until then', async () => {
    const room = await classroom()
    const { nadia, elise, fatou, params } = room
    const place = await team(room, 'Équipe 5', [elise, fatou])
    const { soutenance: _later, ...seven } = fifteen
    const partly = await world.ask(nadia, grading.gradeTeam, {
      params: place,
      body: { revision: 1, levels: seven, comments: { secrets: 'Voir Sealed Secrets.' }, comment: 'Beau travail.' },
    })
    expect(partly.body).toMatchObject({ revision: 2, grade: { mark: null, missing: ['soutenance'] } })
    const whole = await world.ask(nadia, grading.gradeTeam, {
      params: place,
      body: { revision: 2, levels: fifteen, comments: {}, comment: '' },
    })
    // 2 + 2 + 1,5 + 1,5 + 1,5 + 0,5 + 2 + 0,75 + 0,75 + 1 + 0,75 + 0,75
    expect(whole.body).toMatchObject({
      revision: 3,
      grade: { mark: 1500, missing: [] },
      savedAt: world.now().toISOString(),
    })
    const adjusted = await world.ask(nadia, grading.adjustMember, {
      params: { ...place, studentId: elise.id },
      body: { revision: 3, adjustment: 50, reason: 'A conduit la démonstration finale.' },
    })
    expect(adjusted.body.members.map(({ mark }) => mark)).toEqual([1550, 1500])
    const { body } = await world.ask(nadia, projects.getProject, { params })
    expect(body).toMatchObject({ gradedCount: 1, teamCount: 1 })
    const reread = (await world.ask(nadia, grading.getTeamGrading, { params: place })).body
    expect(reread).toMatchObject({ levels: fifteen, revision: 4, gradedBy: 'Nadia' })
  })

  it('stays between 0 and 20, whatever the adjustment', async () => {
    const room = await classroom()
    const place = await team(room, 'Équipe 5', [room.elise, room.fatou])
    await world.ask(room.nadia, grading.gradeTeam, {
      params: place,
      body: { revision: 1, levels: fifteen, ...nothing },
    })
    const adjust = (who: Someone, revision: number, adjustment: number) =>
      world.ask(room.nadia, grading.adjustMember, {
        params: { ...place, studentId: who.id },
        body: { revision, adjustment, reason: 'Décision du jury.' },
      })
    await adjust(room.elise, 2, 2000)
    const { body } = await adjust(room.fatou, 3, -2000)
    expect(body.members.map(({ mark }) => mark)).toEqual([2000, 0])
  })

  it('is not adjusted without a reason', async () => {
    const room = await classroom()
    const place = await team(room, 'Équipe 5', [room.elise])
    const params = { ...place, studentId: room.elise.id }
    const adjust = (adjustment: number, reason: string) =>
      world.ask(room.nadia, grading.adjustMember, { params, body: { revision: 1, adjustment, reason } })
    for (const reason of ['', '   ']) {
      const refused = await adjust(-50, reason)
      expect({ status: refused.status, code: refused.body.code }).toEqual({ status: 400, code: 'invalid_request' })
      expect(refused.body.details).toMatchObject([{ where: 'body', path: 'reason' }])
    }
    expect(await world.db.teamMember.findFirst({ where: { teamId: place.teamId } })).toMatchObject({ adjustment: 0 })
    expect((await adjust(0, '')).status).toBe(200)
  })

  it('is not lost when two graders save at once: one is told to read again', async () => {
    const room = await classroom()
    const place = await team(room, 'Équipe 5')
    const marc = await world.staff('Marc', { course: room.course, role: 'owner' })
    const grades = await Promise.all(
      [room.nadia, marc].map((who, rank) =>
        world.ask(who, grading.gradeTeam, {
          params: place,
          body: { revision: 1, levels: { images: rank === 0 ? 'solide' : 'absent' }, ...nothing },
        }),
      ),
    )
    expect(grades.map(({ status }) => status).sort()).toEqual([200, 409])
    expect(grades.find(({ status }) => status === 409)?.body.code).toBe('changed_meanwhile')
    const kept = grades[0]?.status === 200 ? 'solide' : 'absent'
    expect(await world.db.team.findUniqueOrThrow({ where: { id: place.teamId } })).toMatchObject({
      revision: 2,
      levels: { images: kept },
    })
  })

  it('answers a save with its own revision, whoever saves before the answer is read', async () => {
    const room = await classroom()
    const place = await team(room, 'Équipe 5')
    const save = (levels: Record<string, string>, revision: number) =>
      world.ask(room.nadia, grading.gradeTeam, { params: place, body: { revision, levels, ...nothing } })
    const [first, second] = await Promise.all([
      save({ images: 'solide' }, 1),
      // As soon as the first is written, before its answer is on its way.
      vi.waitFor(
        async () => {
          const reply = await save({ images: 'absent' }, 2)
          expect(reply.status).toBe(200)
          return reply
        },
        { interval: 1, timeout: 5_000 },
      ),
    ])
    expect([first.body.revision, second.body.revision]).toEqual([2, 3])
  })

  it('knows the levels of its rubric only, and keeps those that were given', async () => {
    const room = await classroom()
    const place = await team(room, 'Équipe 5')
    const grade = (levels: Record<string, string>) =>
      world.ask(room.nadia, grading.gradeTeam, { params: place, body: { revision: 1, levels, ...nothing } })
    expect((await grade({ images: 'parfait' })).body.code).toBe('invalid_request')
    expect((await grade({ inconnu: 'solide' })).body.code).toBe('invalid_request')
    await grade({ images: 'solide' })
    const { rubric } = (await world.ask(room.nadia, projects.getProject, { params: room.params })).body
    const change = (criteria: typeof rubric.criteria) =>
      world.ask(room.nadia, projects.changeRubric, { params: room.params, body: { criteria } })
    const without = await change(rubric.criteria.filter(({ id }) => id !== 'images'))
    expect({ status: without.status, code: without.body.code }).toEqual({ status: 409, code: 'rubric_in_use' })
    const heavier = rubric.criteria.map((each) => (each.id === 'secrets' ? { ...each, weight: '5' } : each))
    expect((await change(heavier)).status).toBe(200)
    expect((await change([...heavier, ...heavier])).body.code).toBe('invalid_request')
    expect((await change(heavier.map((each) => ({ ...each, weight: '0' })))).body.code).toBe('invalid_request')
  })
})

describe('a rubric changed after grading', () => {
  it('says beforehand whose mark changes, and whether it was released; the former rubric gives them back', async () => {
    const room = await classroom()
    const { nadia, elise, fatou, hugo, params } = room
    const place = await team(room, 'Équipe 5', [elise, fatou])
    await team(room, 'Équipe 6', [hugo])
    await world.ask(nadia, grading.gradeTeam, { params: place, body: { revision: 1, levels: fifteen, ...nothing } })
    const { rubric } = (await world.ask(nadia, projects.getProject, { params })).body
    const preview = async (criteria: typeof rubric.criteria) =>
      (await world.ask(nadia, projects.previewRubric, { params, body: { criteria } })).body
    expect(await preview(rubric.criteria)).toEqual({ isReleased: false, teams: [] })
    const heavier = rubric.criteria.map((each) => (each.id === 'paquet' ? { ...each, weight: '500' } : each))
    const { teams } = await preview(heavier)
    expect(teams).toMatchObject([{ name: 'Équipe 5', members: expect.any(Array), before: 1500 }])
    expect(teams[0]?.members).toHaveLength(2)
    expect(teams[0]?.after).not.toBe(1500)
    await world.ask(nadia, projects.releaseProject, { params, body: { released: true } })
    expect((await preview(heavier)).isReleased).toBe(true)
    await world.ask(nadia, projects.changeRubric, { params, body: { criteria: heavier } })
    expect((await preview(rubric.criteria)).teams).toMatchObject([{ before: teams[0]?.after, after: 1500 }])
    const lost = await world.ask(nadia, projects.previewRubric, {
      params,
      body: { criteria: rubric.criteria.filter(({ id }) => id !== 'secrets') },
    })
    expect(lost.body.code).toBe('rubric_in_use')
  })
})

describe('who sees it', () => {
  it('shows a student their rubric once released, and only that of their own graded team', async () => {
    const room = await classroom()
    const { nadia, elise, fatou, hugo, params } = room
    const place = await team(room, 'Équipe 5', [elise, fatou])
    await team(room, 'Équipe 6', [hugo])
    await world.ask(nadia, grading.gradeTeam, {
      params: place,
      body: { revision: 1, levels: fifteen, comments: { secrets: 'Voir Sealed Secrets.' }, comment: 'Beau travail.' },
    })
    await world.ask(nadia, grading.adjustMember, {
      params: { ...place, studentId: elise.id },
      body: { revision: 2, adjustment: 50, reason: 'A conduit la démonstration finale.' },
    })
    const mine = (who: Someone) => world.ask(who, projects.getMyProject, { params: { projectId: params.projectId } })
    const early = await mine(elise)
    expect({ status: early.status, code: early.body.code }).toEqual({ status: 404, code: 'not_released' })
    expect(JSON.stringify(early.body)).not.toContain('Sealed')
    expect((await world.ask(elise, projects.listMyProjects, {})).body.projects).toEqual([])

    await world.ask(nadia, projects.releaseProject, { params, body: { released: true } })
    const { body } = await mine(elise)
    expect(body).toMatchObject({ teamMark: 1500, adjustment: 50, mark: 1550, comment: 'Beau travail.' })
    expect(body.reason).toBe('A conduit la démonstration finale.')
    expect(body.criteria.find(({ id }) => id === 'secrets')).toMatchObject({
      levelIds: ['solide'],
      comment: 'Voir Sealed Secrets.',
      earned: 150,
      most: 200,
    })
    expect(JSON.stringify(body)).not.toContain('weight')
    // The adjustment of another member is theirs alone.
    expect((await mine(fatou)).body).toMatchObject({ adjustment: 0, reason: '', mark: 1500 })
    expect((await mine(hugo)).body.code).toBe('not_released')
    expect((await mine(room.camille)).body.code).toBe('not_found')

    await world.ask(nadia, projects.releaseProject, { params, body: { released: false } })
    expect((await mine(elise)).body.code).toBe('not_released')
    const lines = await world.db.auditLine.findMany({ where: { subject: `project:${params.projectId}` } })
    expect(lines.map(({ action }) => action).sort()).toEqual(['project.release', 'project.withhold'])
  })

  it('does not exist for another course, is refused to an invigilator, a student and a visitor', async () => {
    const room = await classroom()
    const place = await team(room, 'Équipe 5', [room.elise])
    const elsewhere = await classroom()
    const ines = await world.staff('Inès', { course: room.course, role: 'invigilator' })
    const read = (who: Someone) => world.ask(who, grading.getTeamGrading, { params: place })
    expect((await read(elsewhere.nadia)).status).toBe(404)
    expect((await read(ines)).status).toBe(403)
    expect((await read(room.elise)).status).toBe(403)
    expect((await read(nobody)).status).toBe(401)
    // Through one's own course, to a project of another.
    const crossed = { ...place, courseId: elsewhere.course.id }
    const body = { revision: 1, levels: {}, ...nothing }
    expect((await world.ask(elsewhere.nadia, grading.gradeTeam, { params: crossed, body })).status).toBe(404)
    expect((await world.ask(elsewhere.nadia, teams.deleteTeam, { params: crossed })).status).toBe(404)
    expect(await world.db.team.count({ where: { id: place.teamId } })).toBe(1)
  })
})
