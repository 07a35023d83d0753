import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as finalSheet from '#contract/assessment/final-sheet.ts'
import { exportRubric } from '#contract/exports/exports.ts'
import * as bank from '#contract/projects/comment-bank.ts'
import * as grading from '#contract/projects/project-grading.ts'
import * as projects from '#contract/projects/projects.ts'
import * as teams from '#contract/projects/teams.ts'
import { endOfCourse, fifteen } from '#test/setup/final.ts'
import { createWorld, type Someone, type World } from '#test/setup/world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

const onePointADay = { unit: 'points', amount: '1', most: null, floor: '0' } as const
const terms = { deadline: '2026-06-12T22:00:00.000Z', late: onePointADay, isDouble: false, mostGap: 200 }

/** Élise and Fatou in one graded team, at fifteen; the project is due and a day costs a point. */
async function due() {
  const end = await endOfCourse(world)
  const { nadia, project, elise } = end
  expect((await world.ask(nadia, projects.setProjectTerms, { params: project, body: terms })).status).toBe(200)
  const { body } = await world.ask(nadia, projects.getProject, { params: project })
  const place = { ...project, teamId: body.teams[0]?.id ?? '' }
  const revision = async () =>
    (await world.db.team.findFirstOrThrow({ where: { projectId: project.projectId } })).revision
  const deliver = async (submittedAt: string | null, waived = '') =>
    world.ask(nadia, grading.saveDelivery, { params: place, body: { revision: await revision(), submittedAt, waived } })
  const share = async (part: { factor?: string; adjustment: number; reason: string }) =>
    world.ask(nadia, grading.adjustMember, {
      params: { ...place, studentId: elise.id },
      body: { revision: await revision(), ...part },
    })
  return { ...end, place, deliver, share }
}

describe('a late delivery', () => {
  it('costs a point a day begun, said line by line to the trainer and to the student, and audited', async () => {
    const { course, nadia, elise, project, deliver, share } = await due()
    await share({ factor: '1.1', adjustment: 50, reason: 'A conduit la démonstration.' })
    const { body } = await deliver('2026-06-14T08:00:00.000Z')
    const lines = [
      'Grille\u202f: 15',
      'Retard\u202f: 2 jours entamés × 1 point\u202f; 15 − 2 = 13',
      'Facteur individuel\u202f: 13 × 1,1 = 14,3',
      'Ajustement\u202f: 14,3 + 0,5 = 14,8',
      'Motif\u202f: A conduit la démonstration.',
    ]
    expect(body).toMatchObject({ grade: { mark: 1300 } })
    expect(body.members.map(({ mark, working }) => [mark, working?.fr.split('\n')])).toEqual([
      [1480, lines],
      [1300, lines.slice(0, 2)],
    ])
    await world.ask(nadia, projects.releaseProject, { params: project, body: { released: true } })
    const mine = (await world.ask(elise, projects.getMyProject, { params: { projectId: project.projectId } })).body
    expect(mine).toMatchObject({ teamMark: 1300, factor: '1.1', mark: 1480 })
    expect(mine.working.fr.split('\n')).toEqual(lines)
    // The sheet has the exact mark, and only it.
    const sheet = (await world.ask(nadia, finalSheet.getFinalSheet, { params: { courseId: course.id } })).body
    const entry = sheet.lines.find(({ studentId }) => studentId === elise.id)?.entries.at(-1)
    expect(entry).toMatchObject({ component: 'projet', mark: '74/5' })
    const audit = await world.db.auditLine.findFirst({ where: { courseId: course.id, action: 'team.delivery' } })
    expect(audit).toMatchObject({
      before: { submittedAt: null, waived: '' },
      after: { submittedAt: '2026-06-14T08:00:00.000Z', waived: '' },
    })
  })

  it('costs nothing when it is waived, and the reason is read by all', async () => {
    const { course, place, nadia, deliver } = await due()
    await deliver('2026-06-14T08:00:00.000Z', 'Panne du réseau de l’école.')
    const { members } = (await world.ask(nadia, grading.getTeamGrading, { params: place })).body
    expect(members.at(-1)).toMatchObject({ mark: 1500 })
    expect(members.at(-1)?.working?.fr).toContain('sans pénalité (Panne du réseau de l’école.)')
    const audit = await world.db.auditLine.findFirst({ where: { courseId: course.id, action: 'team.delivery' } })
    expect(audit?.reason).toBe('Panne du réseau de l’école.')
  })

  it('follows a change of the rule, whose cap and floor hold', async () => {
    const { nadia, project, place, deliver } = await due()
    await deliver('2026-06-30T08:00:00.000Z')
    const mark = async (late: object | null) => {
      const body = { ...terms, late: late as typeof onePointADay | null }
      await world.ask(nadia, projects.setProjectTerms, { params: project, body })
      return (await world.ask(nadia, grading.getTeamGrading, { params: place })).body.grade.mark
    }
    expect(await mark(onePointADay)).toBe(0)
    expect(await mark({ ...onePointADay, most: '4' })).toBe(1100)
    expect(await mark({ ...onePointADay, unit: 'percent', amount: '10', floor: '10' })).toBe(1000)
    expect(await mark(null)).toBe(1500)
  })

  it('is refused when somebody saved in between, or without a date that is one', async () => {
    const { nadia, place } = await due()
    const save = (revision: number, submittedAt: string) =>
      world.ask(nadia, grading.saveDelivery, { params: place, body: { revision, submittedAt, waived: '' } })
    expect((await save(1, '2026-06-14T08:00:00.000Z')).body.code).toBe('changed_meanwhile')
    expect((await save(3, 'hier')).body.code).toBe('invalid_request')
  })
})

