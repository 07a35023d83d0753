import Fastify from 'fastify'
import { afterEach, describe, expect, it } from 'vitest'
import { signIn, signOut } from '#contract/auth/auth.ts'
import { hashPassword } from '#server/auth/password.ts'
import { type TrustedProxies, trustOf } from '#server/platform/trust-proxy.ts'
import { createWorld, type World } from '#test/setup/world.ts'

const worlds: World[] = []
async function worldWith(settings: Parameters<typeof createWorld>[0] & object) {
  const world = await createWorld(settings)
  worlds.push(world)
  return world
}
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close()
})

/** The address the server would take for the caller's: who connects, and what was forwarded. */
async function addressSeen(trustProxy: TrustedProxies, from: string, forwarded: string) {
  const app = Fastify({ trustProxy: trustOf(trustProxy) })
  app.get('/', async (request) => request.ip)
  const answer = await app.inject({ url: '/', remoteAddress: from, headers: { 'x-forwarded-for': forwarded } })
  await app.close()
  return answer.body
}

const forged = '6.6.6.6'
const student = '198.51.100.7'

describe('the identifier of a request', () => {
  it.each<[TrustedProxies, string, string, boolean]>([
    [false, '10.0.0.1', 'trace-1234', false],
    [1, '10.0.0.1', 'trace-1234', true],
    ['10.0.0.0/8', '::ffff:10.0.0.1', 'trace-1234', true],
    ['uniquelocal', '198.51.100.7', 'trace-1234', false],
    [1, '10.0.0.1', 'a line\nof a log', false],
  ])('with TRUST_PROXY %s is believed of %s when it is one: %s', async (trustProxy, remoteAddress, given, isKept) => {
    const { app } = await worldWith({ settings: { trustProxy } })
    const answer = await app.inject({ url: '/health/live', remoteAddress, headers: { 'x-request-id': given } })
    expect(answer.headers['x-request-id'] === given).toBe(isKept)
  })
})

describe('whose address it is', () => {
  it.each<[TrustedProxies, string, string, string]>([
    // Nobody is believed: the connection alone counts.
    [false, '10.0.0.1', forged, '10.0.0.1'],
    // One proxy: the last address is the one it saw; what the student wrote before it is not read.
    [1, '10.0.0.1', student, student],
    [1, '10.0.0.1', `${forged}, ${student}`, student],
    [1, '10.0.0.1', `${forged}, ${forged}, ${student}`, student],
    // Two: the last but one.
    [2, '10.0.0.1', `${student}, 10.0.0.2`, student],
    [2, '10.0.0.1', `${forged}, ${student}, 10.0.0.2`, student],
    // An address: only that neighbour speaks for others.
    ['10.0.0.1', '10.0.0.1', `${forged}, ${student}`, student],
    ['10.0.0.1', '10.0.0.9', forged, '10.0.0.9'],
    // A network, and a list.
    ['10.0.0.0/8', '10.1.2.3', `${forged}, ${student}, 10.9.9.9`, student],
    ['10.0.0.0/8', '192.0.2.1', forged, '192.0.2.1'],
    ['10.0.0.1,fd00::/8', 'fd00::5', `${forged}, ${student}`, student],
  ])('trusting %s, a call from %s forwarded for %s is from %s', async (trust, from, forwarded, expected) => {
    expect(await addressSeen(trust, from, forwarded)).toBe(expected)
  })
})

const password = 'quatre chevaux dans la neige'
async function signedIn({ db, ask, staff }: World, headers: Record<string, string> = {}) {
  const someone = await staff('Nadia')
  const passwordHash = await hashPassword(password)
  const { email } = await db.person.update({ where: { id: someone.id }, data: { passwordHash } })
  return ask({ token: '', id: '', name: '' }, signIn, { body: { email: email ?? '', password } }, headers)
}

describe('over HTTPS', () => {
  const https = { publicUrl: 'https://examens.exemple.fr' }

  it('guards the cookie when the public address is https, whatever the proxy says', async () => {
    const world = await worldWith({ settings: https })
    const answer = await signedIn(world)
    const cookie = String(answer.headers['set-cookie'])
    expect(cookie).toMatch(/__Host-bareme=[^;]+; Path=\/; .*HttpOnly; Secure; SameSite=Lax/)
    expect(answer.headers['strict-transport-security']).toMatch(/max-age=\d{8}/)
    // And it is this cookie that is read, and this one that goes at sign-out.
    const token = /__Host-bareme=([^;]+)/.exec(cookie)?.[1] ?? ''
    const session = (name: string) =>
      world.app.inject({ url: '/api/session', headers: { host: 'localhost', cookie: `${name}=${token}` } })
    expect((await session('__Host-bareme')).json()).toMatchObject({ kind: 'staff' })
    expect((await session('bareme')).json()).toEqual({ kind: 'visitor' })
    const left = await world.ask({ token: '', id: '', name: '' }, signOut, {})
    expect(String(left.headers['set-cookie'])).toMatch(/__Host-bareme=;.*Secure/)
  })

  it('guards it behind a proxy that says https, and not over plain HTTP', async () => {
    const world = await worldWith({ settings: { trustProxy: 1 } })
    const secure = await signedIn(world, { 'x-forwarded-proto': 'https' })
    expect(String(secure.headers['set-cookie'])).toMatch(/__Host-bareme=.*Secure/)
    expect(secure.headers['strict-transport-security']).toBeDefined()
    const plain = await signedIn(world)
    expect(String(plain.headers['set-cookie'])).not.toMatch(/Secure|__Host-/)
    expect(plain.headers['strict-transport-security']).toBeUndefined()
  })
})
