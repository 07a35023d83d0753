import { Secret, TOTP } from 'otpauth'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import * as account from '#contract/auth/account.ts'
import * as auth from '#contract/auth/auth.ts'
import { dropSecondFactor } from '#server/auth/drop-second-factor.ts'
import { hashPassword } from '#server/auth/password.ts'
import { resetPassword } from '#server/auth/reset-password.ts'
import { createWorld, nobody, type Someone, type World } from '#test/setup/world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
beforeEach(() => world.wait(120))
afterAll(() => world.close())

const password = 'quatre chevaux dans la neige'
const cookieOf = (answer: { headers: Record<string, unknown> }) =>
  /bareme=([^;]+)/.exec(String(answer.headers['set-cookie']))?.[1] ?? ''

async function trainer(name: string, where?: Parameters<World['staff']>[1]) {
  const someone = await world.staff(name, where)
  const data = { passwordHash: await hashPassword(password) }
  const { email } = await world.db.person.update({ where: { id: someone.id }, data })
  return { ...someone, email: email ?? '' }
}

/** The telephone: what an application shows for this key, so many seconds from now. */
const codeAt = (key: string, seconds = 0) =>
  new TOTP({ secret: Secret.fromBase32(key) }).generate({ timestamp: world.now().getTime() + seconds * 1_000 })

async function turnOn(who: Someone) {
  const { body } = await world.ask(who, account.prepareSecondFactor, { body: { password } })
  const confirmed = await world.ask(who, account.confirmSecondFactor, { body: { code: codeAt(body.key) } })
  expect(confirmed.status).toBe(200)
  return { key: body.key, address: body.address, codes: confirmed.body.recoveryCodes }
}
const signIn = (email: string, secondFactor?: string, more: { password?: string } = {}) =>
  world.ask(nobody, auth.signIn, { body: { email, password, ...(secondFactor ? { secondFactor } : {}), ...more } })
const kinds = async (who: Someone) =>
  (await world.ask(who, account.listAccountEvents, { query: {} })).body.events.map(({ kind }) => kind)

