import { cleanup, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { getSession } from '#contract/auth/auth.ts'
import { preparePages, visit } from '#test/setup/page.tsx'
import { connectWindow, type Network } from '#test/setup/window.ts'
import { createWorld, type World } from '#test/setup/world.ts'
import { isWorthRetrying, query } from '#web/api.ts'

let world: World
beforeAll(async () => {
  await preparePages(import('#web/courses/OutlinePage.tsx'))
  world = await createWorld()
})
afterAll(() => world.close())
afterEach(cleanup)

const strangers: [string, NonNullable<Network['instead']>][] = [
  ['the error page of a proxy', () => new Response('<h1>502 Bad Gateway</h1>', { status: 502 })],
  ['JSON of somebody else', () => new Response('{"hello":1}', { status: 200 })],
  ['an error in JSON of somebody else', () => new Response('{"code":"not_found"}', { status: 404 })],
]

const said = 'Le serveur ne répond pas. Vérifiez votre connexion, puis réessayez.'

it.each(strangers)('%s: the page says that the server does not answer, and tries again', async (_who, instead) => {
  const course = await world.course('Réseaux')
  const network = connectWindow(world, await world.staff('Nadia', { course, role: 'owner' }))
  network.instead = instead
  await visit(`/cours/${course.id}/plan`)
  expect(await screen.findByText(said)).toBeTruthy()
  network.instead = ({ url }) => (url.includes('/outline') ? instead({ method: 'GET', url, body: '' }) : undefined)
  await userEvent.click(screen.getByRole('button', { name: 'Réessayer' }))
  expect(await screen.findByRole('heading', { name: 'Plan du cours' })).toBeTruthy()
  expect(await screen.findByText(said)).toBeTruthy()
  network.instead = null
  await userEvent.click(screen.getByRole('button', { name: 'Réessayer' }))
  expect(await screen.findByText('Pas encore de plan')).toBeTruthy()
})

/** Reads once from a server that sends nothing at all, or begins a reply that never ends. */
async function readFrom(reply: 'endless' | null) {
  vi.useFakeTimers()
  vi.stubGlobal('fetch', (_url: string, { signal }: RequestInit) => {
    const cut = (fail: (reason: unknown) => void) => signal?.addEventListener('abort', () => fail(signal.reason))
    if (!reply) return new Promise((_, fail) => cut(fail))
    return Promise.resolve(new Response(new ReadableStream({ start: (body) => cut((reason) => body.error(reason)) })))
  })
  const { queryFn } = query(getSession, {})
  const read = queryFn as (context: { signal: AbortSignal }) => Promise<unknown>
  const outcome = read({ signal: new AbortController().signal }).catch((error: Error) => error)
  await vi.advanceTimersByTimeAsync(120_000)
  vi.useRealTimers()
  return outcome
}

it('gives up a read of which nothing comes, and does not make its reader wait as long again', async () => {
  for (const reply of [null, 'endless'] as const) {
    const error = await readFrom(reply)
    expect(error).toMatchObject({ message: 'silent' })
    expect(isWorthRetrying(0, error as Error)).toBe(false)
  }
  expect(isWorthRetrying(0, new Error('unreachable'))).toBe(true)
})
