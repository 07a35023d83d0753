import { cleanup, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { preparePages, visit } from '#test/setup/page.tsx'
import { connectWindow } from '#test/setup/window.ts'
import { createWorld, type World } from '#test/setup/world.ts'

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
