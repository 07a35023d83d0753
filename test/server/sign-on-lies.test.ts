import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { findPersonOf, rememberIdentity } from '#server/auth/external-identity.ts'
import { startSession } from '#server/platform/sessions.ts'
import { makeExam } from '#test/setup/exam.ts'
import { type LyingProvider, startLyingProvider } from '#test/setup/lying-provider.ts'
import { oidcProvider, openSignOn } from '#test/setup/sign-on.ts'
import { walker } from '#test/setup/walker.ts'
import type { World } from '#test/setup/world.ts'

let liar: LyingProvider
let other: LyingProvider
let world: World
let origin: string
let at: (provider: string, path: string) => string

beforeAll(async () => {
  ;[liar, other] = await Promise.all([startLyingProvider(), startLyingProvider()])
  const admit = [{ domain: 'univ.fr' }, { claim: 'eduPersonAffiliation', value: 'faculty' }]
  const secondFactor = { claim: 'amr', value: 'mfa' }
  ;({ world, origin, at } = await openSignOn([
    oidcProvider({ issuer: liar.issuer, staff: { admit, secondFactor } }),
    oidcProvider({ issuer: other.issuer, name: 'autre' }),
    oidcProvider({ issuer: other.issuer, name: 'numeros', students: { match: 'number', claim: 'supannEtuId' } }),
  ]))
})
afterAll(async () => {
  await Promise.all([liar.stop(), other.stop()])
  await world.close()
})
beforeEach(async () => {
  for (const one of [liar, other]) one.lies({})
  await world.db.person.deleteMany()
  await world.db.staffRequest.deleteMany()
})

const start = (provider: string, wanted: 'staff' | 'students') => `${at(provider, 'start')}?for=${wanted}`
const known = { email: 'nadia@univ.fr', email_verified: true, name: 'Nadia Berthelot' }
const whoIs = async (browser: ReturnType<typeof walker>) =>
  ((await (await browser.step(`${origin}/api/session`)).json()) as { kind: string }).kind

/** Where somebody arrives, and as whom. */
async function signOn(provider: string, wanted: 'staff' | 'students' = 'staff') {
  const browser = walker()
  const { visited, address } = await browser
    .go(start(provider, wanted), `${origin}/${wanted === 'staff' ? 'connexion' : '?sso'}`)
    .catch(() => browser.go(`${origin}/nulle-part`))
  return { page: address.pathname + address.search, kind: await whoIs(browser), visited, browser }
}

describe('a token is refused', () => {
  const at60 = () => Math.floor(Date.now() / 1_000) - 3_600
  it.each([
    ['wrong nonce', { claims: { ...known, nonce: 'celui-d-un-autre' } }],
    ['no nonce', { claims: { ...known, nonce: undefined } as never }],
    ['of another issuer', { claims: { ...known, iss: 'https://mal.example' } }],
    ['for another client', { claims: { ...known, aud: 'un-autre' } }],
    ['expired', { claims: { ...known, iat: at60() - 60, exp: at60() } }],
    ['forged: signed by another key', { claims: known, isForged: true }],
    ['not signed', { claims: known, isUnsigned: true }],
    ['without a subject', { claims: { ...known, sub: '' } }],
  ])('%s', async (_name, lies) => {
    liar.lies(lies)
    expect(await signOn('universite')).toMatchObject({ page: '/connexion?sso=provider_failed', kind: 'visitor' })
    expect(await world.db.person.count()).toBe(0)
  })

  it('mixed-up issuer: the answer says it is of another provider', async () => {
    liar.lies({ claims: known, iss: other.issuer })
    expect(await signOn('universite')).toMatchObject({ page: '/connexion?sso=provider_failed', kind: 'visitor' })
    expect(liar.exchanged.filter((form) => form.get('code') === 'code-9')).toEqual([])
  })

  it('mixed-up provider: what one was given is not shown to the other', async () => {
    liar.lies({ claims: known })
    const browser = walker()
    const { address } = await browser.go(start('universite', 'staff'), at('universite', 'callback'))
    const before = other.exchanged.length
    const { address: end } = await browser.go(`${at('autre', 'callback')}${address.search}`, `${origin}/connexion`)
    expect(end.search).toBe('?sso=provider_failed')
    expect(other.exchanged.length).toBe(before)
    expect(await whoIs(browser)).toBe('visitor')
  })
})

