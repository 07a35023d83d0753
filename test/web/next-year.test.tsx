import { cleanup, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { preparePages, visit } from '#test/setup/page.tsx'
import { connectWindow } from '#test/setup/window.ts'
import { createWorld, type World } from '#test/setup/world.ts'

let world: World
beforeAll(async () => {
  await preparePages(import('#web/privacy/NextYearPage.tsx'), import('#web/auth/CoursesPage.tsx'))
  world = await createWorld()
})
afterAll(() => world.close())
afterEach(cleanup)

it('an owner copies a course for next year', async () => {
  const course = await world.course('Réseaux')
  await world.db.course.update({ where: { id: course.id }, data: { year: '2026-2027' } })
  connectWindow(world, await world.staff('Nadia', { course, role: 'owner' }))
  const { history } = await visit(`/cours/${course.id}/annee-suivante`)
  expect((await screen.findByLabelText<HTMLInputElement>(/^Année/)).value).toBe('2027-2028')
  expect(screen.getByText(/aucune question dans leur version d’aujourd’hui/)).toBeTruthy()
  await userEvent.click(screen.getByRole('button', { name: 'Copier le cours' }))
  await waitFor(async () => expect(await world.db.course.count({ where: { title: 'Réseaux' } })).toBe(2))
  const copy = await world.db.course.findFirstOrThrow({ where: { year: '2027-2028' } })
  await waitFor(() => expect(history.at(-1)).toBe(`/cours/${copy.id}`))
  await screen.findByRole('heading', { level: 1, name: 'Réseaux' })
})

it('archives a course, shows it on request, reopens it, then deletes it with its title typed', async () => {
  const course = await world.course('Systèmes')
  connectWindow(world, await world.staff('Nadia', { course, role: 'owner' }))
  await visit(`/cours/${course.id}/annee-suivante`)
  await userEvent.click(await screen.findByRole('button', { name: 'Archiver le cours' }))
  expect(await screen.findByRole('button', { name: 'Rouvrir le cours' })).toBeTruthy()
  // On every page of the course.
  expect(await screen.findByText('Ce cours est archivé : il se lit, rien ne s’y écrit.')).toBeTruthy()

  cleanup()
  await visit('/cours')
  const toggle = await screen.findByRole('checkbox', { name: 'Afficher les cours archivés (1)' })
  expect(within(screen.getByRole('main')).queryByRole('link', { name: 'Systèmes' })).toBeNull()
  await userEvent.click(toggle)
  expect(within(screen.getByRole('main')).getByRole('link', { name: 'Systèmes' })).toBeTruthy()

  cleanup()
  const { history } = await visit(`/cours/${course.id}/annee-suivante`)
  await userEvent.click(await screen.findByRole('button', { name: 'Rouvrir le cours' }))
  await screen.findByRole('button', { name: 'Archiver le cours' })
  await userEvent.click(screen.getByRole('button', { name: 'Voir ce qui disparaîtrait' }))
  const remove = await screen.findByRole('button', { name: /Supprimer le cours/ })
  expect(remove.getAttribute('aria-disabled')).toBe('true')
  await userEvent.type(screen.getByLabelText(/^Motif/), 'Essai')
  await userEvent.type(screen.getByLabelText(/Systèmes/), 'Systèmes')
  await userEvent.click(screen.getByRole('button', { name: /Supprimer le cours/ }))
  await waitFor(() => expect(history.at(-1)).toBe('/cours'))
  expect(await world.db.course.count({ where: { id: course.id } })).toBe(0)
})
