import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import * as signOn from '#contract/auth/sign-on.ts'
import { type CasServer, endless, reply, startCasServer } from '#test/setup/cas-server.ts'
import { casProvider, openSignOn } from '#test/setup/sign-on.ts'
import { walker } from '#test/setup/walker.ts'
import type { World } from '#test/setup/world.ts'

let cas: CasServer
let world: World
let origin: string
let at: (provider: string, path: string) => string

beforeAll(async () => {
  cas = await startCasServer()
  ;({ world, origin, at } = await openSignOn([
    casProvider({ url: cas.url }),
    casProvider({
      url: cas.url,
      name: 'etudiants',
      serves: ['students'],
      students: { match: 'number', claim: 'supannEtuId' },
    }),
  ]))
})
afterAll(async () => {
  await cas.stop()
  await world.close()
})
beforeEach(async () => {
  cas.says(null)
  await world.db.staffRequest.deleteMany()
  await world.db.person.deleteMany()
  await world.db.person.create({ data: { name: 'Nadia', email: 'nadia@univ.fr' } })
  cas.signsInAs('nberthelot', { mail: 'Nadia@univ.fr', displayName: 'Nadia Berthelot' })
})

const start = (provider = 'cas', wanted = 'staff') => `${at(provider, 'start')}?for=${wanted}`
const whoIs = async (browser: ReturnType<typeof walker>) =>
  ((await (await browser.step(`${origin}/api/session`)).json()) as { kind: string }).kind
const end = (browser: ReturnType<typeof walker>, address: string) =>
  browser.go(address, `${origin}/connexion`).then(({ address: { search } }) => search)

it('staff come in by their address, and are known by their name there from then on', async () => {
  const browser = walker()
  await browser.go(start(), `${origin}/connexion`)
  expect(await whoIs(browser)).toBe('staff')
  cas.signsInAs('nberthelot', { mail: 'nouvelle@univ.fr' })
  const again = walker()
  await again.go(start(), `${origin}/connexion`)
  expect(await whoIs(again)).toBe('staff')
})

it('students come in by the attribute of their number, of several values the first', async () => {
  const course = await world.course()
  const data = { courseId: course.id, givenName: 'Zoé', familyName: 'Petit', number: '20260417' }
  await world.db.student.create({ data })
  cas.signsInAs('zpetit', { supannEtuId: ['20260417', '9'], mail: 'zoe & co <x@y.fr>' })
  const browser = walker()
  await browser.go(start('etudiants', 'students'), `${origin}/mes-examens`)
  expect(await whoIs(browser)).toBe('student')
})

describe('what is hostile', () => {
  const returning = async (browser: ReturnType<typeof walker>) =>
    (await browser.go(start(), at('cas', 'callback'))).address

  it('an answer without end is cut as soon as it is too long', async () => {
    const browser = walker()
    const address = await returning(browser)
    cas.says(endless)
    expect(await end(browser, address.href)).toBe('?sso=provider_failed')
    expect(await whoIs(browser)).toBe('visitor')
  })

  it('forged ticket', async () => {
    const browser = walker()
    const address = await returning(browser)
    address.searchParams.set('ticket', 'ST-invente-de-toutes-pieces')
    expect(await end(browser, address.href)).toBe('?sso=provider_failed')
    expect(await whoIs(browser)).toBe('visitor')
  })

  it.each(['', 'PT-d-un-mandataire', 'ST-a&service=http://mal.example'])('no ticket: %j', async (ticket) => {
    const browser = walker()
    const address = await returning(browser)
    address.searchParams.set('ticket', ticket)
    expect(await end(browser, address.href)).toBe('?sso=provider_failed')
  })

  it('replayed ticket: good once, in the browser it was given to', async () => {
    const browser = walker()
    const address = await returning(browser)
    expect(await end(browser, address.href)).toBe('')
    expect(await end(browser, address.href)).toBe('?sso=sign_on_expired')
    expect(await end(walker(), address.href)).toBe('?sso=sign_on_expired')
  })

  it('service mismatch: a ticket given for another site, or to another browser', async () => {
    const elsewhere = await fetch(`${cas.url}/login?service=${encodeURIComponent('https://ailleurs.example/?a=1')}`, {
      redirect: 'manual',
    })
    const ticket = new URL(elsewhere.headers.get('location') ?? '').searchParams.get('ticket') ?? ''
    const browser = walker()
    const address = await returning(browser)
    address.searchParams.set('ticket', ticket)
    expect(await end(browser, address.href)).toBe('?sso=provider_failed')
    const victim = await returning(walker())
    const thief = walker()
    const own = await returning(thief)
    own.searchParams.set('ticket', victim.searchParams.get('ticket') ?? '')
    expect(await end(thief, own.href)).toBe('?sso=provider_failed')
    expect(await whoIs(thief)).toBe('visitor')
  })

  const success = (user: string) =>
    `<cas:authenticationSuccess><cas:user>${user}</cas:user><cas:attributes><cas:mail>nadia@univ.fr</cas:mail></cas:attributes></cas:authenticationSuccess>`
  it.each([
    ['no XML', 'yes\nnadia'],
    [
      'another namespace',
      `<serviceResponse xmlns="urn:x"><authenticationSuccess><user>nadia</user></authenticationSuccess></serviceResponse>`,
    ],
    ['another root', `<a xmlns:cas="http://www.yale.edu/tp/cas">${reply(success('nadia'))}</a>`],
    ['a document type', `<!DOCTYPE x [<!ENTITY e "nadia">]>${reply(success('nadia'))}`],
    ['an entity of its own', reply(success('&e;'))],
    ['two people', reply(success('nadia') + success('paul'))],
    ['nobody', reply(success(' '))],
    [
      'a success in a failure',
      reply(`<cas:authenticationFailure code="X">${success('nadia')}</cas:authenticationFailure>`),
    ],
    ['a success beside a failure', reply(`${success('nadia')}<cas:authenticationFailure code="X"/>`)],
    ['cut', reply(success('nadia')).slice(0, -10)],
    ['too long', reply(success('nadia') + ' '.repeat(300_000))],
  ])('a reply that is %s signs nobody in', async (_name, xml) => {
    cas.says(xml)
    const browser = walker()
    expect(await end(browser, start())).toBe('?sso=provider_failed')
    expect(await whoIs(browser)).toBe('visitor')
  })

  it('a logout names a ticket that was never given: nothing ends', async () => {
    const browser = walker()
    const address = await returning(browser)
    await end(browser, address.href)
    const tell = (ticket: string) =>
      fetch(at('cas', 'logout'), {
        method: 'POST',
        body: new URLSearchParams({
          logoutRequest: `<samlp:LogoutRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="1" Version="2.0"><samlp:SessionIndex>${ticket}</samlp:SessionIndex></samlp:LogoutRequest>`,
        }),
      })
    expect((await tell('ST-invente')).status).toBe(200)
    expect(await whoIs(browser)).toBe('staff')
    expect((await tell(address.searchParams.get('ticket') ?? '')).status).toBe(200)
    expect(await whoIs(browser)).toBe('visitor')
    expect(
      (await fetch(at('cas', 'logout'), { method: 'POST', body: new URLSearchParams({ logoutRequest: '<x/>' }) }))
        .status,
    ).toBe(401)
  })
})