describe('an individual factor', () => {
  it('has a reason, is a number above nothing, and 1 needs none', async () => {
    const { share } = await due()
    expect((await share({ factor: '0.8', adjustment: 0, reason: '' })).body.code).toBe('invalid_request')
    expect((await share({ factor: '-1', adjustment: 0, reason: 'x' })).body.code).toBe('invalid_request')
    expect((await share({ factor: 'beaucoup', adjustment: 0, reason: 'x' })).body.code).toBe('invalid_request')
    expect((await share({ factor: '1', adjustment: 0, reason: '' })).status).toBe(200)
    const { body } = await share({ factor: '0,8', adjustment: 0, reason: 'Absente deux séances.' })
    expect(body.members[0]).toMatchObject({ factor: '0,8', mark: 1200 })
  })
})

describe('names that are withheld', () => {
  const blind = (who: Someone, params: { courseId: string; projectId: string }, isBlind: boolean) =>
    world.ask(who, projects.setBlindness, { params, body: { isBlind } })

  it('are not sent at all: no name, no address of a student, the same code until they are revealed', async () => {
    const { nadia, elise, fatou, kevin, project, place } = await due()
    expect((await blind(nadia, project, true)).status).toBe(200)
    const read = async () => (await world.ask(nadia, projects.getProject, { params: project })).body
    const first = await read()
    const [team] = first.teams
    expect(first).toMatchObject({ isBlind: true, withoutTeam: [], withoutTeamCount: 1 })
    expect(team?.name).toMatch(/^\w{3}-\w{3}$/)
    const graded = await world.ask(nadia, grading.getTeamGrading, { params: { ...project, teamId: team?.id ?? '' } })
    const sent = JSON.stringify([
      first,
      graded.body,
      (await world.ask(nadia, projects.listProjects, { params: project })).body,
    ])
    for (const hidden of [...[elise, fatou, kevin].map(({ id }) => id), place.teamId])
      expect(sent).not.toContain(hidden)
    for (const name of ['Gautier', 'Élise', 'Fatou', 'Diaye', 'Almeida', 'Équipe 5', '@'])
      expect(sent).not.toContain(name)
    expect((await read()).teams).toEqual(first.teams)
    // The address it is known by elsewhere leads nowhere.
    expect((await world.ask(nadia, grading.getTeamGrading, { params: place })).status).toBe(404)
  })

  it('still lets one grade, adjust and take note of a delivery, whose lines name nobody', async () => {
    const { course, nadia, elise, project } = await due()
    await blind(nadia, project, true)
    const { id = '', members = [] } =
      (await world.ask(nadia, projects.getProject, { params: project })).body.teams[0] ?? {}
    const params = { ...project, teamId: id }
    const before = await world.db.auditLine.count({ where: { courseId: course.id } })
    const levels = { ...fifteen, documentation: 'absent' }
    const graded = await world.ask(nadia, grading.gradeTeam, {
      params,
      body: { revision: 3, levels, comments: {}, comment: '' },
    })
    expect(graded.body).toMatchObject({ revision: 4, grade: { mark: 1400 } })
    const student = members.find(({ adjustment }) => adjustment === 50)
    const adjusted = await world.ask(nadia, grading.adjustMember, {
      params: { ...params, studentId: student?.studentId ?? '' },
      body: { revision: 4, adjustment: 100, reason: 'Démonstration.' },
    })
    expect(adjusted.status).toBe(200)
    const named = { params: { ...params, studentId: elise.id }, body: { revision: 5, adjustment: 0, reason: '' } }
    expect((await world.ask(nadia, grading.adjustMember, named)).status).toBe(404)
    await world.ask(nadia, grading.saveDelivery, { params, body: { revision: 5, submittedAt: null, waived: '' } })
    const lines = (await world.db.auditLine.findMany({ where: { courseId: course.id }, orderBy: { id: 'asc' } })).slice(
      before,
    )
    expect(lines.map(({ action }) => action)).toEqual(['team.grade', 'team.adjust', 'team.delivery'])
    expect(lines.every(({ subject }) => subject === `team:${id}`)).toBe(true)
    expect(await world.db.teamMember.findFirst({ where: { studentId: elise.id } })).toMatchObject({ adjustment: 100 })
  })

  it('keep marks away from names everywhere: the final sheet, the file of rubrics, the release', async () => {
    const { course, nadia, elise, project } = await due()
    await blind(nadia, project, true)
    const sheet = (await world.ask(nadia, finalSheet.getFinalSheet, { params: { courseId: course.id } })).body
    const entry = sheet.lines.find(({ studentId }) => studentId === elise.id)?.entries.at(-1)
    expect(entry).toMatchObject({ mark: null, waiting: 'names_withheld' })
    expect(sheet.projectWorkings).toEqual([])
    const file = await world.ask(nadia, exportRubric, { params: project, query: { profile: 'rfc4180' } })
    expect((file.body as unknown as { code: string }).code).toBe('names_withheld')
    const released = await world.ask(nadia, projects.releaseProject, { params: project, body: { released: true } })
    expect(released.body.code).toBe('names_withheld')
    const moved = await world.ask(nadia, teams.moveStudent, {
      params: { ...project, studentId: elise.id },
      body: { teamId: null },
    })
    expect(moved.body.code).toBe('names_withheld')
    const drawn = await world.ask(nadia, teams.makeTeams, { params: project, body: { size: 2, name: 'Équipe' } })
    expect(drawn.body.code).toBe('names_withheld')
  })

  it('come back when somebody reveals them, which the journal says, with who was behind each code', async () => {
    const { course, nadia, elise, project, place } = await due()
    await blind(nadia, project, true)
    const code = (await world.ask(nadia, projects.getProject, { params: project })).body.teams[0]
    world.wait(1)
    expect((await blind(nadia, project, false)).status).toBe(200)
    const { teams: shown } = (await world.ask(nadia, projects.getProject, { params: project })).body
    expect(shown).toMatchObject([{ id: place.teamId, name: 'Équipe 5', members: [{ familyName: 'Gautier' }, {}] }])
    const line = await world.db.auditLine.findFirst({ where: { courseId: course.id, action: 'project.reveal' } })
    expect(line?.actorName).toBe('Nadia')
    expect(line?.after).toMatchObject({ teams: { [code?.id ?? '']: place.teamId } })
    expect(Object.values((line?.after as { students: object } | null)?.students ?? {})).toContain(elise.id)
    // Withheld again, the codes are new ones.
    await blind(nadia, project, true)
    expect((await world.ask(nadia, projects.getProject, { params: project })).body.teams[0]?.id).not.toBe(code?.id)
  })

  it('cannot be withheld once students have read their marks', async () => {
    const { nadia, project } = await due()
    await world.ask(nadia, projects.releaseProject, { params: project, body: { released: true } })
    expect((await blind(nadia, project, true)).body.code).toBe('project_released')
  })
})

