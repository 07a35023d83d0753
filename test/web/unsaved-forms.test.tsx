import { cleanup, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { listStudents } from '#contract/students/students.ts'
import { hashPassword } from '#server/auth/password.ts'
import { clearSessionCaches } from '#server/platform/session.ts'
import { preparePages, visit } from '#test/setup/page.tsx'
import { connectWindow } from '#test/setup/window.ts'
import { createWorld, type Someone, type World } from '#test/setup/world.ts'

let world: World
let course: { id: string }
let nadia: Someone
beforeAll(async () => {
  await preparePages(
    import('#web/students/NewStudentPage.tsx'),
    import('#web/auth/CourseSettingsPage.tsx'),
    import('#web/exams/ExamsPage.tsx'),
  )
  world = await createWorld()
}, 60_000)
afterAll(() => world.close())
beforeEach(async () => {
  localStorage.clear()
  course = await world.course()
  nadia = await world.staff('Nadia', { course, role: 'owner' })
  connectWindow(world, nadia)
})
afterEach(cleanup)

/** What the browser asks before a tab with something unsaved is closed. */
const closingAsks = () => !window.dispatchEvent(new Event('beforeunload', { cancelable: true }))
const question = () => screen.queryByRole('dialog', { name: 'Quitter sans enregistrer\u202f?' })
const listed = async () => {
  const { body } = await world.ask(nadia, listStudents, { params: { courseId: course.id }, query: {} })
  return body.students.map(({ familyName }) => familyName)
}

it('asks before a link takes away what was typed, and leaves only when told to', async () => {
  const user = userEvent.setup()
  const { history } = await visit(`/cours/${course.id}/etudiants/nouveau`)
  const name = await screen.findByLabelText(/^Nom de famille/)
  expect(closingAsks()).toBe(false)
  await user.type(name, 'Gautier')
  expect(closingAsks()).toBe(true)

  const [link] = screen.getAllByRole('link', { name: /^Questions/ })
  await user.click(link as HTMLElement)
  await user.click(within(question() as HTMLElement).getByRole('button', { name: 'Rester sur la page' }))
  expect(question()).toBeNull()
  expect(name).toHaveProperty('value', 'Gautier')
  expect(history.at(-1)).toMatch(/nouveau$/)

  await user.click(link as HTMLElement)
  await user.click(within(question() as HTMLElement).getByRole('button', { name: 'Quitter sans enregistrer' }))
  await waitFor(() => expect(history.at(-1)).toMatch(/questions$/))
  expect(closingAsks()).toBe(false)
})

it('asks nothing once it is typed back, or saved', async () => {
  const user = userEvent.setup()
  const { history } = await visit(`/cours/${course.id}/etudiants/nouveau`)
  const name = await screen.findByLabelText(/^Nom de famille/)
  await user.type(name, 'G')
  await user.clear(name)
  expect(closingAsks()).toBe(false)
  await user.type(name, 'Gautier')
  await user.click(screen.getByRole('button', { name: 'Ajouter à la classe' }))
  await waitFor(() => expect(history.at(-1)).not.toMatch(/nouveau$/))
  expect(question()).toBeNull()
  expect(await listed()).toEqual(['Gautier'])
  expect(closingAsks()).toBe(false)
})

it('still asks after a save that was refused, or a preview that wrote nothing', async () => {
  const user = userEvent.setup()
  await world.student({ course, name: 'Ana Roy' })
  await visit(`/cours/${course.id}/etudiants/nouveau`)
  await user.type(await screen.findByLabelText(/^Nom de famille/), 'Roy')
  await user.type(screen.getByLabelText(/^Prénom/), 'Ana')
  await user.click(screen.getByRole('button', { name: 'Ajouter à la classe' }))
  await screen.findByRole('alert')
  expect(closingAsks()).toBe(true)
})

it('asks before Escape closes a dialog in which something was typed', async () => {
  const user = userEvent.setup()
  await visit(`/cours/${course.id}/examens`)
  await user.click((await screen.findAllByRole('button', { name: /Nouvel examen|Créer un examen/ }))[0] as HTMLElement)
  const title = await screen.findByLabelText(/^Titre/)
  await user.type(title, 'Partiel')
  title.closest('dialog')?.dispatchEvent(new Event('cancel', { cancelable: true }))
  await user.click(
    within(await screen.findByRole('dialog', { name: 'Quitter sans enregistrer\u202f?' })).getByRole('button', {
      name: 'Rester sur la page',
    }),
  )
  expect(screen.getByLabelText(/^Titre/)).toHaveProperty('value', 'Partiel')
})

it('keeps what was typed when the session ends: one signs in over the page, then saves', async () => {
  const user = userEvent.setup()
  const password = 'cinq chevaux dans la brume'
  const email = 'nadia.seule@exemple.fr'
  const data = { email, passwordHash: await hashPassword(password) }
  await world.db.person.update({ where: { id: nadia.id }, data })
  const { history } = await visit(`/cours/${course.id}/etudiants/nouveau`)
  await user.type(await screen.findByLabelText(/^Nom de famille/), 'Gautier')
  await world.db.session.deleteMany({ where: { personId: nadia.id } })
  await clearSessionCaches(world.deps)
  await user.click(screen.getByRole('button', { name: 'Ajouter à la classe' }))

  const dialog = within(await screen.findByRole('dialog', { name: 'Votre session a pris fin' }))
  expect(screen.getByLabelText(/^Nom de famille/)).toHaveProperty('value', 'Gautier')
  await user.type(dialog.getByLabelText(/^Adresse e-mail/), email)
  await user.type(dialog.getByLabelText(/^Mot de passe/), password)
  await user.click(dialog.getByRole('button', { name: 'Se connecter' }))
  await waitFor(() => expect(screen.queryByRole('dialog', { name: 'Votre session a pris fin' })).toBeNull())
  expect(screen.getByLabelText(/^Nom de famille/)).toHaveProperty('value', 'Gautier')
  // Still unsaved: signing in saved nothing.
  expect(closingAsks()).toBe(true)
  await user.click(screen.getByRole('button', { name: 'Ajouter à la classe' }))
  await waitFor(() => expect(history.at(-1)).not.toMatch(/nouveau$/))
  expect(history.join()).not.toMatch(/connexion/)
  expect(await world.db.student.count({ where: { courseId: course.id, familyName: 'Gautier' } })).toBe(1)
})

it('goes to the sign-in page when the session ends with nothing typed', async () => {
  const { history, queryClient } = await visit(`/cours/${course.id}/etudiants/nouveau`)
  await screen.findByLabelText(/^Nom de famille/)
  await world.db.session.deleteMany({ where: { personId: nadia.id } })
  await clearSessionCaches(world.deps)
  await queryClient.invalidateQueries()
  await waitFor(() => expect(history.at(-1)).toMatch(/^\/connexion\?retour=/))
})
