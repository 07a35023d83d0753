import { cleanup, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createExam } from '#contract/exams/exams.ts'
import { preparePages, visit } from '#test/setup/page.tsx'
import { connectWindow } from '#test/setup/window.ts'
import { createWorld, type World } from '#test/setup/world.ts'
import { at } from '#web/addresses.ts'
import { pageActions } from '#web/auth/page-actions.ts'
import { currentPageOf } from '#web/shell/trainer-pages.ts'

let world: World
beforeAll(async () => {
  await preparePages(import('#web/auth/CourseSettingsPage.tsx'))
  world = await createWorld()
})
afterAll(() => world.close())
afterEach(cleanup)

it('keeps a page as it is, with what was written in it, when the list of courses comes late', async () => {
  const course = await world.course('Réseaux')
  const network = connectWindow(world, await world.staff('Nadia', { course, role: 'owner' }))
  const letGo = network.hold('/api/courses')
  await visit(`/cours/${course.id}/reglages`)
  const title = await screen.findByLabelText('Titre')
  await userEvent.type(title, ' et conteneurs')
  expect(screen.queryByRole('link', { name: 'Étudiants' })).toBeNull()

  letGo()
  await waitFor(() => expect(screen.getAllByRole('link', { name: /^Étudiants/ })).toBeTruthy())
  expect(title.isConnected).toBe(true)
  expect(title).toHaveProperty('value', 'Réseaux et conteneurs')
})

describe('going elsewhere by a few letters', () => {
  const search = () => screen.findByRole('searchbox', { name: /^Une page, une personne/ })
  const opened = async () => {
    const course = await world.course('Réseaux')
    const lea = await world.student({ course, name: 'Léa Martin' })
    const nadia = await world.staff('Nadia', { course, role: 'owner' })
    const params = { courseId: course.id }
    const { body: exam } = await world.ask(nadia, createExam, { params, body: { title: 'Contrôle du lundi' } })
    const network = connectWindow(world, nadia)
    const { history } = await visit(`/cours/${course.id}/reglages`)
    await screen.findAllByRole('button', { name: /^Aller à…/ })
    return { network, history, to: at.course(course.id), lea, exam }
  }

  it('finds pages, people and exams, and opens the first with Enter', async () => {
    const { history, to, lea, exam } = await opened()
    await userEvent.keyboard('{Control>}k{/Control}')
    await userEvent.type(await search(), 'etudiant')
    // The navigation beside it has a link of that name too.
    const found = within(await screen.findByRole('dialog'))
    await found.findByRole('link', { name: 'Étudiants' })
    await userEvent.clear(await search())
    await userEvent.type(await search(), 'martin lea')
    await found.findByRole('link', { name: 'Léa Martin' })
    await screen.findByText('1 réponse affichée')
    await userEvent.keyboard('{Enter}')
    expect(history.at(-1)).toBe(to.student(lea.id))
    expect(screen.queryByRole('searchbox')).toBeNull()
    // Its heading takes the focus when the page arrives: later, it would take it from the search.
    const arrived = await screen.findByRole('heading', { level: 1, name: 'Léa Martin' })
    await waitFor(() => expect(document.activeElement).toBe(arrived))

    await userEvent.keyboard('/')
    // At once: the answer to fewer letters would be replaced under the arrow.
    await userEvent.click(await search())
    await userEvent.paste('lundi')
    await within(await screen.findByRole('dialog')).findByRole('link', { name: /^Contrôle du lundi/ })
    await screen.findByText('1 réponse affichée')
    await userEvent.keyboard('{ArrowDown}{Enter}')
    await waitFor(() => expect(history.at(-1)).toBe(to.exam(exam.id).page))
    await userEvent.keyboard('{Control>}k{/Control}')
    await userEvent.type(await search(), 'rien de tel')
    await screen.findByText('Rien ne correspond')
  })

  it('says at once that a proxy answers in place of the server, and finds again at the next letter', async () => {
    const { network } = await opened()
    const page = '<h1>Bad gateway</h1>'
    network.instead = ({ url }) => (url.includes('/find') ? new Response(page, { status: 502 }) : undefined)
    await userEvent.keyboard('{Control>}k{/Control}')
    await userEvent.type(await search(), 'martin')
    await within(await screen.findByRole('dialog')).findByRole('alert')
    expect(screen.queryByText('Rien ne correspond')).toBeNull()
    network.instead = null
    await userEvent.type(await search(), ' l')
    await screen.findByRole('link', { name: 'Léa Martin' })
    expect(within(screen.getByRole('dialog')).queryByRole('alert')).toBeNull()
  })

  it('offers once what the page offers twice under one name', () => {
    const link = '<a href="/cours">Étudiants</a>'
    document.body.innerHTML = `<main id="contenu"><div class="page-head__actions">${link}${link}<button>Exporter</button></div></main>`
    expect(pageActions().map(({ name }) => name)).toEqual(['Étudiants', 'Exporter'])
    document.body.innerHTML = ''
  })

  it('does what the page offers, and never while one types', async () => {
    const { to } = await opened()
    const title = await screen.findByLabelText('Titre')
    await userEvent.type(title, '/?')
    expect(screen.queryByRole('searchbox')).toBeNull()
    expect(title).toHaveProperty('value', 'Réseaux/?')
    cleanup()
    await visit(to.students)
    await screen.findAllByRole('link', { name: /^Importer/ })
    await userEvent.keyboard('{Control>}k{/Control}')
    await userEvent.type(await search(), 'importer')
    await userEvent.keyboard('{Enter}')
    await screen.findByRole('heading', { level: 1, name: /Importer/ })
  })

  it('lists the keys, and answers to none of one character once they are turned off', async () => {
    await opened()
    await userEvent.keyboard('?')
    const list = within(await screen.findByRole('dialog', { name: 'Raccourcis clavier' }))
    await userEvent.click(list.getByRole('checkbox', { name: /^Raccourcis d’une seule touche/ }))
    await userEvent.click(list.getByRole('button', { name: 'Fermer' }))
    await userEvent.keyboard('?/')
    expect(screen.queryByRole('dialog')).toBeNull()
    await userEvent.keyboard('{Control>}k{/Control}')
    await search()
    localStorage.removeItem('bareme.staffKeys')
  })
})

it.each([
  ['', 'home'],
  ['/questions/42/versions', 'questions'],
  ['/livret', 'questions'],
  ['/materiel/7', 'outline'],
  ['/examens/7', 'exams'],
  ['/examens/7/repetition', 'exams'],
  ['/examens/7/papier/imprimer', 'exams'],
  ['/examens/import', 'exams'],
  ['/examens/7/surveillance', 'monitor'],
  ['/examens/7/emargement', 'monitor'],
  ['/examens/7/proces-verbal', 'monitor'],
  ['/examens/7/resultats', 'results'],
  ['/examens/7/copies/8/journal', 'results'],
  ['/examens/7/statistiques', 'results'],
  ['/examens/7/contestations', 'results'],
  ['/examens/7/corrections/2', 'results'],
  ['/projets/3/equipes/4', 'projects'],
  ['/evaluation/import', 'assessment'],
])('the navigation lights the place of %s', (path, page) => {
  expect(currentPageOf(`/cours/9${path}`, '9')).toBe(page)
})