describe('somebody whom no course knows', () => {
  const waiting = async () => {
    cas.signsInAs('inconnue', { mail: 'inconnue@univ.fr', displayName: 'Inès Connue' })
    return end(walker(), start())
  }

  it('waits for an owner, who lets them in with a role; the journal says so', async () => {
    expect(await waiting()).toBe('?sso=staff_waiting')
    expect(await waiting()).toBe('?sso=staff_waiting')
    const course = await world.course()
    const odile = await world.staff('Odile', { course, role: 'owner' })
    const params = { courseId: course.id }
    const list = await world.ask(odile, signOn.listStaffRequests, { params })
    expect(list.body.requests).toMatchObject([
      { name: 'Inès Connue', email: 'inconnue@univ.fr', provider: { fr: 'Compte de l’université' }, refused: null },
    ])
    const at1 = { ...params, requestId: list.body.requests[0]?.id ?? '' }
    const accepted = await world.ask(odile, signOn.acceptStaffRequest, { params: at1, body: { role: 'trainer' } })
    expect(accepted.status).toBe(200)
    const browser = walker()
    await browser.go(start(), `${origin}/connexion`)
    expect(await whoIs(browser)).toBe('staff')
    const members = await world.db.membership.findMany({
      where: { courseId: course.id, role: 'trainer' },
      include: { person: true },
    })
    expect(members.map(({ person }) => person.email)).toEqual(['inconnue@univ.fr'])
    const lines = await world.db.auditLine.findMany({ where: { courseId: course.id } })
    expect(lines.map(({ action, actorName, after }) => [action, actorName, after])).toEqual([
      ['member.accept', 'Odile', { name: 'Inès Connue', email: 'inconnue@univ.fr', role: 'trainer' }],
    ])
    expect(
      (await world.ask(odile, signOn.acceptStaffRequest, { params: at1, body: { role: 'owner' } })).body.code,
    ).toBe('not_found')
  })

  it('is refused, is told so, and may still be let in', async () => {
    await waiting()
    const course = await world.course()
    const odile = await world.staff('Odile', { course, role: 'owner' })
    const { id: requestId } = await world.db.staffRequest.findFirstOrThrow()
    const params = { courseId: course.id, requestId }
    expect((await world.ask(odile, signOn.refuseStaffRequest, { params })).status).toBe(200)
    expect(await waiting()).toBe('?sso=staff_refused')
    const { body } = await world.ask(odile, signOn.listStaffRequests, { params })
    expect(body.requests).toMatchObject([{ refused: { byName: 'Odile' } }])
    const actions = async () =>
      (await world.db.auditLine.findMany({ where: { courseId: course.id }, orderBy: { id: 'asc' } })).map(
        ({ action }) => action,
      )
    expect(await actions()).toEqual(['member.refuse'])
    await world.ask(odile, signOn.acceptStaffRequest, { params, body: { role: 'invigilator' } })
    expect(await actions()).toEqual(['member.refuse', 'member.accept'])
  })
})