describe('whom a rule lets in', () => {
  it('by the domain of a verified address: an account, without a course', async () => {
    liar.lies({ claims: known })
    expect(await signOn('universite')).toMatchObject({ page: '/connexion', kind: 'staff' })
    const person = await findPersonOf(world.deps, { source: 'oidc:universite', subject: 'menteur' })
    expect(person).toMatchObject({ name: 'Nadia Berthelot', email: 'nadia@univ.fr', passwordHash: null })
    expect(await world.db.membership.count({ where: { personId: person?.id ?? '' } })).toBe(0)
  })

  it.each(['nadia@faux-univ.fr', 'nadia@mail.univ.fr', 'nadia@univ.fr.mal.example'])('not by %s', async (email) => {
    liar.lies({ claims: { ...known, email, sub: email } })
    expect(await signOn('universite')).toMatchObject({ page: '/connexion?sso=staff_waiting', kind: 'visitor' })
    expect(await world.db.staffRequest.findMany()).toMatchObject([{ email, name: 'Nadia Berthelot' }])
  })

  it('by a claim, one of its values', async () => {
    liar.lies({ claims: { ...known, email: 'x@ailleurs.fr', sub: 'x', eduPersonAffiliation: ['member', 'faculty'] } })
    expect((await signOn('universite')).kind).toBe('staff')
  })

  it('not by an address that nobody has verified', async () => {
    liar.lies({ claims: { ...known, email_verified: false } })
    expect(await signOn('universite')).toMatchObject({ page: '/connexion?sso=email_unverified', kind: 'visitor' })
    expect(await world.db.staffRequest.count()).toBe(0)
  })

  it('a second factor asked over there counts when this installation says so, and by what it says alone', async () => {
    const data = { name: 'Nadia', email: 'nadia@univ.fr', secondFactorAt: new Date() }
    const person = await world.db.person.create({ data })
    liar.lies({ claims: { ...known, amr: ['pwd'] } })
    expect(await signOn('universite')).toMatchObject({ page: '/connexion?sso=second_factor', kind: 'visitor' })
    liar.lies({ claims: { ...known, amr: ['pwd', 'mfa'] } })
    expect(await signOn('universite')).toMatchObject({ page: '/connexion', kind: 'staff' })
    expect(await world.db.session.findMany({ where: { personId: person.id } })).toMatchObject([{ isStrong: true }])
    other.lies({ claims: { ...known, sub: 'autre', amr: ['mfa'] } })
    expect((await signOn('autre')).page).toBe('/connexion?sso=second_factor')
  })
})

it('students are known by a number when the provider says so, with its zeros', async () => {
  const course = await world.course()
  const data = { courseId: course.id, givenName: 'Zoé', familyName: 'Petit' }
  const student = await world.db.student.create({ data: { ...data, number: '00121' } })
  await world.db.student.create({ data: { ...data, number: '121' } })
  other.lies({ claims: { sub: 'zoe', supannEtuId: '00121' } })
  const browser = walker()
  await browser.go(start('numeros', 'students'), `${origin}/mes-examens`)
  const session = await world.db.session.findFirstOrThrow({ where: { source: 'oidc:numeros' } })
  expect(session).toMatchObject({ studentId: student.id, subject: 'zoe' })
})

