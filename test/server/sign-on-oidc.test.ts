import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { clientSecret, type OidcServer, startOidcServer } from '#test/setup/oidc-server.ts'
import { oidcProvider, openSignOn } from '#test/setup/sign-on.ts'
import { walker } from '#test/setup/walker.ts'
import type { World } from '#test/setup/world.ts'

let idp: OidcServer
let world: World
let origin: string
let at: (provider: string, path: string) => string

beforeAll(async () => {
  idp = await startOidcServer()
  const provider = oidcProvider({ issuer: idp.issuer, clientSecret })
  ;({ world, origin, at } = await openSignOn([
    provider,
    oidcProvider({
      issuer: idp.issuer,
      name: 'numeros',
      clientSecret,
      students: { match: 'number', claim: 'supannEtuId' },
    }),
  ]))
  idp.serve({ callback: at('universite', 'callback'), logout: at('universite', 'logout') })
})
afterAll(async () => {
  await idp.stop()
  await world.close()
})
beforeEach(async () => {
  await world.db.externalIdentity.deleteMany()
  await world.db.staffRequest.deleteMany()
})

const start = (wanted: 'staff' | 'students', back = '') =>
  `${at('universite', 'start')}?for=${wanted}${back && `&back=${encodeURIComponent(back)}`}`
const verified = (email: string, more: object = {}) => ({ email, email_verified: true, name: 'Zoé Petit', ...more })
const pageOf = (address: URL) => address.pathname + address.search
const whoIs = async (browser: ReturnType<typeof walker>) =>
  (await (await browser.step(`${origin}/api/session`)).json()) as { kind: string; name?: string; studentId?: string }

async function staffWith(email: string) {
  await world.db.person.deleteMany({ where: { email } })
  return world.db.person.create({ data: { name: 'Nadia', email } })
}

async function studentWith(fields: { email?: string; number?: string }, title?: string) {
  const course = await world.course(title)
  const data = { courseId: course.id, givenName: 'Zoé', familyName: 'Petit', ...fields }
  return { course, student: await world.db.student.create({ data }) }
}

describe('a member of staff', () => {
  it('comes in by a verified address, to the page they had asked for', async () => {
    const person = await staffWith('nadia@univ.fr')
    idp.signsInAs('nadia', verified('Nadia@univ.fr'))
    const browser = walker()
    const { address, visited } = await browser.go(start('staff', '/cours/abc/examens?tri=date'), `${origin}/cours`)
    expect(pageOf(address)).toBe('/cours/abc/examens?tri=date')
    expect(await whoIs(browser)).toMatchObject({ kind: 'staff', name: 'Nadia' })
    const asked = new URL(visited.find((one) => one.startsWith(`${idp.issuer}/auth`)) ?? '')
    expect(asked.searchParams.get('code_challenge_method')).toBe('S256')
    expect(asked.searchParams.get('code_challenge')).toMatch(/^[\w-]{43}$/)
    const session = await world.db.session.findFirstOrThrow({ where: { personId: person.id } })
    expect(session).toMatchObject({ source: 'oidc:universite', subject: 'nadia', isStrong: false })
    expect(session.sourceSession).not.toBe('')
    const events = await world.db.accountEvent.findMany({ where: { personId: person.id } })
    expect(events.map(({ kind, detail }) => [kind, detail])).toEqual([
      ['signed_on', { provider: 'Compte de l’université' }],
    ])
  })

  it('is the same account when their address changes over there', async () => {
    await staffWith('nadia2@univ.fr')
    idp.signsInAs('nadia2', verified('nadia2@univ.fr'))
    await walker().go(start('staff'), `${origin}/connexion`)
    idp.signsInAs('nadia2', { email: 'nadia.nouvelle@univ.fr', email_verified: false })
    const browser = walker()
    await browser.go(start('staff'), `${origin}/connexion`)
    expect(await whoIs(browser)).toMatchObject({ kind: 'staff', name: 'Nadia' })
  })

  it('does not come in by an unverified e-mail', async () => {
    await staffWith('nadia3@univ.fr')
    idp.signsInAs('nadia3', { email: 'nadia3@univ.fr', email_verified: false })
    const browser = walker()
    const { address } = await browser.go(start('staff'), `${origin}/connexion`)
    expect(pageOf(address)).toBe('/connexion?sso=email_unverified')
    expect((await whoIs(browser)).kind).toBe('visitor')
    expect(await world.db.externalIdentity.count()).toBe(0)
  })

  it('does not take the account of somebody whose address they were given', async () => {
    await staffWith('direction@univ.fr')
    idp.signsInAs('ancienne-directrice', verified('direction@univ.fr'))
    await walker().go(start('staff'), `${origin}/connexion`)
    idp.signsInAs('nouveau-directeur', verified('direction@univ.fr'))
    const browser = walker()
    expect(pageOf((await browser.go(start('staff'), `${origin}/connexion`)).address)).toBe(
      '/connexion?sso=identity_taken',
    )
    expect((await whoIs(browser)).kind).toBe('visitor')
  })

  it('still gives the second factor they have here, and only then has a session', async () => {
    const person = await staffWith('prudente@univ.fr')
    await world.db.person.update({ where: { id: person.id }, data: { secondFactorAt: world.now() } })
    idp.signsInAs('prudente', verified('prudente@univ.fr'))
    const browser = walker()
    expect(pageOf((await browser.go(start('staff', '/compte'), `${origin}/connexion`)).address)).toBe(
      '/connexion?sso=second_factor',
    )
    expect((await whoIs(browser)).kind).toBe('visitor')
    const answer = await browser.step(`${origin}/api/sso/second-factor`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin },
      body: JSON.stringify({ secondFactor: '000000' }),
    })
    expect(await answer.json()).toMatchObject({ code: 'wrong_second_factor' })
    expect((await whoIs(browser)).kind).toBe('visitor')
  })
})

