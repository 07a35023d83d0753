import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import * as account from '#contract/auth/account.ts'
import * as auth from '#contract/auth/auth.ts'
import { hashPassword } from '#server/auth/password.ts'
import { createWorld, nobody, type Someone, type World } from '#test/setup/world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
beforeEach(() => world.wait(60))
afterAll(() => world.close())

const password = 'quatre chevaux dans la neige'
const tokenOf = (link: string) => link.split('#')[1] ?? ''
const cookieOf = (answer: { headers: Record<string, unknown> }) =>
  /bareme=([^;]+)/.exec(String(answer.headers['set-cookie']))?.[1] ?? ''

async function trainer(name: string, where?: Parameters<World['staff']>[1]) {
  const someone = await world.staff(name, where)
  const { email } = await world.db.person.update({
    where: { id: someone.id },
    data: { passwordHash: await hashPassword(password) },
  })
  return { ...someone, email: email ?? '' }
}
const signIn = (email: string, more: { password?: string } = {}, headers: Record<string, string> = {}) =>
  world.ask(nobody, auth.signIn, { body: { email, password, ...more } }, headers)
const eventsOf = async (who: Someone) => (await world.ask(who, account.listAccountEvents, { query: {} })).body.events
const use = (token: string, body: { name?: string; email?: string; password?: string } = {}) =>
  world.ask(nobody, auth.useLink, { body: { token, password, ...body } })

describe('an invitation', () => {
  async function course() {
    const made = await world.course()
    const owner = await trainer('Ana', { course: made, role: 'owner' })
    const params = { courseId: made.id }
    const invite = async (email: string, role: 'owner' | 'trainer' | 'invigilator', by: Someone = owner) =>
      tokenOf((await world.ask(by, auth.inviteMember, { params, body: { email, role } })).body.link)
    return { made, owner, params, invite }
  }
  const roleIn = async (courseId: string, personId: string) =>
    (await world.db.membership.findUnique({ where: { courseId_personId: { courseId, personId } } }))?.role

  it('ends when the person is removed or their role is changed', async () => {
    const { made, owner, params, invite } = await course()
    const bob = await trainer('Bob', { course: made, role: 'trainer' })
    const before = await invite(bob.email, 'owner')
    await world.ask(owner, auth.changeMember, {
      params: { ...params, personId: bob.id },
      body: { role: 'invigilator' },
    })
    expect((await use(before)).body.code).toBe('link_unusable')
    const again = await invite(bob.email, 'owner')
    await world.ask(owner, auth.removeMember, { params: { ...params, personId: bob.id } })
    expect((await use(again)).body.code).toBe('link_unusable')
    expect(await roleIn(made.id, bob.id)).toBeUndefined()
  })

  it('ends when who made it loses the right to', async () => {
    const { made, owner, params, invite } = await course()
    const eve = await trainer('Eve', { course: made, role: 'owner' })
    const token = await invite('complice@exemple.fr', 'owner', eve)
    await world.ask(owner, auth.removeMember, { params: { ...params, personId: eve.id } })
    expect((await use(token, { name: 'Complice' })).body.code).toBe('link_unusable')
  })

  it('never lowers a role, nor leaves a course without an owner', async () => {
    const { made, owner, invite } = await course()
    const token = await invite(owner.email, 'invigilator')
    expect((await use(token)).status).toBe(200)
    expect(await roleIn(made.id, owner.id)).toBe('owner')
    const bob = await trainer('Bob', { course: made, role: 'invigilator' })
    expect((await use(await invite(bob.email, 'trainer'))).status).toBe(200)
    expect(await roleIn(made.id, bob.id)).toBe('trainer')
  })
})