describe('the provider says that its session is over', () => {
  const source = 'oidc:universite'
  const seconds = () => Math.floor(Date.now() / 1_000)
  const events = { 'http://schemas.openid.net/event/backchannel-logout': {} }
  const truth = () => ({ iss: liar.issuer, aud: 'bareme', iat: seconds(), exp: seconds() + 60, jti: 'j1', events })
  const tell = async (token: string, provider = 'universite') => {
    const answer = await fetch(at(provider, 'logout'), {
      method: 'POST',
      body: new URLSearchParams({ logout_token: token }),
    })
    return answer.status
  }
  const opened = async (of: { subject: string; sourceSession?: string; source?: string }) => {
    const person = await world.staff(`P${of.subject}`)
    await world.db.session.deleteMany({ where: { personId: person.id } })
    const { token } = await startSession(world.deps, { personId: person.id, userAgent: 't', origin: { source, ...of } })
    return { token, isOpen: async () => (await world.db.session.count({ where: { personId: person.id } })) === 1 }
  }

  it('ends that session, and no other of the person', async () => {
    const here = await opened({ subject: 'nadia', sourceSession: 's1' })
    const there = await opened({ subject: 'nadia', sourceSession: 's2' })
    expect(await tell(await liar.sign({ ...truth(), sid: 's1', sub: 'nadia' }))).toBe(200)
    expect([await here.isOpen(), await there.isOpen()]).toEqual([false, true])
    const browser = walker()
    browser.cookies(origin).set('bareme', here.token)
    expect(await whoIs(browser)).toBe('visitor')
  })

  it('without a session, ends all of the person that it opened', async () => {
    const here = await opened({ subject: 'zoe', sourceSession: 's1' })
    const elsewhere = await opened({ subject: 'zoe', source: 'oidc:autre' })
    const password = await opened({ subject: 'zoe', source: '' })
    expect(await tell(await liar.sign({ ...truth(), sub: 'zoe' }))).toBe(200)
    expect([await here.isOpen(), await elsewhere.isOpen(), await password.isOpen()]).toEqual([false, true, true])
  })

  it.each([
    ['forged: signed by another key', { isForged: true }],
    ['of another issuer', { claims: { iss: 'https://mal.example' } }],
    ['for another client', { claims: { aud: 'un-autre' } }],
    ['an ID token: with a nonce', { claims: { nonce: 'n' } }],
    ['of no event', { claims: { events: {} } }],
    ['old', { claims: { iat: Math.floor(Date.now() / 1_000) - 3_600, exp: Math.floor(Date.now() / 1_000) + 60 } }],
    ['of nobody', { claims: { sub: '' } }],
  ])(
    'is not believed: %s',
    async (_name, { isForged = false, claims = {} }: { isForged?: boolean; claims?: object }) => {
      const here = await opened({ subject: 'victime' })
      expect(await tell(await liar.sign({ ...truth(), sub: 'victime', ...claims }, { isForged }))).toBe(401)
      expect(await here.isOpen()).toBe(true)
    },
  )

  it('replayed: told again, it ends nothing that was opened since', async () => {
    const token = await liar.sign({ ...truth(), iat: seconds() - 10, sub: 'paul' })
    expect(await tell(token)).toBe(200)
    const since = await opened({ subject: 'paul' })
    expect(await tell(token)).toBe(200)
    expect(await since.isOpen()).toBe(true)
  })

  it('leaves a student whose copy runs to end it', async () => {
    const course = await world.course()
    const sitting = await world.student({ course, name: 'Ana Assise' })
    await makeExam(world, { course })
    await world.db.attempt.updateMany({
      where: { studentId: sitting.id },
      data: { status: 'in_progress', startedAt: world.now() },
    })
    await rememberIdentity(world.deps, { source, subject: 'ana', studentId: sitting.id })
    await startSession(world.deps, { studentId: sitting.id, userAgent: 't', origin: { source, subject: 'ana' } })
    const isOpen = () => world.db.session.findFirst({ where: { studentId: sitting.id, source } })
    expect(await tell(await liar.sign({ ...truth(), sub: 'ana' }))).toBe(200)
    const kept = await isOpen()
    expect((kept?.expiresAt.getTime() ?? 0) - world.now().getTime()).toBeLessThanOrEqual(6 * 3_600_000)
    await world.db.attempt.updateMany({
      where: { studentId: sitting.id },
      data: { status: 'submitted', closedAt: world.now() },
    })
    expect(await tell(await liar.sign({ ...truth(), sub: 'ana' }))).toBe(200)
    expect(await isOpen()).toBeNull()
  })
})