describe('a student', () => {
  it('finds the exams of every course that has their address, and no other', async () => {
    const here = await studentWith({ email: 'zoe@univ.fr' })
    const there = await studentWith({ email: 'Zoe@univ.fr' }, 'Réseaux')
    const gone = await studentWith({ email: 'zoe@univ.fr' }, 'Ancien')
    await world.db.student.update({ where: { id: gone.student.id }, data: { archivedAt: world.now() } })
    const closed = await studentWith({ email: 'zoe@univ.fr' }, 'Fermé')
    await world.db.course.update({ where: { id: closed.course.id }, data: { archivedAt: world.now() } })
    await studentWith({ email: 'zoe2@univ.fr' }, 'Autre')
    idp.signsInAs('zoe', verified('zoe@univ.fr'))
    const browser = walker()
    expect(pageOf((await browser.go(start('students'), `${origin}/mes-examens`)).address)).toBe('/mes-examens')
    expect((await whoIs(browser)).kind).toBe('student')
    const known = await world.db.externalIdentity.findMany({ where: { subject: 'zoe' } })
    expect(known.map(({ studentId }) => studentId).toSorted()).toEqual([here.student.id, there.student.id].toSorted())
  })

  it('who was archived does not come in', async () => {
    const { student } = await studentWith({ email: 'partie@univ.fr' })
    await world.db.student.update({ where: { id: student.id }, data: { archivedAt: world.now() } })
    idp.signsInAs('partie', verified('partie@univ.fr'))
    const browser = walker()
    expect(pageOf((await browser.go(start('students'), `${origin}/?sso`)).address)).toBe('/?sso=student_unknown')
    expect((await whoIs(browser)).kind).toBe('visitor')
  })

  it('does not come in by an unverified e-mail', async () => {
    await studentWith({ email: 'fausse@univ.fr' })
    idp.signsInAs('fausse', { email: 'fausse@univ.fr', email_verified: false })
    const { address } = await walker().go(start('students'), `${origin}/?sso`)
    expect(pageOf(address)).toBe('/?sso=email_unverified')
  })

  it('loses an entry whose address was corrected, which its owner then gets', async () => {
    const { student } = await studentWith({ email: 'tom@univ.fr' })
    idp.signsInAs('tom', verified('tom@univ.fr'))
    await walker().go(start('students'), `${origin}/mes-examens`)
    await world.db.student.update({ where: { id: student.id }, data: { email: 'lea@univ.fr' } })
    idp.signsInAs('tom', verified('tom@univ.fr'))
    expect(pageOf((await walker().go(start('students'), `${origin}/?sso`)).address)).toBe('/?sso=student_unknown')
    idp.signsInAs('lea', verified('lea@univ.fr'))
    const browser = walker()
    await browser.go(start('students'), `${origin}/mes-examens`)
    expect(await whoIs(browser)).toMatchObject({ kind: 'student', studentId: student.id })
  })

  it('of whom a class has two entries alike is let in as neither', async () => {
    const { course } = await studentWith({ email: 'double@univ.fr' })
    await world.db.student.create({
      data: { courseId: course.id, givenName: 'Zoé', familyName: 'Double', email: 'double@univ.fr' },
    })
    idp.signsInAs('double', verified('double@univ.fr'))
    expect(pageOf((await walker().go(start('students'), `${origin}/?sso`)).address)).toBe('/?sso=student_unknown')
  })

  it('who uses the button of staff comes in as a student, and asks nobody for a right', async () => {
    await studentWith({ email: 'distraite@univ.fr' })
    idp.signsInAs('distraite', verified('distraite@univ.fr'))
    const browser = walker()
    await browser.go(start('staff'), `${origin}/mes-examens`)
    expect((await whoIs(browser)).kind).toBe('student')
    expect(await world.db.staffRequest.count()).toBe(0)
  })
})