describe('the sessions of an account', () => {
  it('are listed with their device and address, this one marked, and end one by one or all but this one', async () => {
    const nadia = await trainer('Nadia')
    const firefox = { 'user-agent': 'Mozilla/5.0 (Windows NT 10.0) Gecko Firefox/140.0' }
    const there = cookieOf(await signIn(nadia.email, {}, firefox))
    const here: Someone = { ...nadia, token: cookieOf(await signIn(nadia.email)) }
    const { sessions } = (await world.ask(here, account.listSessions, {})).body
    expect(sessions).toHaveLength(3)
    expect(sessions.filter(({ isThisOne }) => isThisOne)).toMatchObject([{ address: '127.0.0.1', userAgent: 'test' }])
    const other = sessions.find(({ userAgent }) => userAgent.includes('Firefox'))
    expect(other).toMatchObject({ address: '127.0.0.1', isThisOne: false })

    const is = async (token: string) => (await world.ask({ ...nadia, token }, auth.getSession, {})).body.kind
    expect(await is(there)).toBe('staff')
    await world.ask(here, account.endSession, { params: { sessionId: other?.id ?? '' } })
    expect([await is(there), await is(here.token)]).toEqual(['visitor', 'staff'])
    await world.ask(here, account.endOtherSessions, {})
    expect([await is(nadia.token), await is(here.token)]).toEqual(['visitor', 'staff'])
    expect((await eventsOf(here)).map(({ kind }) => kind)).toEqual([
      'others_ended',
      'session_ended',
      'signed_in',
      'signed_in',
    ])
  })

  it('of somebody else do not exist', async () => {
    const nadia = await trainer('Nadia')
    const zoe = await world.staff('Zoé')
    const [session] = (await world.ask(nadia, account.listSessions, {})).body.sessions
    const answer = await world.ask(zoe, account.endSession, { params: { sessionId: session?.id ?? '' } })
    expect(answer.body.code).toBe('not_found')
    expect((await world.ask(nadia, auth.getSession, {})).body.kind).toBe('staff')
  })
})

describe('what happened to an account', () => {
  it('is shown to it: sign-ins, refused ones, rights, with who, when and from where; never a password', async () => {
    const course = await world.course('Réseaux')
    const owner = await trainer('Ana', { course, role: 'owner' })
    const marc = await trainer('Marc', { course, role: 'trainer' })
    await signIn(marc.email, { password: 'SECRET-PASSWORD' })
    await expect.poll(async () => (await eventsOf(marc)).length).toBe(1)
    await signIn(marc.email)
    const params = { courseId: course.id, personId: marc.id }
    // A right he does not have: the owner's, then, once out, the course.
    await world.ask(marc, auth.inviteMember, {
      params: { courseId: course.id },
      body: { email: 'a@b.fr', role: 'owner' },
    })
    await world.ask(owner, auth.changeMember, { params, body: { role: 'invigilator' } })
    await world.ask(owner, auth.removeMember, { params })
    for (let i = 0; i < 5; i += 1) await world.ask(marc, auth.getCourse, { params: { courseId: course.id } })
    const events = await eventsOf(marc)
    expect(
      events.map(({ kind, detail, address }) => [kind, detail['role'] ?? detail['action'] ?? '', address]),
    ).toEqual([
      ['right_refused', 'GET /api/courses/:courseId', '127.0.0.1'],
      ['right_removed', 'invigilator', ''],
      ['right_changed', 'invigilator', ''],
      ['right_refused', 'POST /api/courses/:courseId/invitations', '127.0.0.1'],
      ['signed_in', '', '127.0.0.1'],
      ['sign_in_refused', '', '127.0.0.1'],
    ])
    expect(events[1]?.detail).toEqual({ course: 'Réseaux', role: 'invigilator', by: 'Ana' })
    expect(JSON.stringify(events)).not.toContain('SECRET')
    const journal = await world.db.auditLine.findMany({ where: { courseId: course.id }, orderBy: { id: 'asc' } })
    expect(journal.map(({ action, actorName }) => [action, actorName])).toEqual([
      ['member.change', 'Ana'],
      ['member.remove', 'Ana'],
    ])
  })

  it('is read a page at a time', async () => {
    const nadia = await trainer('Nadia')
    await world.db.accountEvent.createMany({
      data: Array.from({ length: 120 }, () => ({ personId: nadia.id, kind: 'signed_in' })),
    })
    const seen = new Set<string>()
    let before: string | undefined
    do {
      const { body } = await world.ask(nadia, account.listAccountEvents, { query: before ? { before } : {} })
      for (const { id } of body.events) seen.add(id)
      before = body.next ?? undefined
    } while (before)
    expect(seen.size).toBe(120)
  })
})
