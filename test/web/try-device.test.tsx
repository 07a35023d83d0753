import 'fake-indexeddb/auto'
import { cleanup, configure, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { tryDevice } from '#contract/attempts/my-exams.ts'
import { visit } from '#test/setup/page.tsx'
import { connectWindow, type Network } from '#test/setup/window.ts'
import { createWorld, nobody, type World } from '#test/setup/world.ts'

// A page's code is fetched the first time it is shown.
configure({ asyncUtilTimeout: 20_000 })

let world: World
let network: Network
beforeAll(async () => {
  // The page compares the clock of this computer with the server's: the world's must run.
  world = await createWorld({ isRunning: true })
})
afterAll(() => world.close())
beforeEach(() => {
  vi.stubGlobal('scrollTo', () => undefined)
  network = connectWindow(world)
})
afterEach(cleanup)

async function run() {
  const user = userEvent.setup()
  await visit('/tester-mon-poste')
  await user.click(await screen.findByRole('button', { name: 'Lancer le test' }))
  await screen.findByRole('button', { name: 'Refaire le test' })
  return user
}
const line = (name: string) => within(screen.getByRole('heading', { name }).closest('section') as HTMLElement)

it('tries the browser, the storage, the server and the clock, and says what to know', async () => {
  await run()
  for (const name of ['Navigateur', 'Copie de secours', 'Enregistrement d’une réponse', 'Heure de l’appareil'])
    expect(line(name).getByText('Bon')).toBeTruthy()
  // jsdom has no worker, as a browser over plain HTTP.
  expect(line('Page rechargée sans réseau').getByText('À savoir')).toBeTruthy()
  expect(screen.getByText('Ce poste convient. Lisez les remarques avant l’examen.')).toBeTruthy()
  expect(network.asked.filter((request) => request === 'POST /api/device-checks')).toHaveLength(5)
})

it('says that the server does not answer from here, what to ask for, and can be done again', async () => {
  network.isDown = true
  const user = await run()
  expect(line('Enregistrement d’une réponse').getByText('À régler')).toBeTruthy()
  expect(screen.getByText(/demandez que l’adresse localhost\S* soit autorisée/)).toBeTruthy()
  expect(screen.getByText('Ce poste n’est pas prêt. Suivez les indications, puis refaites le test.')).toBeTruthy()
  network.isDown = false
  await user.click(screen.getByRole('button', { name: 'Refaire le test' }))
  await screen.findByText('Ce poste convient. Lisez les remarques avant l’examen.')
})

it('sees a clock that is wrong, and says that it changes nothing', async () => {
  world.wait(24 * 60)
  await run()
  expect(line('Heure de l’appareil').getByText(/^Elle a 14\d\d min d’écart/)).toBeTruthy()
  world.wait(-24 * 60)
})

it('answers anybody, and not without end', async () => {
  const ask = () => world.ask(nobody, tryDevice, { body: { choices: ['a'] } })
  const { status, body } = await ask()
  expect(status).toBe(200)
  expect(Math.abs(Date.parse(body.serverNow) - world.now().getTime())).toBeLessThan(60_000)
  const refused = await Promise.all(Array.from({ length: 3_500 }, ask))
  expect(refused.some(({ body: { code } }) => code === 'too_many_requests')).toBe(true)
})
