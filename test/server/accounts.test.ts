import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import * as account from '#contract/auth/account.ts'
import * as auth from '#contract/auth/auth.ts'
import { getStudentAddress, setStudentAddress } from '#contract/auth/student-address.ts'
import { hashPassword } from '#server/auth/password.ts'
import { resetPassword } from '#server/auth/reset-password.ts'
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

describe('a new link for a colleague', () => {
  async function course() {
    const made = await world.course()
    const owner = await trainer('Ana', { course: made, role: 'owner' })
    const bob = await trainer('Bob', { course: made, role: 'trainer' })
    const give = (to: Someone = bob, by: Someone = owner) =>
      world.ask(by, auth.giveMemberLink, { params: { courseId: made.id, personId: to.id }, body: {} })
    return { made, owner, bob, give }
  }

  it('opens the account once with a new password, ends its sessions when it is used, and leaves two lines', async () => {
    const { made, owner, bob, give } = await course()
    const first = tokenOf((await give()).body.link)
    const given = await give()
    const token = tokenOf(given.body.link)
    expect(given.body.expiresAt).toBe(new Date(world.now().getTime() + 24 * 3_600_000).toISOString())
    // Only its hash is kept, and nothing closes before it is used.
    const kept = await world.db.signInLink.findMany({ where: { personId: bob.id } })
    expect(JSON.stringify(kept)).not.toContain(token)
    expect((await world.ask(bob, auth.getSession, {})).body.kind).toBe('staff')
    const refused = await Promise.all([use(first), use('x'.repeat(43)), use(token, { password: 'court' })])
    expect(refused.map(({ body }) => body.code)).toEqual(['link_unusable', 'link_unusable', 'password_too_short'])
    const used = await Promise.all([1, 2].map(() => use(token, { password: 'cinq mulets sous la pluie' })))
    expect(used.map(({ status }) => status).toSorted()).toEqual([200, 410])
    expect((await world.ask(bob, auth.getSession, {})).body.kind).toBe('visitor')
    expect((await signIn(bob.email)).body.code).toBe('wrong_credentials')
    const back = await signIn(bob.email, { password: 'cinq mulets sous la pluie' })
    expect(back.status).toBe(200)
    expect((await eventsOf({ ...bob, token: cookieOf(back) })).find(({ kind }) => kind === 'link_given')).toMatchObject(
      {
        address: '',
        detail: { by: 'Ana', course: made.title },
      },
    )
    expect(await world.db.auditLine.findMany({ where: { courseId: made.id, action: 'member.link' } })).toMatchObject([
      { actorId: owner.id, subject: `person:${bob.id}` },
      { actorId: owner.id, subject: `person:${bob.id}` },
    ])
  })

  it('is one alone, also when it is made several times at once', async () => {
    const { give } = await course()
    const made = await Promise.all(Array.from({ length: 5 }, () => give()))
    const opened = await Promise.all(
      made.map(({ body }) => world.ask(nobody, auth.readLink, { body: { token: tokenOf(body.link) } })),
    )
    expect(opened.filter(({ status }) => status === 200)).toHaveLength(1)
  })

  it('leads to the site as its owner reaches it, not where a trainer says that students find it', async () => {
    const { made, bob, owner } = await course()
    const params = { courseId: made.id }
    const at = { host: 'examens.exemple.fr', origin: 'http://examens.exemple.fr' }
    await world.ask(bob, setStudentAddress, { params, body: { address: 'https://piege.exemple.org' } })
    const place = { params: { ...params, personId: bob.id }, body: {} }
    const given = await world.ask(owner, auth.giveMemberLink, place, at)
    expect(given.body.link).toMatch(/^http:\/\/examens\.exemple\.fr\/lien#/)
    const body = { email: 'lea@exemple.fr', role: 'owner' as const }
    const invited = await world.ask(owner, auth.inviteMember, { params, body }, at)
    expect(invited.body.link).toMatch(/^http:\/\/examens\.exemple\.fr\/lien#/)
  })

  it('ends with time, with the right of either, and when the colleague teaches elsewhere', async () => {
    const { made, owner, bob, give } = await course()
    const other = await world.course('Réseaux')
    const late = tokenOf((await give()).body.link)
    world.wait(24 * 60)
    expect((await use(late)).body.code).toBe('link_unusable')

    const fresh = async () => {
      const back = { ...owner, token: cookieOf(await signIn(owner.email)) }
      return tokenOf((await give(bob, back)).body.link)
    }
    const where = { courseId_personId: { courseId: made.id, personId: bob.id } }
    const elsewhere = await fresh()
    await world.db.membership.create({ data: { courseId: other.id, personId: bob.id, role: 'trainer' } })
    expect((await use(elsewhere)).body.code).toBe('link_unusable')
    await world.db.membership.deleteMany({ where: { courseId: other.id } })
    const removed = await fresh()
    await world.db.membership.delete({ where })
    expect((await use(removed)).body.code).toBe('link_unusable')
    await world.db.membership.create({ data: { courseId: made.id, personId: bob.id, role: 'trainer' } })
    const demoted = await fresh()
    await world.db.membership.update({
      where: { courseId_personId: { courseId: made.id, personId: owner.id } },
      data: { role: 'trainer' },
    })
    expect((await use(demoted)).body.code).toBe('link_unusable')
    expect((await signIn(bob.email)).status).toBe(200)
  })

  it('ends when who it is for changes their password, whoever made it', async () => {
    const { bob, give } = await course()
    const given = tokenOf((await give()).body.link)
    const next = 'cinq mulets sous la pluie'
    expect((await world.ask(bob, auth.changePassword, { body: { current: password, next } })).status).toBe(200)
    expect((await use(given)).body.code).toBe('link_unusable')
    const made = await resetPassword(world.deps, { email: bob.email, publicUrl: undefined, here: 'http://x' })
    const again = { ...bob, token: cookieOf(await signIn(bob.email, { password: next })) }
    await world.ask(again, auth.changePassword, { body: { current: next, next: password } })
    expect((await use(tokenOf(made ?? ''))).body.code).toBe('link_unusable')
    expect((await signIn(bob.email)).status).toBe(200)
  })

  it('is refused for oneself, for who teaches elsewhere, for a stranger, and to who is no owner', async () => {
    const { made, owner, bob, give } = await course()
    const eve = await trainer('Eve')
    const other = await world.course('Réseaux')
    const answers = [await give(owner), await give(eve), await give(owner, bob)]
    await world.db.membership.create({ data: { courseId: other.id, personId: bob.id, role: 'trainer' } })
    answers.push(await give())
    expect(answers.map(({ body }) => body.code)).toEqual(['own_link', 'not_found', 'not_allowed', 'member_elsewhere'])
    expect(await world.db.signInLink.count({ where: { courseId: made.id } })).toBe(0)
  })
})

describe('the address that students type', () => {
  const at = (host: string) => ({ host, origin: `http://${host}` })

  it('is the course’s, else the installation’s, else the one in use; never that of the computer itself', async () => {
    const course = await world.course()
    const nadia = await trainer('Nadia', { course, role: 'owner' })
    const params = { courseId: course.id }
    const read = async (host: string) => (await world.ask(nadia, getStudentAddress, { params }, at(host))).body
    const set = (address: string | null, host = 'localhost:3000') =>
      world.ask(nadia, setStudentAddress, { params, body: { address } }, at(host))
    expect(await read('localhost:3000')).toMatchObject({ origin: null, source: 'request' })
    expect(await read('examens.exemple.fr')).toMatchObject({ origin: 'http://examens.exemple.fr', source: 'request' })
    const refused = await Promise.all(['http://localhost:3000', '127.0.0.1', '[::1]', 'salle 204'].map((a) => set(a)))
    expect(refused.map(({ body }) => body.code)).toEqual([...Array(3).fill('address_loopback'), 'address_unreadable'])
    expect((await set('192.168.1.20:3000/cours')).body).toMatchObject({ origin: 'http://192.168.1.20:3000' })
    expect(await read('localhost:3000')).toMatchObject({ origin: 'http://192.168.1.20:3000', source: 'course' })
    // Invitations and new links take it too.
    const body = { email: 'lea@exemple.fr', role: 'trainer' as const }
    const invited = await world.ask(nadia, auth.inviteMember, { params, body }, at('localhost:3000'))
    expect(invited.body.link).toMatch(/^http:\/\/192\.168\.1\.20:3000\/lien#/)
    const { email } = nadia
    expect(await resetPassword(world.deps, { email, publicUrl: undefined, here: 'http://localhost:3000' })).toMatch(
      /^http:\/\/192\.168\.1\.20:3000\/lien#/,
    )
    expect((await set(null)).body).toMatchObject({ origin: null })
    const lines = await world.db.auditLine.findMany({ where: { courseId: course.id, action: 'course.address' } })
    expect(lines).toHaveLength(2)
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