describe('the bank of comments', () => {
  it('gives the most used first, once each, to this course only', async () => {
    const { course, nadia } = await due()
    const params = { courseId: course.id }
    const keep = async (text: string) =>
      (await world.ask(nadia, bank.keepBankComment, { params, body: { text } })).body.id
    const secrets = await keep('Mot de passe en clair.')
    const helm = await keep('Chart bien découpé.')
    expect(await keep('Mot de passe en clair.')).toBe(secrets)
    const one = (commentId: string) => ({ params: { ...params, commentId } })
    await world.ask(nadia, bank.useBankComment, one(helm))
    const list = async () => (await world.ask(nadia, bank.listBankComments, { params })).body.comments
    expect(await list()).toMatchObject([
      { id: helm, uses: 1 },
      { id: secrets, uses: 0 },
    ])
    const change = (text: string) => world.ask(nadia, bank.changeBankComment, { ...one(secrets), body: { text } })
    expect((await change('Chart bien découpé.')).body.code).toBe('name_taken')
    expect((await change('Secret lisible dans Git.')).status).toBe(200)
    expect((await list())[1]?.text).toBe('Secret lisible dans Git.')
    const elsewhere = await due()
    const theirs = { params: { courseId: elsewhere.course.id, commentId: helm } }
    expect((await world.ask(elsewhere.nadia, bank.useBankComment, theirs)).status).toBe(404)
    expect((await world.ask(elsewhere.nadia, bank.listBankComments, one(helm))).status).toBe(404)
    await world.ask(elsewhere.nadia, bank.deleteBankComment, theirs)
    expect(await list()).toHaveLength(2)
    await world.ask(nadia, bank.deleteBankComment, one(helm))
    expect(await list()).toHaveLength(1)
  })
})