describe('the second factor', () => {
  it('is turned on by a first code; asked after the password, and after it only', async () => {
    const nadia = await trainer('Nadia')
    const { address, key } = await turnOn(nadia)
    expect(address).toMatch(/^otpauth:\/\/totp\/Bar%C3%A8me:.*secret=[A-Z2-7]{32}.*period=30/)
    world.wait(1)
    expect((await signIn(nadia.email)).body.code).toBe('second_factor_needed')
    expect((await signIn(nadia.email, codeAt(key), { password: 'cinq mulets' })).body.code).toBe('wrong_credentials')
    expect((await signIn(nadia.email, codeAt(key))).body).toMatchObject({ kind: 'staff' })
  })

  it('takes a clock that drifts by one step, no more, and no code twice', async () => {
    const nadia = await trainer('Nadia')
    const { key } = await turnOn(nadia)
    // The code that turned it on was used.
    expect((await signIn(nadia.email, codeAt(key))).body.code).toBe('wrong_second_factor')
    world.wait(5)
    expect((await signIn(nadia.email, codeAt(key, -60))).body.code).toBe('wrong_second_factor')
    expect((await signIn(nadia.email, codeAt(key, 60))).body.code).toBe('wrong_second_factor')
    expect((await signIn(nadia.email, codeAt(key, -30))).status).toBe(200)
    expect((await signIn(nadia.email, codeAt(key, -30))).body.code).toBe('wrong_second_factor')
    const both = await Promise.all([1, 2].map(() => signIn(nadia.email, codeAt(key, 30))))
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 401])
    // What is older than what was used is not taken any more.
    expect((await signIn(nadia.email, codeAt(key))).body.code).toBe('wrong_second_factor')
  })

  it('gives ten recovery codes, each good once, kept as keyed hashes; new ones end the others', async () => {
    const nadia = await trainer('Nadia')
    const { key, codes } = await turnOn(nadia)
    expect(new Set(codes).size).toBe(10)
    const [first = '', second = ''] = codes
    expect((await signIn(nadia.email, first.toLowerCase())).status).toBe(200)
    expect((await signIn(nadia.email, first)).body.code).toBe('wrong_second_factor')
    expect((await world.ask(nadia, account.getSecondFactor, {})).body).toMatchObject({
      codesLeft: 9,
      isRequired: false,
    })
    const rows = await world.db.recoveryCode.findMany({ where: { personId: nadia.id } })
    const kept = JSON.stringify([rows, await world.db.person.findUnique({ where: { id: nadia.id } })])
    for (const secret of [...codes, ...codes.map((code) => code.replace('-', '')), key])
      expect(kept).not.toContain(secret)
    world.wait(1)
    const renewed = await world.ask(nadia, account.renewRecoveryCodes, { body: { code: codeAt(key) } })
    expect(renewed.body.recoveryCodes).toHaveLength(10)
    expect((await signIn(nadia.email, second)).body.code).toBe('wrong_second_factor')
    expect((await signIn(nadia.email, renewed.body.recoveryCodes[0])).status).toBe(200)
    expect(await kinds(nadia)).toContain('recovery_code_used')
  })

  it('ends the sessions opened with a password alone, but for the one that turns it on', async () => {
    const nadia = await trainer('Nadia')
    const other = { ...nadia, token: cookieOf(await signIn(nadia.email)) }
    await turnOn(nadia)
    expect((await world.ask(other, auth.getSession, {})).body.kind).toBe('visitor')
    expect((await world.ask(nadia, auth.getSession, {})).body.kind).toBe('staff')
  })

  it('is counted before it is judged: a hundred codes at once are a dozen guesses', async () => {
    const nadia = await trainer('Nadia')
    await turnOn(nadia)
    const answers = await Promise.all(Array.from({ length: 60 }, (_, i) => signIn(nadia.email, String(100_000 + i))))
    const judged = answers.filter(({ body }) => body.code === 'wrong_second_factor').length
    expect(judged).toBeGreaterThanOrEqual(10)
    expect(judged).toBeLessThanOrEqual(12)
    expect((await kinds(nadia)).filter((kind) => kind === 'second_factor_refused')).toHaveLength(judged)
  })

  it('is turned off after proof of both, and not by a session alone', async () => {
    const nadia = await trainer('Nadia')
    const { key } = await turnOn(nadia)
    world.wait(1)
    const off = (body: { password: string; code: string }) => world.ask(nadia, account.removeSecondFactor, { body })
    expect((await off({ password: 'cinq mulets', code: codeAt(key) })).body.code).toBe('wrong_credentials')
    expect((await off({ password, code: '000000' })).body.code).toBe('wrong_second_factor')
    expect((await off({ password, code: codeAt(key) })).status).toBe(200)
    expect((await signIn(nadia.email)).status).toBe(200)
    expect(await world.db.recoveryCode.count({ where: { personId: nadia.id } })).toBe(0)
  })

  it('is not gone round by a link for a lost password, nor by an invitation', async () => {
    const course = await world.course()
    const owner = await trainer('Ana', { course, role: 'owner' })
    const nadia = await trainer('Nadia')
    const { key } = await turnOn(nadia)
    world.wait(1)
    const link =
      (await resetPassword(world.deps, { email: nadia.email, publicUrl: undefined, here: 'http://localhost' })) ?? ''
    const made = await world.ask(owner, auth.inviteMember, {
      params: { courseId: course.id },
      body: { email: nadia.email, role: 'trainer' },
    })
    for (const [i, address] of [made.body.link, link].entries()) {
      const body = { token: address.split('#')[1] ?? '', password }
      expect((await world.ask(nobody, auth.useLink, { body })).body.code).toBe('second_factor_needed')
      const proven = await world.ask(nobody, auth.useLink, { body: { ...body, secondFactor: codeAt(key, i * 30) } })
      expect(proven.status).toBe(200)
    }
  })

  it('is removed from the command line, or by who owns every course of the colleague', async () => {
    const [one, two] = [await world.course('Un'), await world.course('Deux')]
    const owner = await trainer('Ana', { course: one, role: 'owner' })
    const bob = await trainer('Bob', { course: one, role: 'trainer' })
    await turnOn(bob)
    await world.db.membership.create({ data: { courseId: two.id, personId: bob.id, role: 'trainer' } })
    const remove = () =>
      world.ask(owner, auth.removeMemberSecondFactor, { params: { courseId: one.id, personId: bob.id } })
    expect((await remove()).body.code).toBe('member_elsewhere')
    expect((await signIn(bob.email)).body.code).toBe('second_factor_needed')
    await world.db.membership.delete({ where: { courseId_personId: { courseId: two.id, personId: bob.id } } })
    // A new link from the same owner leaves it where it is.
    const given = await world.ask(owner, auth.giveMemberLink, {
      params: { courseId: one.id, personId: bob.id },
      body: {},
    })
    const body = { token: given.body.link.split('#')[1] ?? '', password }
    expect((await world.ask(nobody, auth.useLink, { body })).body.code).toBe('second_factor_needed')
    expect((await remove()).status).toBe(200)
    // Whoever had the telephone is out too.
    expect((await world.ask(bob, auth.getSession, {})).body.kind).toBe('visitor')
    const back = { ...bob, token: cookieOf(await signIn(bob.email)) }
    expect(await kinds(back)).toContain('second_factor_removed')
    await turnOn(back)
    expect(await dropSecondFactor(world.deps, { email: bob.email.toUpperCase() })).toBe(true)
    expect(await dropSecondFactor(world.deps, { email: 'personne@exemple.fr' })).toBe(false)
    expect((await signIn(bob.email)).status).toBe(200)
  })
})
