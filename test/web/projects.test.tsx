import { cleanup, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import * as briefs from '#contract/projects/briefs.ts'
import * as bank from '#contract/projects/comment-bank.ts'
import * as grading from '#contract/projects/project-grading.ts'
import * as projects from '#contract/projects/projects.ts'
import * as teams from '#contract/projects/teams.ts'
import { preparePages, visit } from '#test/setup/page.tsx'
import { connectWindow, type Network } from '#test/setup/window.ts'
import { createWorld, type Someone, type World } from '#test/setup/world.ts'
import { writePreference } from '#web/ui/preferences.ts'

let world: World
let nadia: Someone
let elise: Someone
let network: Network
let params: { courseId: string; projectId: string }
let first: { courseId: string; projectId: string; teamId: string }
let second: typeof first
beforeAll(async () => {
  await preparePages(import('#web/projects/GradeTeamPage.tsx'), import('#web/projects/ProjectPage.tsx'))
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
  network = connectWindow(world, nadia)
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
  const { body } = await world.ask(nadia, teams.createTeam, { params, body: { name } })
  const place = { ...params, teamId: body.id }
  await world.ask(nadia, teams.setMembers, { params: place, body: { studentIds: members.map(({ id }) => id) } })
  return place
}

const held = (teamId: string) => world.db.team.findUniqueOrThrow({ where: { id: teamId } })
const grade = (place: typeof first, levels: Record<string, string>) =>
  world.ask(nadia, grading.gradeTeam, { params: place, body: { revision: 1, levels, comments: {}, comment: '' } })

async function open(place: typeof first) {
  const page = await visit(`/cours/${place.courseId}/projets/${place.projectId}/equipes/${place.teamId}`)
  await screen.findByRole('group', { name: 'Dépôt' })
  return page
}
const criterion = (name: string) => within(screen.getByRole('group', { name }))

describe('grading a team', () => {
  it('takes a few keys: levels, criteria, a comment, the next team', async () => {
    const { history } = await open(first)
    const [lowest] = criterion('Dépôt').getAllByRole('radio')
    lowest?.focus()
    // A level moves on by itself to the next criterion; the last one asks for the next team, which one may refuse.
    await userEvent.click(screen.getByRole('checkbox', { name: /passer seul à l’équipe suivante/ }))
    lowest?.focus()
    await userEvent.keyboard('3')
    expect(document.activeElement).toBe(criterion('Chart').getAllByRole('radio')[0])
    await userEvent.keyboard('21')
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Équipe suivante' }))
    criterion('Images').getAllByRole('radio')[0]?.focus()
    await userEvent.keyboard('kc')
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
    expect(document.querySelector('.adjustment__working')?.textContent).toMatch(/15 \+ 0,5 = 15,5/)
  })

  it('loses neither version when two grade at once: the page keeps mine until I choose', async () => {
    await open(first)
    await grade(first, { images: 'absent' })
    await userEvent.click(criterion('Images').getByRole('radio', { name: /Solide/ }))
    await userEvent.click(await screen.findByRole('button', { name: 'Garder la mienne' }))
    await waitFor(async () => expect((await held(first.teamId)).levels).toEqual({ images: 'solide' }))

    const { revision } = await held(first.teamId)
    await world.ask(nadia, grading.gradeTeam, {
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

describe('ten teams and eight criteria', () => {
  it('take eighty keys, one a level, and lose none while the next team loads', async () => {
    writePreference('nextTeam', 'go')
    const [model] = criteria
    const ids = Array.from({ length: 8 }, (_, rank) => `critere-${rank + 1}`)
    const eight = ids.map((id) => ({
      ...model,
      id,
      title: id,
      weight: '1',
      description: '',
      levels: model?.levels ?? [],
    }))
    await world.ask(nadia, projects.changeRubric, { params, body: { criteria: eight } })
    const places = [first, second]
    for (let number = 3; number <= 10; number += 1) places.push(await team(`Équipe ${number}`, []))
    await visit(`/cours/${params.courseId}/projets/${params.projectId}/equipes/${first.teamId}`)
    within(await screen.findByRole('group', { name: 'critere-1' }))
      .getAllByRole('radio')[0]
      ?.focus()
    const levelOf = (rank: number, index: number) => ((rank + index) % 3) + 1
    const keys = places.flatMap((_, rank) => ids.map((_id, index) => levelOf(rank, index)))
    expect(keys).toHaveLength(80)
    await userEvent.keyboard(keys.join(''))
    const [absent, fragile, solide] = ['absent', 'fragile', 'solide']
    for (const [rank, place] of places.entries()) {
      const wanted = Object.fromEntries(
        ids.map((id, index) => [id, [absent, fragile, solide][levelOf(rank, index) - 1]]),
      )
      await waitFor(async () => expect((await held(place.teamId)).levels).toEqual(wanted))
    }
    expect(await screen.findByRole('heading', { level: 1, name: 'Équipe 10' })).toBeTruthy()
  })
})

describe('the project of a student', () => {
  it('is read, handed in with a receipt, and said late before it counts as late', async () => {
    const deadline = new Date(world.now().getTime() + 3_600_000).toISOString()
    const terms = { deadline, late: null, isDouble: false, mostGap: 200 }
    await world.ask(nadia, projects.setProjectTerms, { params, body: terms })
    await world.ask(nadia, briefs.writeBrief, { params, body: { title: 'Projet GitOps', brief: 'Déployez **tout**.' } })
    await world.ask(nadia, briefs.openProject, { params, body: { opens: 'now' } })
    connectWindow(world, elise)
    await visit('/mes-examens')
    await userEvent.click(await screen.findByRole('link', { name: 'Projet GitOps' }))
    await screen.findByText('tout')
    expect(screen.getByText(/Équipe 1.: Élise Gautier/)).toBeTruthy()
    expect(screen.getByText('Chart fragile')).toBeTruthy()
    await userEvent.type(screen.getByLabelText(/Adresse du dépôt/), 'git@gitlab.com:a/b.git')
    await userEvent.click(screen.getByRole('button', { name: 'Remettre' }))
    await screen.findByText(/C’est une adresse SSH/)
    await userEvent.clear(screen.getByLabelText(/Adresse du dépôt/))
    await userEvent.type(screen.getByLabelText(/Adresse du dépôt/), 'https://gitlab.com/a/b')
    await userEvent.type(screen.getByLabelText(/Commit ou tag/), 'v1')
    await userEvent.click(screen.getByRole('button', { name: 'Remettre' }))
    await screen.findByText(/Remise n° 1 reçue le .* gitlab\.com, v1\. Elle est à l’heure\./)
    await screen.findByText(/^Remise n° 1, /)
    // The page was open before the deadline: the server says it, and nothing is recorded without a word.
    world.wait(61)
    await userEvent.click(await screen.findByRole('button', { name: 'Remettre à nouveau' }))
    await screen.findByText(/L’échéance est passée/)
    await userEvent.click(screen.getByRole('checkbox', { name: /Je sais que l’échéance est passée/ }))
    await userEvent.click(screen.getByRole('button', { name: 'Remettre à nouveau' }))
    await screen.findByText(/Remise n° 2 reçue le .* Elle est en retard d’un jour entamé\./)
    // The trainer: who has not handed in, and what was.
    connectWindow(world, nadia)
    cleanup()
    await visit(`/cours/${params.courseId}/projets/${params.projectId}/remises`)
    await screen.findByText('Pas remis')
    expect(screen.getByText(/Une équipe a remis sur 2/)).toBeTruthy()
    expect(screen.getAllByRole('link', { name: 'gitlab.com/a/b' })[0]).toHaveProperty(
      'rel',
      'noopener noreferrer nofollow',
    )
  })
})

describe('the mark of a project', () => {
  it('is on its page with the level of each criterion, once released, and is not asked for before', async () => {
    await world.ask(nadia, briefs.openProject, { params, body: { opens: 'now' } })
    await grade(first, fifteen)
    const mine = connectWindow(world, elise)
    await visit(`/mes-projets/${params.projectId}`)
    await screen.findByRole('heading', { name: 'Grille' })
    expect(screen.queryByRole('heading', { name: 'Ma note' })).toBeNull()
    expect(mine.asked).not.toContain(`GET /api/my/projects/${params.projectId}`)
    cleanup()
    await world.ask(nadia, projects.releaseProject, { params, body: { released: true } })
    await visit('/mes-examens')
    await screen.findByText(/La note est rendue/)
    await userEvent.click(screen.getByRole('link', { name: 'Projet GitOps' }))
    const table = await screen.findByRole('table', { name: /Projet GitOps/ })
    expect(within(table).getByText('Dépôt solide', { exact: false })).toBeTruthy()
    expect(screen.getByRole('heading', { name: 'Ma note' })).toBeTruthy()
    expect(screen.getByText('15')).toBeTruthy()
    cleanup()
    // Withheld again: it goes.
    await world.ask(nadia, projects.releaseProject, { params, body: { released: false } })
    await visit(`/mes-projets/${params.projectId}`)
    await screen.findByRole('heading', { name: 'Grille' })
    expect(screen.queryByText(/Dépôt solide/, { selector: 'td *' })).toBeNull()
    expect(screen.queryByRole('heading', { name: 'Ma note' })).toBeNull()
  })
})

describe('the file of a hand-in', () => {
  it('is chosen in the words of the house, checked before it leaves, and may be left out', async () => {
    await world.ask(nadia, briefs.openProject, { params, body: { opens: 'now' } })
    connectWindow(world, elise)
    await visit(`/mes-projets/${params.projectId}`)
    const user = userEvent.setup({ applyAccept: false })
    const input = () => screen.findByLabelText(/^Fichier/)
    const choose = async (parts: string[], name: string) => user.upload(await input(), new File(parts, name))
    await screen.findByText('Choisissez un fichier ou déposez-le ici')
    await choose(['a'], 'rapport.docx')
    await screen.findByText(/n’est pas d’un type attendu/)
    await choose([], 'rapport.pdf')
    await screen.findByText('Ce fichier est vide.')
    const huge = new File(['a'], 'rapport.pdf')
    Object.defineProperty(huge, 'size', { value: 20 * 1024 * 1024 + 1 })
    await user.upload(await input(), huge)
    await screen.findByText(/la limite est de 20 Mo/)
    const pdf = '%PDF-1.7\n1 0 obj <<>> endobj\nstartxref\n9\n%%EOF\n'
    await choose([pdf], 'rapport.pdf')
    await user.click(await screen.findByRole('button', { name: 'Ne pas joindre ce fichier' }))
    await screen.findByText('Choisissez un fichier ou déposez-le ici')
    await choose([pdf], `${'r'.repeat(240)}.pdf`)
    await user.type(screen.getByLabelText(/Adresse du dépôt/), 'https://gitlab.com/a/b')
    await user.click(screen.getByRole('button', { name: 'Remettre' }))
    await screen.findByRole('link', { name: `${'r'.repeat(120)}.pdf` })
    await screen.findByText('Choisissez un fichier ou déposez-le ici')
  })
})

describe('a brief being written', () => {
  it('keeps what is typed while it is being saved', async () => {
    await visit(`/cours/${params.courseId}/projets/${params.projectId}/enonce`)
    const field = await screen.findByLabelText(/^Énoncé/)
    await userEvent.type(field, 'Un')
    await screen.findByText('Un', { selector: 'p' })
    const letGo = network.hold()
    await userEvent.click(screen.getByRole('button', { name: 'Enregistrer' }))
    await userEvent.type(field, ' deux')
    letGo()
    await screen.findByText('Énoncé enregistré.')
    expect(field).toHaveProperty('value', 'Un deux')
    cleanup()
    await visit(`/cours/${params.courseId}/projets/${params.projectId}/enonce`)
    await userEvent.click(await screen.findByRole('button', { name: 'La reprendre' }))
    expect(await screen.findByLabelText(/^Énoncé/)).toHaveProperty('value', 'Un deux')
  })
})

describe('the matrix of a rubric', () => {
  const page = async () => {
    await visit(`/cours/${params.courseId}/projets/${params.projectId}/grille`)
    await screen.findByRole('region', { name: 'Critère 1' })
  }
  const titles = () => screen.getAllByLabelText('Critère').map((field) => (field as HTMLTextAreaElement).value)

  it('is reordered by keys, duplicated, taken back, with its total in view', async () => {
    await page()
    expect(screen.getByText(/3 critères, poids 20 au total/)).toBeTruthy()
    screen.getAllByLabelText('Critère')[2]?.focus()
    await userEvent.keyboard('{Alt>}{ArrowUp}{/Alt}')
    expect(titles()).toEqual(['Dépôt', 'Images', 'Chart'])
    await userEvent.click(screen.getByRole('button', { name: 'Dupliquer Images' }))
    expect(titles()).toEqual(['Dépôt', 'Images', 'Images', 'Chart'])
    expect(screen.getByText(/4 critères, poids 24 au total/)).toBeTruthy()
    const [weight] = screen.getAllByLabelText<HTMLInputElement>(/^Poids/)
    await userEvent.clear(weight ?? document.body)
    await userEvent.type(weight ?? document.body, '8.5')
    expect(weight?.value).toBe('8,5')
    await userEvent.click(screen.getByRole('button', { name: 'Retirer le critère Dépôt' }))
    await userEvent.click(await screen.findByRole('button', { name: 'Annuler' }))
    expect(titles()).toEqual(['Dépôt', 'Images', 'Images', 'Chart'])
    await userEvent.click(screen.getByRole('button', { name: 'Enregistrer la grille' }))
    await screen.findByText('Grille enregistrée.')
    const { rubric } = await world.db.project.findUniqueOrThrow({ where: { id: params.projectId } })
    expect(rubric.criteria.map(({ id }) => id)).toEqual(['depot', 'images', 'critere-4', 'chart'])
  })

  it('loses nothing typed: what was left unsaved is offered again', async () => {
    await page()
    const [title] = screen.getAllByLabelText('Critère')
    await userEvent.type(title ?? document.body, ' Git')
    cleanup()
    await page()
    expect(titles()[0]).toBe('Dépôt')
    await userEvent.click(screen.getByRole('button', { name: 'La reprendre' }))
    expect(titles()[0]).toBe('Dépôt Git')
    await userEvent.click(screen.getByText('Ajouter un critère'))
    await userEvent.click(screen.getByRole('button', { name: /^Fait ou non/ }))
    expect(screen.getByRole('region', { name: 'Critère 4' }).querySelectorAll('fieldset')).toHaveLength(2)
  })
})

describe('a slow network', () => {
  it('is not taken for another grader: what waits behind a save goes in one line', async () => {
    await open(first)
    const letGo = network.hold()
    const choose = (name: string) => userEvent.click(criterion(name).getByRole('radio', { name: /Solide/ }))
    await choose('Dépôt')
    await waitFor(async () => expect((await held(first.teamId)).levels).toEqual({ depot: 'solide' }))
    await choose('Chart')
    // The hand pauses: what it chose is saved behind the first save, whose answer is still on its way.
    await new Promise((resolve) => setTimeout(resolve, 700))
    await choose('Images')
    // Leaving the page saves at once, behind what is already waiting.
    await userEvent.click(screen.getByRole('button', { name: 'Équipe suivante' }))
    letGo()
    const all = { depot: 'solide', chart: 'solide', images: 'solide' }
    await waitFor(async () => expect((await held(first.teamId)).levels).toEqual(all))
    await screen.findByRole('heading', { level: 1, name: 'Équipe 2' })
    expect(network.asked.filter((request) => request.startsWith('PUT'))).toHaveLength(2)
    expect((await held(first.teamId)).revision).toBe(3)
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

  it('leaves open the menu of a second name, opened while the first is on its way', async () => {
    const hugo = await world.student({ course: { id: params.courseId }, name: 'Hugo Chevalier' })
    await board()
    const menu = screen.getByText('Déplacer Élise Gautier').closest('details') ?? document.body
    await userEvent.click(within(menu).getByText('Déplacer Élise Gautier'))
    await userEvent.click(within(menu).getByRole('button', { name: 'Vers Équipe 2' }))
    const summary = screen.getByText('Déplacer Hugo Chevalier').closest('summary')
    await userEvent.click(summary ?? document.body)
    await screen.findByText(/Élise Gautier.: Équipe 2/)
    await new Promise(requestAnimationFrame)
    expect(summary?.closest('details')?.open).toBe(true)
    await userEvent.click(
      within(summary?.closest('details') ?? document.body).getByRole('button', { name: 'Vers Équipe 1' }),
    )
    await screen.findByText(/Hugo Chevalier.: Équipe 1/)
    expect(await teamOf(hugo)).toMatchObject({ teamId: first.teamId })
  })

  it('shows codes and moves nobody while names are withheld, until they are revealed', async () => {
    await world.ask(nadia, projects.setBlindness, { params, body: { isBlind: true } })
    await visit(`/cours/${params.courseId}/projets/${params.projectId}`)
    await screen.findByText('Correction à l’aveugle.')
    expect(screen.queryByText(/Gautier|Équipe 1/)).toBeNull()
    expect(screen.queryByText(/Déplacer/)).toBeNull()
    await userEvent.click(screen.getByRole('button', { name: /Révéler les noms/ }))
    await userEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Révéler les noms' }))
    await screen.findByRole('heading', { level: 2, name: 'Équipe 1' })
    expect(screen.getByText('Gautier')).toBeTruthy()
  })

  it('takes teams from a list: what would change first, refused lines named, then all at once', async () => {
    await visit(`/cours/${params.courseId}/projets/${params.projectId}/import`)
    await userEvent.click(await screen.findByRole('radio', { name: 'Coller' }))
    const text = 'Équipe;Nom;Prénom\nÉquipe 7;GAUTIER;Elise\nÉquipe 7;Personne;Jean'
    await userEvent.click(screen.getByRole('textbox'))
    await userEvent.paste(text)
    await screen.findByText('Quitte Équipe 1')
    expect(screen.getByText('Inconnu de la classe')).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Placer un étudiant' }))
    await screen.findByRole('heading', { level: 2, name: 'Équipe 7' })
    expect(await world.db.team.count({ where: { projectId: params.projectId } })).toBe(3)
  })

  it('releases the marks after a question that says who still waits', async () => {
    await grade(first, fifteen)
    await board()
    await userEvent.click(screen.getByRole('button', { name: 'Rendre les notes' }))
    const dialog = within(screen.getByRole('dialog'))
    expect(dialog.getByText(/Une équipe n’est pas encore entièrement notée/)).toBeTruthy()
    await userEvent.click(dialog.getByRole('button', { name: 'Rendre les notes' }))
    await screen.findByRole('button', { name: /Reprendre les notes/ })
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

describe('a delay and a factor', () => {
  it('are shown line by line as they are written, and saved once they have their reason', async () => {
    await grade(first, fifteen)
    const late = { unit: 'points', amount: '1', most: null, floor: '0' } as const
    const terms = { deadline: '2026-06-12T22:00:00.000Z', late, isDouble: false, mostGap: 200 }
    await world.ask(nadia, projects.setProjectTerms, { params, body: terms })
    await world.db.team.update({ where: { id: first.teamId }, data: { submittedAt: new Date('2026-06-14T08:00:00Z') } })
    await open(first)
    const working = () => document.querySelector('.adjustment__working')?.textContent ?? ''
    expect(working()).toMatch(/2 jours entamés × 1 point.; 15 − 2 = 13/)
    const factor = screen.getByRole('spinbutton', { name: /Facteur individuel de Élise Gautier/ })
    await userEvent.clear(factor)
    await userEvent.type(factor, '1,1{Enter}')
    expect(working()).toMatch(/13 × 1,1 = 14,3/)
    await screen.findByText(/Dites pourquoi/)
    await userEvent.type(screen.getByLabelText(/Motif.*Élise Gautier/), 'A conduit la démonstration.')
    await waitFor(async () => {
      const member = await world.db.teamMember.findFirst({ where: { studentId: elise.id } })
      expect(member).toMatchObject({ factor: '1.1', reason: 'A conduit la démonstration.' })
    })
    await userEvent.click(screen.getByRole('checkbox', { name: /Ne pas appliquer la pénalité/ }))
    await userEvent.type(screen.getByLabelText('Motif', { selector: '.delivery input' }), 'Panne du réseau.')
    expect(working()).toMatch(/sans pénalité \(Panne du réseau\.\)/)
    await waitFor(async () => expect((await held(first.teamId)).lateWaived).toBe('Panne du réseau.'))
  })
})

describe('the bank of comments', () => {
  it('is kept, found and inserted by keyboard, the most used first', async () => {
    for (const text of ['Secret en clair.', 'Chart bien découpé.'])
      await world.ask(nadia, bank.keepBankComment, { params: { courseId: params.courseId }, body: { text } })
    await open(first)
    criterion('Chart').getAllByRole('radio')[0]?.focus()
    await userEvent.keyboard('b')
    const dialog = await screen.findByRole('dialog', { name: /Commentaires.: Chart/ })
    await within(dialog).findByText('Secret en clair.')
    await userEvent.keyboard('secret{Enter}')
    expect(screen.queryByRole('dialog')).toBeNull()
    await waitFor(async () => expect((await held(first.teamId)).comments).toEqual({ chart: 'Secret en clair.' }))
    const list = async () =>
      (await world.ask(nadia, bank.listBankComments, { params: { courseId: params.courseId } })).body.comments
    await waitFor(async () => expect((await list())[0]).toMatchObject({ text: 'Secret en clair.', uses: 1 }))
    // On the whole, by the arrows; then what was written by hand is kept in its turn.
    await userEvent.type(screen.getByLabelText(/Commentaire pour l’équipe/), 'Bravo.')
    await userEvent.click(screen.getByRole('button', { name: /Banque, Commentaire pour l’équipe/ }))
    const second = await screen.findByRole('dialog')
    await userEvent.click(await within(second).findByRole('button', { name: /^Garder «.Bravo\..»/ }))
    await waitFor(async () => expect(await list()).toHaveLength(3))
    within(second).getByRole('textbox').focus()
    await userEvent.keyboard('{ArrowDown}{Enter}')
    await waitFor(async () => expect((await held(first.teamId)).comment).toBe('Bravo.\nSecret en clair.'))
  })
})

describe('two graders', () => {
  it('end their own part, see the gap once both are done, and keep one mark', async () => {
    const terms = { deadline: null, late: null, isDouble: true, mostGap: 200 }
    await world.ask(nadia, projects.setProjectTerms, { params, body: terms })
    const marc = await world.staff('Marc', { course: { id: params.courseId }, role: 'trainer' })
    await world.ask(marc, grading.gradeTeam, {
      params: first,
      body: { revision: 1, levels: { ...fifteen, chart: 'absent' }, comments: {}, comment: 'Chart absent.' },
    })
    world.wait(1)
    await world.ask(marc, grading.finishGrading, { params: first, body: { isDone: true } })
    await open(first)
    expect(screen.getByText(/Marc.: terminé/)).toBeTruthy()
    expect(screen.queryByText('Chart absent.')).toBeNull()
    for (const [name, level] of [
      ['Dépôt', /Solide/],
      ['Chart', /Fragile/],
      ['Images', /Fragile/],
    ] as const)
      await userEvent.click(criterion(name).getByRole('radio', { name: level }))
    await userEvent.click(screen.getByRole('button', { name: 'J’ai terminé ma correction' }))
    await screen.findByText(/Marc 10(,00)?, Nadia 15(,00)?.: écart de 5/)
    expect(screen.getByText(/plus que le seuil/)).toBeTruthy()
    await userEvent.click(screen.getByRole('radio', { name: /Celle de Nadia/ }))
    expect(screen.getByRole('button', { name: /Retenir cette note/ }).getAttribute('aria-disabled')).toBe('true')
    await userEvent.type(screen.getByLabelText(/^Motif/), 'Le chart est dans une branche.')
    await userEvent.click(screen.getByRole('button', { name: 'Retenir cette note' }))
    await screen.findByText(/Note retenue.: celle de Nadia/)
    expect(await held(first.teamId)).toMatchObject({ levels: fifteen, resolution: { kind: 'second', by: 'Nadia' } })
  })
})
