import { cleanup, configure, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { completeWindow, visit } from '#test/setup/page.tsx'
import { connectWindow } from '#test/setup/window.ts'
import { createWorld, type World } from '#test/setup/world.ts'
import { loadText } from '#web/text/load.ts'

configure({ asyncUtilTimeout: 15_000 })
vi.setConfig({ testTimeout: 60_000 })

let world: World
beforeAll(async () => {
  completeWindow()
  await Promise.all([import('#web/auth/CourseSettingsPage.tsx'), loadText('fr', 'student'), loadText('fr', 'staff')])
  world = await createWorld()
})
afterAll(() => world.close())
afterEach(cleanup)

it('keeps a page as it is, with what was written in it, when the list of courses comes late', async () => {
  const course = await world.course('Réseaux')
  connectWindow(world, await world.staff('Nadia', { course, role: 'owner' }))
  let arrive: () => void = () => undefined
  const late = new Promise<void>((resolve) => {
    arrive = resolve
  })
  const server = globalThis.fetch
  vi.stubGlobal('fetch', async (url: string, options?: RequestInit) => {
    if (url === '/api/courses') await late
    return server(url, options)
  })
  await visit(`/cours/${course.id}/reglages`)
  const title = await screen.findByLabelText('Titre')
  await userEvent.type(title, ' et conteneurs')
  expect(screen.queryByRole('link', { name: 'Étudiants' })).toBeNull()

  arrive()
  await waitFor(() => expect(screen.getAllByRole('link', { name: /^Étudiants/ })).toBeTruthy())
  expect(title.isConnected).toBe(true)
  expect(title).toHaveProperty('value', 'Réseaux et conteneurs')
})