describe('a list of teams from a file', () => {
  it('is shown first, refused line by line, then placed at once', async () => {
    const { nadia, elise, fatou, kevin, project } = await due()
    await world.db.student.update({ where: { id: kevin.id }, data: { number: '00042' } })
    const text = [
      'Équipe;Nom;Prénom;Numéro',
      'Équipe 5;GAUTIER;Elise;',
      'Équipe 9;N’Diaye;Fatou;',
      'Équipe 9;;;00042',
      'Équipe 9;Personne;Jean;',
      ';Gautier;Élise;',
    ].join('\n')
    const preview = (await world.ask(nadia, teams.previewTeamImport, { params: project, body: { text } })).body
    expect(preview).toMatchObject({ newTeams: ['Équipe 9'], unchanged: 1 })
    expect(preview.lines.map((line) => [line.line, line.outcome, 'reason' in line ? line.reason : line.from])).toEqual([
      [3, 'placed', 'Équipe 5'],
      [4, 'placed', null],
      [5, 'refused', 'unknown_student'],
      [6, 'refused', 'no_team'],
    ])
    expect(await world.db.team.count({ where: { projectId: project.projectId } })).toBe(1)
    const { fingerprint } = preview
    const bring = () => world.ask(nadia, teams.importTeams, { params: project, body: { text, fingerprint } })
    expect((await bring()).body).toEqual({ placed: 2, newTeams: 1 })
    expect((await bring()).body.code).toBe('preview_outdated')
    const { body } = await world.ask(nadia, projects.getProject, { params: project })
    expect(body.teams.map(({ name, members }) => [name, members.map(({ studentId }) => studentId)])).toEqual([
      ['Équipe 5', [elise.id]],
      ['Équipe 9', [kevin.id, fatou.id]],
    ])
    const again = (await world.ask(nadia, teams.previewTeamImport, { params: project, body: { text } })).body
    expect(again).toMatchObject({ newTeams: [], unchanged: 3 })
  })

  it('leaves in the journal what each loses with their team, whichever way they leave it', async () => {
    const { course, nadia, elise, fatou, project, place, deliver } = await due()
    const share = { studentId: elise.id, factor: '1', adjustment: 50, reason: 'A conduit la démonstration finale.' }
    const last = async () => world.db.auditLine.findFirst({ where: { courseId: course.id }, orderBy: { id: 'desc' } })
    const text = 'Équipe;Nom;Prénom\nÉquipe 9;Gautier;Élise'
    const { fingerprint } = (await world.ask(nadia, teams.previewTeamImport, { params: project, body: { text } })).body
    await world.ask(nadia, teams.importTeams, { params: project, body: { text, fingerprint } })
    expect(await last()).toMatchObject({ action: 'team.import', before: { left: [share] } })

    const fill = (studentIds: string[]) => world.ask(nadia, teams.setMembers, { params: place, body: { studentIds } })
    await world.db.teamMember.updateMany({
      where: { studentId: fatou.id },
      data: { factor: '0.8', reason: 'Absente.' },
    })
    await fill([])
    const lost = { studentId: fatou.id, factor: '0.8', adjustment: 0, reason: 'Absente.' }
    expect(await last()).toMatchObject({ action: 'team.members', before: { studentIds: [fatou.id], left: [lost] } })

    await deliver('2026-06-14T08:00:00.000Z', 'Panne du réseau.')
    await world.ask(nadia, teams.deleteTeam, { params: place })
    expect(await last()).toMatchObject({
      action: 'team.delete',
      before: { levels: fifteen, submittedAt: '2026-06-14T08:00:00.000Z', lateWaived: 'Panne du réseau.', members: [] },
    })
  })

  it('that names no team or nobody is refused with a reason', async () => {
    const { nadia, project } = await due()
    const preview = (text: string) => world.ask(nadia, teams.previewTeamImport, { params: project, body: { text } })
    expect((await preview('Nom;Note\nGautier;12')).body.code).toBe('unreadable_file')
    expect((await preview('Équipe;Numéro')).body.code).toBe('nothing_to_import')
  })
})