describe('what is hostile', () => {
  it('open redirect: after the sign-in, one stays on this site', async () => {
    await staffWith('nadia@univ.fr')
    idp.signsInAs('nadia', verified('nadia@univ.fr'))
    const elsewhere = [
      'https://mal.example/',
      '//mal.example',
      '/\\mal.example',
      'javascript:alert(1)',
      '/\t/mal.example',
    ]
    for (const back of [
      ...elsewhere,
      '/..//mal.example',
      '/./\\/mal.example',
      '/api/session',
      '/connexion?sso=1',
      '/',
    ]) {
      const browser = walker()
      const { address } = await browser.go(start('staff', back), at('universite', 'callback'))
      const answer = await browser.step(address.href)
      expect([back, answer.status, answer.headers.get('location')]).toEqual([back, 302, '/connexion'])
    }
  })

  it('replayed code: the same return opens nothing, nor does the code in another browser', async () => {
    await staffWith('nadia@univ.fr')
    idp.signsInAs('nadia', verified('nadia@univ.fr'))
    const browser = walker()
    const { visited } = await browser.go(start('staff'), `${origin}/connexion`)
    const callback = visited.find((one) => one.startsWith(at('universite', 'callback'))) ?? ''
    expect(pageOf((await browser.go(callback, `${origin}/connexion`)).address)).toBe('/connexion?sso=sign_on_expired')
    // In the flow of a thief: their state, the code of another.
    const thief = walker()
    const leaving = await thief.go(start('staff'), idp.issuer)
    const forged = new URL(callback)
    forged.searchParams.set('state', leaving.address.searchParams.get('state') ?? '')
    expect(pageOf((await thief.go(forged.href, `${origin}/connexion`)).address)).toBe('/connexion?sso=provider_failed')
    expect((await whoIs(thief)).kind).toBe('visitor')
  })

  it('stolen code, not used yet: it serves nobody in another browser', async () => {
    await staffWith('nadia@univ.fr')
    idp.signsInAs('nadia', verified('nadia@univ.fr'))
    const { address: stolen } = await walker().go(start('staff'), at('universite', 'callback'))
    const thief = walker()
    expect(pageOf((await thief.go(stolen.href, `${origin}/connexion`)).address)).toBe('/connexion?sso=sign_on_expired')
    const leaving = await thief.go(start('staff'), idp.issuer)
    stolen.searchParams.set('state', leaving.address.searchParams.get('state') ?? '')
    expect(pageOf((await thief.go(stolen.href, `${origin}/connexion`)).address)).toBe('/connexion?sso=provider_failed')
    expect((await whoIs(thief)).kind).toBe('visitor')
  })

  it('wrong state: one that this browser was not given', async () => {
    idp.signsInAs('nadia', verified('nadia@univ.fr'))
    const browser = walker()
    const { address } = await browser.go(start('staff'), at('universite', 'callback'))
    address.searchParams.set('state', 'A'.repeat(43))
    expect(pageOf((await browser.go(address.href, `${origin}/connexion`)).address)).toBe(
      '/connexion?sso=sign_on_expired',
    )
    expect((await whoIs(browser)).kind).toBe('visitor')
  })

  it('PKCE missing: a stolen code is not exchanged without what this server alone knows', async () => {
    idp.signsInAs('nadia', verified('nadia@univ.fr'))
    const { address } = await walker().go(start('staff'), at('universite', 'callback'))
    const exchange = await fetch(`${idp.issuer}/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`bareme:${clientSecret}`).toString('base64')}` },
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        code: address.searchParams.get('code') ?? '',
        redirect_uri: at('universite', 'callback'),
      }),
    })
    expect([exchange.status, ((await exchange.json()) as { error: string }).error]).toEqual([400, 'invalid_grant'])
  })

  it('two tabs: each comes back to its own page', async () => {
    await staffWith('nadia@univ.fr')
    idp.signsInAs('nadia', verified('nadia@univ.fr'))
    const browser = walker()
    const first = await browser.go(start('staff', '/compte'), at('universite', 'callback'))
    const second = await browser.go(start('staff', '/cours'), at('universite', 'callback'))
    expect(pageOf((await browser.go(second.address.href, `${origin}/cours`)).address)).toBe('/cours')
    expect(pageOf((await browser.go(first.address.href, `${origin}/compte`)).address)).toBe('/compte')
  })

  it('a return after a quarter of an hour is too late', async () => {
    idp.signsInAs('nadia', verified('nadia@univ.fr'))
    const browser = walker()
    const { address } = await browser.go(start('staff'), at('universite', 'callback'))
    world.wait(16)
    expect(pageOf((await browser.go(address.href, `${origin}/connexion`)).address)).toBe(
      '/connexion?sso=sign_on_expired',
    )
    world.wait(-16)
  })
})
