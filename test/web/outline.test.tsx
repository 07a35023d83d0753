import { cleanup, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { changeOutline, getOutline } from '#contract/courses/outline.ts'
import { preparePages, visit } from '#test/setup/page.tsx'
import { connectWindow } from '#test/setup/window.ts'
import { createWorld, type Someone, type World } from '#test/setup/world.ts'

let world: World
let nadia: Someone
let courseId: string
beforeAll(async () => {
  await preparePages(import('#web/courses/OutlinePage.tsx'))
  world = await createWorld()
})
afterAll(() => world.close())
afterEach(cleanup)
beforeEach(async () => {
  const course = await world.course('Réseaux')
  courseId = course.id
  const part = (title: string) => ({ id: title.toLowerCase(), title, headings: [], objectives: [] })
  const sessions = [
    { id: 'un', title: 'Docker', labs: [], sections: [part('Images'), part('Volumes')] },
    { id: 'deux', title: 'Kubernetes', labs: [], sections: [part('Pods')] },
  ]
  await world.db.course.update({ where: { id: courseId }, data: { outline: { sessions } } })
  nadia = await world.staff('Nadia', { course, role: 'trainer' })
  connectWindow(world, nadia)
})

const outline = async () => (await world.ask(nadia, getOutline, { params: { courseId } })).body
const titles = async () => (await outline()).sessions.map(({ sections }) => sections.map(({ title }) => title))

it('a section moves with the keyboard, through the sessions; the focus follows it and its place is told', async () => {
  await visit(`/cours/${courseId}/plan`)
  const down = () => screen.getByRole('button', { name: /^Descendre «\sImages\s»$/ })
  await screen.findByRole('button', { name: /^Descendre «\sImages\s»$/ })
  expect(screen.getByRole('button', { name: /^Monter «\sImages\s»$/ }).getAttribute('aria-disabled')).toBe('true')
  down().focus()
  await userEvent.keyboard('{Enter}')
  await screen.findByText('Section « Images » : place 2 sur 2 dans la séance « Docker ».')
  await waitFor(() => expect(document.activeElement).toBe(down()))
  await userEvent.keyboard('{Enter}')
  await screen.findByText('Section « Images » : place 1 sur 2 dans la séance « Kubernetes ».')
  await waitFor(() => expect(document.activeElement).toBe(down()))
  expect(await titles()).toEqual([['Volumes'], ['Images', 'Pods']])
})

it('what was typed stays when somebody else changed the outline, with the difference, and is then saved on it', async () => {
  await visit(`/cours/${courseId}/plan`)
  await userEvent.click(await screen.findByRole('button', { name: /^Modifier «\sImages\s»$/ }))
  const dialog = screen.getByRole('dialog')
  const title = within(dialog).getByLabelText('Titre de la section')
  await userEvent.clear(title)
  await userEvent.type(title, 'Images et couches')
  const { revision } = await outline()
  const command = { kind: 'delete_section', section: 'pods', questionsTo: 'sans-section' } as const
  await world.ask(nadia, changeOutline, { params: { courseId }, body: { revision, command } })

  await userEvent.click(within(dialog).getByRole('button', { name: 'Enregistrer' }))
  await within(dialog).findByText(/Quelqu’un a changé le plan entre-temps/)
  expect(within(dialog).getByText('Pods').closest('del')).toBeTruthy()
  expect((title as HTMLInputElement).value).toBe('Images et couches')
  await userEvent.click(within(dialog).getByRole('button', { name: 'Enregistrer sur le plan à jour' }))
  await waitFor(async () => expect(await titles()).toEqual([['Images et couches', 'Volumes'], []]))
})

it('a deletion says what it does before, and is undone from the list of changes', async () => {
  await visit(`/cours/${courseId}/plan`)
  await userEvent.click(await screen.findByRole('button', { name: 'Vider le plan' }))
  const dialog = screen.getByRole('dialog')
  expect(within(dialog).getByText('Les 2 séances et leurs 3 sections disparaissent du plan.')).toBeTruthy()
  await within(dialog).findByText(/3 sections disparaissent : Images, Volumes et Pods/)
  await userEvent.click(within(dialog).getByRole('button', { name: 'Vider le plan' }))
  await screen.findByText('Pas encore de plan')
  cleanup()

  await visit(`/cours/${courseId}/plan`)
  await userEvent.click(await screen.findByRole('button', { name: /Annuler\s*Plan vidé/ }))
  await screen.findByRole('link', { name: 'Pods' })
  expect(await titles()).toEqual([['Images', 'Volumes'], ['Pods']])
})
