import { cleanup, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { Secret, TOTP } from 'otpauth'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { hashPassword } from '#server/auth/password.ts'
import { runJobs } from '#server/jobs.ts'
import { jobStatesOf } from '#server/platform/job-states.ts'
import { giveSign } from '#server/platform/replicas.ts'
import { keepFingerprint } from '#server/platform/secret-fingerprint.ts'
import { startSession } from '#server/platform/sessions.ts'
import { preparePages, visit } from '#test/setup/page.tsx'
import { connectWindow } from '#test/setup/window.ts'
import { createWorld, type World } from '#test/setup/world.ts'
import { claimDrafts, draftPrefix } from '#web/auth/staff-drafts.ts'

let world: World
beforeAll(async () => {
  await preparePages(
    import('#web/auth/SessionsPage.tsx'),
    import('#web/auth/SecondFactorPage.tsx'),
    import('#web/auth/SignInPage.tsx'),
    import('#web/auth/CoursesPage.tsx'),
    import('#web/auth/ServiceStatePage.tsx'),
  )
  world = await createWorld()
})
afterAll(() => world.close())
afterEach(() => {
  cleanup()
  localStorage.clear()
})

const password = 'quatre chevaux dans la neige'
async function trainer(name: string) {
  const someone = await world.staff(name)
  const data = { passwordHash: await hashPassword(password) }
  const { email } = await world.db.person.update({ where: { id: someone.id }, data })
  return { ...someone, email: email ?? '' }
}
const press = async (name: string | RegExp) => userEvent.click(await screen.findByRole('button', { name }))
const codeOf = (key: string) =>
  new TOTP({ secret: Secret.fromBase32(key) }).generate({ timestamp: world.now().getTime() })

it('an account sees its sessions from the menu, and ends one, then all but this one', async () => {
  const nadia = await trainer('Nadia')
  const agents = [
    'Mozilla/5.0 (Windows NT 10.0; Win64) Gecko/20100101 Firefox/140.0',
    'Mozilla/5.0 (iPhone) Safari/605',
  ]
  for (const userAgent of [...agents, '']) {
    await startSession(world.deps, { personId: nadia.id, userAgent, address: '198.51.100.7' })
  }
  connectWindow(world, nadia)
  await visit('/cours')
  await userEvent.click((await screen.findAllByRole('link', { name: 'Sessions et connexions' }))[0] as HTMLElement)
  const table = await screen.findByRole('table', { name: /Sessions ouvertes/ })
  const rows = () => within(table).getAllByRole('row').slice(1)
  expect(rows()).toHaveLength(4)
  const mine = rows().filter((row) => within(row).queryByText('Ce poste-ci'))
  expect(mine).toHaveLength(1)
  // This one is left by signing out, not here.
  expect(within(mine[0] as HTMLElement).queryByRole('button')).toBeNull()

  const firefox = rows().find((row) => row.textContent?.includes('Firefox')) as HTMLElement
  await userEvent.click(within(firefox).getByRole('button', { name: /^Fermer\s*Firefox sur Windows$/ }))
  await waitFor(() => expect(rows()).toHaveLength(3))
  await press('Fermer toutes les autres')
  await userEvent.click(
    within(await screen.findByRole('dialog')).getByRole('button', { name: 'Fermer toutes les autres' }),
  )
  await waitFor(() => expect(rows()).toHaveLength(1))
  expect(await world.db.session.count({ where: { personId: nadia.id } })).toBe(1)
  await screen.findByRole('rowheader', { name: 'Autres sessions fermées' })
})

it('a second factor is set up with its key to type and its ten codes, then asked at the door', async () => {
  const marc = await trainer('Marc')
  const network = connectWindow(world, marc)
  await visit('/compte/second-facteur')
  await userEvent.type(await screen.findByLabelText('Mot de passe actuel'), 'pas le bon')
  await press('Continuer')
  await screen.findByText('Ce n’est pas votre mot de passe actuel.')
  await userEvent.clear(screen.getByLabelText('Mot de passe actuel'))
  await userEvent.type(screen.getByLabelText('Mot de passe actuel'), password)
  await press('Continuer')
  await screen.findByRole('img', { name: 'Clé à lire avec votre application d’authentification' })
  const key = (screen.getByText(/^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$/).textContent ?? '').replaceAll(' ', '')
  await userEvent.type(screen.getByLabelText('Code'), '000000')
  await press('Activer le second facteur')
  await screen.findByText(/Ce code n’est pas le bon/)
  await userEvent.clear(screen.getByLabelText('Code'))
  await userEvent.type(screen.getByLabelText('Code'), codeOf(key))
  await press('Activer le second facteur')
  await screen.findByText(/Gardez ces dix codes/)
  const codes = screen.getAllByRole('listitem').flatMap(({ textContent }) => textContent?.match(/^\w{4}-\w{4}$/) ?? [])
  expect(codes).toHaveLength(10)
  await press('J’ai gardé les codes')
  await screen.findByText('Il reste 10 codes de secours.')
  cleanup()

  network.who = { token: '', id: '', name: '' }
  await visit('/connexion')
  await userEvent.type(await screen.findByLabelText('Adresse e-mail'), marc.email)
  await userEvent.type(screen.getByLabelText('Mot de passe'), password)
  await press('Se connecter')
  const field = await screen.findByLabelText('Code')
  await waitFor(() => expect(document.activeElement).toBe(field))
  await userEvent.type(field, `${codes[0]}{Enter}`)
  await screen.findByRole('heading', { name: 'Mes cours' })
})

it('drafts of questions leave the browser at sign-out, and when somebody else comes in', async () => {
  const nadia = await trainer('Nadia')
  connectWindow(world, nadia)
  localStorage.setItem(`${draftPrefix}cours/1`, '{"draft":{}}')
  localStorage.setItem('bareme.theme', 'dark')
  await visit('/cours')
  await userEvent.click((await screen.findAllByRole('button', { name: 'Se déconnecter' }))[0] as HTMLElement)
  await screen.findByLabelText('Adresse e-mail')
  expect(localStorage.getItem(`${draftPrefix}cours/1`)).toBeNull()
  expect(localStorage.getItem('bareme.theme')).toBe('dark')

  // A session that merely ended: the same person finds the draft again, another does not.
  claimDrafts('nadia')
  localStorage.setItem(`${draftPrefix}cours/1`, '{"draft":{}}')
  claimDrafts('nadia')
  expect(localStorage.getItem(`${draftPrefix}cours/1`)).not.toBeNull()
  claimDrafts('zoé')
  expect(localStorage.getItem(`${draftPrefix}cours/1`)).toBeNull()
})

it('an owner reads the state of the service, what asks for attention first said, then what to do about it', async () => {
  const course = await world.course()
  const owner = await world.staff('Olivia', { course, role: 'owner' })
  await runJobs(world.deps)
  for (let i = 0; i < 2; i += 1) jobStatesOf(world.deps).failed('release', world.now())
  await giveSign(world.deps, world.now())
  connectWindow(world, owner)
  await visit('/etat-du-service')

  await screen.findByText('Quelque chose demande votre attention maintenant.')
  const jobs = screen.getByRole('table', { name: /Tâches de fond/ })
  const rowOf = (name: RegExp) => within(jobs).getByRole('row', { name }).textContent
  expect(rowOf(/Publier les résultats/)).toContain('2 échecs de suite')
  expect(rowOf(/Ramasser les copies/)).toContain('aucun')
  screen.getByText(/Une tâche échoue plusieurs fois de suite/)
  screen.getByText(/Aucune sauvegarde n’a été faite/)
  const servers = screen.getByRole('table', { name: /1 serveur/ })
  expect(within(servers).getByRole('row', { name: /celui qui répond/ }).textContent).toMatch(/\d+ sur \d+/)
  screen.getByText(/^PostgreSQL \d+/)
  // The test keeps no file on the disk.
  screen.getByText(/Les serveurs ne gardent aucun fichier/)

  cleanup()
  jobStatesOf(world.deps).succeeded('release', world.now())
  await giveSign(world.deps, world.now())
  await keepFingerprint(world.pool, world.deps.secret)
  const backup = { lastBackupAt: world.now(), lastBackupBytes: 12_400_000n }
  await world.db.installation.update({ where: { id: 1 }, data: backup })
  await visit('/etat-du-service')
  await screen.findByText(/12,4 Mo/)
  expect(screen.queryByText(/Une tâche échoue|Aucune sauvegarde/)).toBeNull()
  expect(screen.getByRole('row', { name: /Publier les résultats/ }).textContent).toContain('le dernier')
})
