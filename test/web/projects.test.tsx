import { cleanup, configure, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import * as projects from '#contract/projects.ts'
import { completeWindow, visit } from '#test/setup/page.tsx'
import { connectWindow } from '#test/setup/window.ts'
import { createWorld, type Someone, type World } from '#test/setup/world.ts'
import { loadText } from '#web/text/load.ts'

// A page's code is fetched the first time it is shown.
configure({ asyncUtilTimeout: 15_000 })
// Each test is a whole page against the real server: long when the machine does something else too.
vi.setConfig({ testTimeout: 60_000 })

let world: World
let nadia: Someone
let elise: Someone
let params: { courseId: string; projectId: string }
let first: { courseId: string; projectId: string; teamId: string }
let second: typeof first
beforeAll(async () => {
  completeWindow()
  // Fetched here rather than on the time of the first test.
  await Promise.all([
    import('#web/projects/GradeTeamPage.tsx'),
    import('#web/projects/ProjectPage.tsx'),
    loadText('fr', 'student'),
    loadText('fr', 'staff'),
  ])
  world = await createWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  const course = await world.course()
  nadia = await world.staff('Nadia', { course, role: 'trainer' })
  elise = await world.student({ course, name: 'Élise Gautier' })
  const project = { params: { courseId: course.id }, body: { title: 'Projet GitOps', rubric: 'blank' as const } }
  const { body } = await world.ask(nadia, projects.createProject, project)
  params = { courseId: course.id, projectId: body.id }
  await world.ask(nadia, projects.changeRubric, { params, body: { criteria } })
  first = await team('Équipe 1', [elise])
  second = await team('Équipe 2', [])
  connectWindow(world, nadia)
})
afterEach(cleanup)

/** Three criteria of three levels, whose points are points on 20. */
const criteria = [
  { id: 'depot', title: 'Dépôt', weight: '8', points: ['0', '4', '8'] },
  { id: 'chart', title: 'Chart', weight: '8', points: ['0', '5', '8'] },
  { id: 'images', title: 'Images', weight: '4', points: ['0', '2', '4'] },
].map(({ points, ...criterion }) => ({
  ...criterion,
  description: '',
  levels: ['Absent', 'Fragile', 'Solide'].map((label, rank) => ({
    id: label.toLowerCase(),
    label,
    description: `${criterion.title} ${label.toLowerCase()}`,
    points: points[rank] ?? '0',
  })),
}))
/** 8 + 5 + 2 */
const fifteen = { depot: 'solide', chart: 'fragile', images: 'fragile' }

async function team(name: string, members: Someone[]) {
  const { body } = await world.ask(nadia, projects.createTeam, { params, body: { name } })
  const place = { ...params, teamId: body.id }
  await world.ask(nadia, projects.setMembers, { params: place, body: { studentIds: members.map(({ id }) => id) } })
  return place
}

const held = (teamId: string) => world.db.team.findUniqueOrThrow({ where: { id: teamId } })
const grade = (place: typeof first, levels: Record<string, string>) =>
  world.ask(nadia, projects.gradeTeam, { params: place, body: { revision: 1, levels, comments: {}, comment: '' } })

async function open(place: typeof first) {
  const page = await visit(`/cours/${place.courseId}/projets/${place.projectId}/equipes/${place.teamId}`)
  await screen.findByRole('group', { name: 'Dépôt' })
  return page
}
const criterion = (name: string) => within(screen.getByRole('group', { name }))

describe('grading a team', () => {
  it('takes ten keys: levels, criteria, a comment, the next team', async () => {
    const { history } = await open(first)
    const [lowest] = criterion('Dépôt').getAllByRole('radio')
    lowest?.focus()
    await userEvent.keyboard('3j2{ArrowDown}1kc')
    await userEvent.keyboard('Chart clair, 2 valeurs{Escape}')
    await screen.findByText(/Enregistré à/)
    expect(await held(first.teamId)).toMatchObject({
      levels: { depot: 'solide', chart: 'fragile', images: 'absent' },
      comments: { chart: 'Chart clair, 2 valeurs' },
    })
    expect(document.activeElement).toBe(criterion('Chart').getAllByRole('radio')[1])
    await userEvent.keyboard('n')
    expect(history.at(-1)).toContain(second.teamId)
    expect(await screen.findByRole('heading', { level: 1, name: 'Équipe 2' })).toBeTruthy()
  })

  it('works the mark out as one grades, and says what is missing until then', async () => {
    const { images: _later, ...two } = fifteen
    await grade(first, two)
    await open(first)
    const total = within(screen.getByRole('region', { name: 'Note de l’équipe' }))
    expect(total.getByText(/2 critères sur 3.*Images/)).toBeTruthy()
    await userEvent.click(criterion('Images').getByRole('radio', { name: /Fragile/ }))
    expect(total.getByText(/15,00/)).toBeTruthy()
    await waitFor(async () => expect((await held(first.teamId)).gradedAt).not.toBeNull())
  })

  it('does not save an adjustment before its reason', async () => {
    await grade(first, fifteen)
    await open(first)
    const points = screen.getByRole('spinbutton', { name: /Ajustement de Élise Gautier/ })
    await userEvent.clear(points)
    await userEvent.type(points, '0,5{Enter}')
    expect(await screen.findByText(/Dites pourquoi/)).toBeTruthy()
    const member = () => world.db.teamMember.findFirstOrThrow({ where: { studentId: elise.id } })
    expect(await member()).toMatchObject({ adjustment: 0 })
    await userEvent.type(screen.getByRole('textbox', { name: /Motif de l’ajustement/ }), 'A conduit la démonstration.')
    await waitFor(async () =>
      expect(await member()).toMatchObject({ adjustment: 50, reason: 'A conduit la démonstration.' }),
    )
    expect(screen.queryByText(/Dites pourquoi/)).toBeNull()
    expect(screen.getByText(/15,50/)).toBeTruthy()
  })

  it('loses neither version when two grade at once: the page keeps mine until I choose', async () => {
    await open(first)
    await grade(first, { images: 'absent' })
    await userEvent.click(criterion('Images').getByRole('radio', { name: /Solide/ }))
    await userEvent.click(await screen.findByRole('button', { name: 'Garder la mienne' }))
    await waitFor(async () => expect((await held(first.teamId)).levels).toEqual({ images: 'solide' }))

    const { revision } = await held(first.teamId)
    await world.ask(nadia, projects.gradeTeam, {
      params: first,
      body: { revision, levels: { images: 'fragile' }, comments: {}, comment: '' },
    })
    await userEvent.click(criterion('Images').getByRole('radio', { name: /Absent/ }))
    await userEvent.click(await screen.findByRole('button', { name: 'Voir leur version' }))
    await waitFor(() =>
      expect(criterion('Images').getByRole('radio', { name: /Fragile/ })).toHaveProperty('checked', true),
    )
    expect((await held(first.teamId)).levels).toEqual({ images: 'fragile' })
  })
})

describe('the board of teams', () => {
  const board = async () => {
    await visit(`/cours/${params.courseId}/projets/${params.projectId}`)
    await screen.findByRole('heading', { level: 2, name: 'Équipe 1' })
  }
  const teamOf = (who: Someone) => world.db.teamMember.findFirst({ where: { studentId: who.id } })

  it('moves a student by the menu of their name, says so, and takes it back', async () => {
    await board()
    await userEvent.click(screen.getByText('Déplacer Élise Gautier'))
    await userEvent.click(screen.getByRole('button', { name: 'Vers Équipe 2' }))
    await screen.findByText(/Élise Gautier.: Équipe 2/)
    expect(await teamOf(elise)).toMatchObject({ teamId: second.teamId })
    await userEvent.click(screen.getByRole('button', { name: 'Annuler' }))
    await waitFor(async () => expect(await teamOf(elise)).toMatchObject({ teamId: first.teamId }))
  })

  it('releases the marks after a question that says who still waits', async () => {
    await grade(first, fifteen)
    await board()
    await userEvent.click(screen.getByRole('button', { name: /Publier/ }))
    const dialog = within(screen.getByRole('dialog'))
    expect(dialog.getByText(/Une équipe n’est pas encore entièrement notée/)).toBeTruthy()
    await userEvent.click(dialog.getByRole('button', { name: 'Publier' }))
    await screen.findByRole('button', { name: /Retirer la publication/ })
    expect((await world.ask(elise, projects.listMyProjects, {})).body.projects).toMatchObject([{ mark: 1500 }])
  })

  it('refuses a name that is taken, where it was typed', async () => {
    await board()
    await userEvent.click(screen.getByRole('button', { name: /Nouvelle équipe/ }))
    const dialog = within(screen.getByRole('dialog'))
    await userEvent.type(dialog.getByLabelText('Nom de l’équipe'), 'Équipe 1')
    await userEvent.click(dialog.getByRole('button', { name: 'Créer l’équipe' }))
    expect(await dialog.findByText(/déjà pris/)).toBeTruthy()
  })
})
