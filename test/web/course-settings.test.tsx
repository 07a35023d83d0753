import { cleanup, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { preparePages, visit } from '#test/setup/page.tsx'
import { connectWindow } from '#test/setup/window.ts'
import { createWorld, type World } from '#test/setup/world.ts'

let world: World
beforeAll(async () => {
  await preparePages(import('#web/auth/CourseSettingsPage.tsx'), import('#web/auth/CoursesPage.tsx'))
  world = await createWorld()
})
afterAll(() => world.close())
afterEach(cleanup)

it('an owner changes the title, the year and the time zone of a course', async () => {
  const course = await world.course('Réseaux')
  connectWindow(world, await world.staff('Nadia', { course, role: 'owner' }))
  await visit(`/cours/${course.id}/reglages`)
  const title = await screen.findByLabelText('Titre')
  expect(screen.getByRole('button', { name: /Enregistrer les réglages/ }).getAttribute('aria-disabled')).toBe('true')
  await userEvent.clear(title)
  await userEvent.type(title, 'Réseaux et conteneurs')
  await userEvent.type(screen.getByLabelText(/^Année/), '2026-2027')
  await userEvent.selectOptions(screen.getByLabelText('Fuseau horaire'), 'America/Martinique')
  await userEvent.click(screen.getByRole('button', { name: /Enregistrer les réglages/ }))
  await screen.findByText('Réglages enregistrés.')
  expect(await world.db.course.findUnique({ where: { id: course.id } })).toMatchObject({
    ...{ title: 'Réseaux et conteneurs', year: '2026-2027', timeZone: 'America/Martinique' },
  })
})

it('a course is created in the language that is chosen and the time zone of who creates it', async () => {
  connectWindow(world, await world.staff('Nadia', { course: await world.course('Réseaux'), role: 'owner' }))
  await visit('/cours')
  await userEvent.click(await screen.findByRole('button', { name: 'Créer un cours' }))
  const dialog = within(screen.getByRole('dialog'))
  await userEvent.click(dialog.getByLabelText('Titre'))
  await userEvent.paste('Containers')
  await userEvent.selectOptions(dialog.getByLabelText('Langue du cours'), 'en')
  await userEvent.click(dialog.getByRole('button', { name: 'Créer un cours' }))
  await waitFor(async () =>
    expect(await world.db.course.findFirst({ where: { title: 'Containers' } })).toMatchObject({
      ...{ language: 'en', timeZone: 'Europe/Paris' },
    }),
  )
})

it('an owner changes the language of a course', async () => {
  const course = await world.course('Réseaux')
  connectWindow(world, await world.staff('Nadia', { course, role: 'owner' }))
  await visit(`/cours/${course.id}/reglages`)
  await userEvent.selectOptions(await screen.findByLabelText('Langue du cours'), 'en')
  await userEvent.click(screen.getByText('Enregistrer les réglages'))
  await screen.findByText('Réglages enregistrés.')
  expect(await world.db.course.findUnique({ where: { id: course.id } })).toMatchObject({ language: 'en' })
})

it('somebody else reads them, and why they cannot change them', async () => {
  const course = await world.course('Systèmes')
  connectWindow(world, await world.staff('Marc', { course, role: 'trainer' }))
  await visit(`/cours/${course.id}/reglages`)
  expect((await screen.findByLabelText<HTMLInputElement>('Titre')).disabled).toBe(true)
  expect(screen.getByText(/Seule une personne responsable du cours peut changer ses réglages/)).toBeTruthy()
})
