import { exportJWK, generateKeyPair } from 'jose'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { launchRefusals } from '#core/lms/launch-refusal.ts'
import { type LtiPlatform, ltiPlatform } from '#test/setup/lti-platform.ts'
import { launchOf, ltiClaims, type PayloadName, recordedLaunch } from '#test/setup/lti-platform-launches.ts'
import { instructor, learner } from '#test/setup/lti-platform-members.ts'
import { ltiBrowser, registerBothWays } from '#test/setup/lti-tool.ts'
import { hasSharedFixtures } from '#test/setup/shared-fixtures.ts'
import { createWorld, type Someone, type World } from '#test/setup/world.ts'

let world: World
let platform: LtiPlatform
let owner: Someone
let platformId: string
let course: { id: string }
let target: string
const context = { id: '8893483', title: 'Bio Adventures' }

beforeAll(async () => {
  world = await createWorld({ settings: { lmsOnThisMachine: true } })
  platform = await ltiPlatform({ now: world.now })
  course = await world.course()
  owner = await world.staff('Odile', { course, role: 'owner' })
  const registered = await registerBothWays(world, { platform, owner })
  platformId = registered.platformId
  target = registered.tool.launchUrl
  await bind()
})
afterAll(async () => {
  await platform.close()
  await world.close()
})
beforeEach(() =>
  world.db.student.create({
    data: { courseId: course.id, familyName: 'Lowell', givenName: 'Carrie', email: 'C.Lowell@District1.com' },
  }),
)
afterEach(async () => {
  await world.db.student.deleteMany({})
  await world.db.ltiLogin.deleteMany({})
  await world.db.ltiContext.updateMany({ data: { addsStudents: false } })
})

const bind = () =>
  world.db.ltiContext.create({
    data: {
      platformId,
      deploymentId: 'testdeploy',
      contextId: context.id,
      title: 'Bio',
      courseId: course.id,
      createdAt: world.now(),
    },
  })

const carrie = { sub: '40899', given: 'Carrie', family: 'Lowell', email: 'c.lowell@district1.com' }
const asCarrie = () => launchOf(platform.issuer, { person: carrie, roles: [learner], context })
type Spoiled = {
  overrides?: Record<string, unknown>
  signing?: object
  payload?: PayloadName | Record<string, unknown>
}
const begin = ({ payload = asCarrie(), ...spoiled }: Spoiled = {}) =>
  platform.launches.begin({ clientId: 'bareme', payload, target, ...spoiled })
const refusalIn = (address: string) => new URL(address, 'http://localhost').searchParams.get('raison')
const detailIn = (address: string) => new URL(address, 'http://localhost').searchParams.get('detail')
const sessions = () => world.db.session.count({ where: { studentId: { not: null } } })

describe('a launch that is as it should be', () => {
  it('signs the learner in, in the course that the context is bound to', async () => {
    const browser = ltiBrowser(world)
    expect(await browser.launch(platform, begin())).toBe('/mes-examens')
    const session = await world.db.session.findFirstOrThrow({ where: { student: { email: 'C.Lowell@District1.com' } } })
    expect(session).toMatchObject({ source: `lti:${platformId}`, subject: '40899' })
    expect(browser.cookies['bareme']).toBeDefined()
    // Nothing of the launch stays in the browser, nor what its message said in the database.
    expect(Object.keys(browser.cookies).filter((name) => name.includes('lti'))).toEqual([])
    expect(await world.db.ltiLogin.count({ where: { sealed: { not: null } } })).toBe(0)
  })

  it('may begin with GET', async () => {
    const browser = ltiBrowser(world)
    const to = new URL(await browser.login(begin(), { by: 'GET' }))
    expect(to.origin + to.pathname).toBe(platform.endpoints.authorization)
    const { state, idToken } = await platform.launches.authorize(to.searchParams)
    expect(await browser.post({ state, id_token: idToken })).toBe('/mes-examens')
  })

  it.skipIf(!hasSharedFixtures).each<[PayloadName, 'student' | 'staff']>([
    ['Launch LTI 1.3 Message as Student', 'student'],
    ['Launch Student with Multiple Role Values', 'student'],
    ['Deep Linking - Core Launch of Passed LTI Link', 'student'],
    ['Launch Student No PII', 'student'],
    ['Launch LTI 1.3 Message as Instructor', 'staff'],
    ['Launch Instructor with Multiple Role Values', 'staff'],
    ['Launch Instructor No PII', 'staff'],
    ['Names and Roles - Core Launch if Needed', 'staff'],
    ['Assignments and Grades - Core Launch', 'staff'],
  ])('accepts the recorded one: %s', async (name, who) => {
    const browser = ltiBrowser(world)
    const to = await browser.launch(platform, begin({ payload: name }))
    if (who === 'staff') return expect(to).toMatch(/^\/lti\/lancement\//)
    // Without a name or an address, a learner of nobody's class is told what to do: the message itself was accepted.
    const isNamed = recordedLaunch(name)['email'] !== undefined
    expect(isNamed ? to : refusalIn(to)).toBe(isNamed ? '/mes-examens' : 'student_unknown')
  })

  it('takes aud as a list with our name in azp', async () => {
    const overrides = { aud: ['bareme', 'another'], azp: 'bareme' }
    expect(await ltiBrowser(world).launch(platform, begin({ overrides }))).toBe('/mes-examens')
  })

  it('bears clocks a minute apart', async () => {
    const now = Math.floor(world.now().getTime() / 1_000)
    expect(await ltiBrowser(world).launch(platform, begin({ overrides: { iat: now + 50, exp: now - 50 } }))).toBe(
      '/mes-examens',
    )
  })
})

describe('a message is refused, with its reason and no session', () => {
  const at = (seconds: number) => Math.floor(world.now().getTime() / 1_000) + seconds

  it.each<[string, (typeof launchRefusals)[number], () => Record<string, unknown>]>([
    ['expired', 'expired', () => ({ iat: at(-400), exp: at(-100) })],
    ['of the future', 'from_the_future', () => ({ iat: at(100), exp: at(400) })],
    ['not valid yet', 'from_the_future', () => ({ nbf: at(100) })],
    ['of another issuer', 'wrong_issuer', () => ({ iss: 'https://elsewhere.example.org' })],
    ['for another tool', 'wrong_audience', () => ({ aud: 'another' })],
    ['for several tools, without azp', 'wrong_audience', () => ({ aud: ['bareme', 'another'] })],
    ['for us, given to another', 'wrong_audience', () => ({ azp: 'another' })],
    ['of a deployment nobody named', 'unknown_deployment', () => ({ [ltiClaims.deployment]: 'elsewhere' })],
    ['with the nonce of another launch', 'wrong_nonce', () => ({ nonce: 'of-another-launch' })],
    ['of another version', 'wrong_version', () => ({ [ltiClaims.version]: '1.1' })],
    ['of an unknown type', 'wrong_type', () => ({ [ltiClaims.message]: 'LtiSubmissionReviewRequest' })],
    ['for an address of another', 'wrong_target', () => ({ [ltiClaims.target]: 'https://elsewhere.example.org/' })],
    ['for something that is no address', 'wrong_target', () => ({ [ltiClaims.target]: 'packback.co' })],
    [
      'from somebody without a role in the course',
      'no_role',
      () => ({ [ltiClaims.roles]: ['http://purl.imsglobal.org/vocab/lis/v2/institution/person#Student'] }),
    ],
    ['from somebody without any role', 'no_role', () => ({ [ltiClaims.roles]: [] })],
  ])('%s', async (_name, reason, overrides) => {
    const before = await sessions()
    const browser = ltiBrowser(world)
    expect(refusalIn(await browser.launch(platform, begin({ overrides: overrides() })))).toBe(reason)
    expect(await sessions()).toBe(before)
    expect(browser.cookies['bareme']).toBeUndefined()
  })

  it.each([
    'aud',
    'exp',
    'iat',
    'nonce',
    'sub',
    ...[ltiClaims.message, ltiClaims.version, ltiClaims.deployment, ltiClaims.roles],
    ...[ltiClaims.context, ltiClaims.link, ltiClaims.target],
  ])('without the claim %s', async (name) => {
    const before = await sessions()
    const to = await ltiBrowser(world).launch(platform, begin({ overrides: { [name]: undefined } }))
    expect([refusalIn(to), detailIn(to)]).toEqual(['missing_claim', name])
    expect(await sessions()).toBe(before)
  })

  it('without iss', async () => {
    const to = await ltiBrowser(world).launch(platform, begin({ overrides: { iss: undefined } }))
    expect(refusalIn(to)).toBe('wrong_issuer')
  })

  it('signed with a shared secret', async () => {
    const signing = { alg: 'HS256', key: new TextEncoder().encode(JSON.stringify(platform.launches.jwks)) }
    expect(refusalIn(await ltiBrowser(world).launch(platform, begin({ signing })))).toBe('wrong_algorithm')
  })

  it('signed by nobody (alg none)', async () => {
    const browser = ltiBrowser(world)
    const { state, idToken } = await platform.launches.authorize(new URL(await browser.login(begin())).searchParams)
    const none = Buffer.from(JSON.stringify({ alg: 'none', typ: 'JWT' })).toString('base64url')
    const forged = [none, idToken.split('.')[1], ''].join('.')
    expect(refusalIn(await browser.post({ state, id_token: forged }))).toBe('wrong_algorithm')
  })

  it('signed with an algorithm of RSA that is not the one', async () => {
    const { privateKey: key } = await generateKeyPair('PS256')
    expect(refusalIn(await ltiBrowser(world).launch(platform, begin({ signing: { alg: 'PS256', key } })))).toBe(
      'wrong_algorithm',
    )
  })

  it('signed with the key of another under the right name', async () => {
    const { privateKey: key } = await generateKeyPair('RS256')
    expect(refusalIn(await ltiBrowser(world).launch(platform, begin({ signing: { key } })))).toBe('wrong_signature')
  })

  it('changed after it was signed', async () => {
    const browser = ltiBrowser(world)
    const { state, idToken } = await platform.launches.authorize(new URL(await browser.login(begin())).searchParams)
    const [header, payload = '', signature] = idToken.split('.')
    const said = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))
    const changed = Buffer.from(JSON.stringify({ ...said, [ltiClaims.roles]: [instructor] })).toString('base64url')
    expect(refusalIn(await browser.post({ state, id_token: [header, changed, signature].join('.') }))).toBe(
      'wrong_signature',
    )
  })

  it.each(['', 'not a token', 'a.b.c', '..'])('that is no message: « %s »', async (idToken) => {
    const browser = ltiBrowser(world)
    const { state } = await platform.launches.authorize(new URL(await browser.login(begin())).searchParams)
    expect(refusalIn(await browser.post({ state, id_token: idToken }))).toBe('not_a_message')
  })

  it('signed with a key the platform has not published: it is asked once a minute, not more', async () => {
    const asked = () => platform.asked.filter(({ path }) => path === '/jwks').length
    const { privateKey: key } = await generateKeyPair('RS256')
    const signing = { kid: 'unknown', key }
    const tryIt = async () => refusalIn(await ltiBrowser(world).launch(platform, begin({ signing })))
    await ltiBrowser(world).launch(platform, begin())
    world.wait(2)
    const before = asked()
    expect([await tryIt(), await tryIt(), await tryIt()]).toEqual(['unknown_key', 'unknown_key', 'unknown_key'])
    expect(asked() - before).toBe(1)
    world.wait(2)
    expect(await tryIt()).toBe('unknown_key')
    expect(asked() - before).toBe(2)
  })

  it('but one signed with a new key of the platform is accepted: its keys are read again', async () => {
    const { privateKey: key, publicKey } = await generateKeyPair('RS256', { extractable: true })
    const next = { ...(await exportJWK(publicKey)), kid: 'platform-2', alg: 'RS256', use: 'sig' }
    platform.launches.jwks.keys.push(next)
    world.wait(2)
    expect(await ltiBrowser(world).launch(platform, begin({ signing: { kid: 'platform-2', key } }))).toBe(
      '/mes-examens',
    )
    platform.launches.jwks.keys.pop()
  })

  it('whose keys cannot be read, is refused as that', async () => {
    world.wait(120)
    platform.fail('jwks', { kind: 'redirect', to: 'http://127.0.0.1:1/elsewhere' })
    expect(refusalIn(await ltiBrowser(world).launch(platform, begin()))).toBe('keys_unreachable')
    world.wait(2)
    platform.fail('jwks', { kind: 'huge' })
    expect(refusalIn(await ltiBrowser(world).launch(platform, begin()))).toBe('keys_unreachable')
    world.wait(2)
    expect(await ltiBrowser(world).launch(platform, begin())).toBe('/mes-examens')
  })
})

describe('a message serves once, in one browser', () => {
  it('is refused a second time (nonce replay)', async () => {
    const browser = ltiBrowser(world)
    const { state, idToken } = await platform.launches.authorize(new URL(await browser.login(begin())).searchParams)
    await browser.post({ state, id_token: idToken })
    expect(refusalIn(await browser.post({ state, id_token: idToken }))).toBe('replayed')
  })

  it('is refused under the state of another launch', async () => {
    const browser = ltiBrowser(world)
    const first = await platform.launches.authorize(new URL(await browser.login(begin())).searchParams)
    const second = await platform.launches.authorize(new URL(await browser.login(begin())).searchParams)
    expect(refusalIn(await browser.post({ state: second.state, id_token: first.idToken }))).toBe('wrong_nonce')
  })

  it.each(['', 'guessed', undefined])('is refused with a state we have not given: %s', async (state) => {
    const browser = ltiBrowser(world)
    const { idToken } = await platform.launches.authorize(new URL(await browser.login(begin())).searchParams)
    expect(refusalIn(await browser.post({ ...(state === undefined ? {} : { state }), id_token: idToken }))).toBe(
      'no_login',
    )
  })

  it('opens nothing in another browser than the one where the launch began', async () => {
    const [theirs, other] = [ltiBrowser(world), ltiBrowser(world)]
    const { state, idToken } = await platform.launches.authorize(new URL(await theirs.login(begin())).searchParams)
    const before = await sessions()
    expect(refusalIn(await other.post({ state, id_token: idToken }))).toBe('other_browser')
    expect(await sessions()).toBe(before)
  })

  it('is refused ten minutes after the click', async () => {
    const browser = ltiBrowser(world)
    const to = new URL(await browser.login(begin()))
    world.wait(11)
    const { state, idToken } = await platform.launches.authorize(to.searchParams)
    expect(refusalIn(await browser.post({ state, id_token: idToken }))).toBe('login_expired')
  })

  it('is told as such when the platform itself refuses', async () => {
    const browser = ltiBrowser(world)
    const state = new URL(await browser.login(begin())).searchParams.get('state') ?? ''
    expect(refusalIn(await browser.post({ state, error: 'login_required' }))).toBe('refused_by_platform')
  })
})

describe('a login is refused', () => {
  it.each(['iss', 'login_hint', 'target_link_uri'])('without %s', async (name) => {
    const { [name]: _, ...rest } = begin() as Record<string, string>
    expect(refusalIn(await ltiBrowser(world).login(rest))).toBe('missing_claim')
  })

  it('from an issuer or for a client that nobody registered', async () => {
    expect(refusalIn(await ltiBrowser(world).login({ ...begin(), iss: 'https://elsewhere.example.org' }))).toBe(
      'unknown_platform',
    )
    expect(refusalIn(await ltiBrowser(world).login({ ...begin(), client_id: 'another' }))).toBe('unknown_platform')
  })

  it('towards another site', async () => {
    const to = await ltiBrowser(world).login({ ...begin(), target_link_uri: 'https://elsewhere.example.org/' })
    expect(refusalIn(to)).toBe('wrong_target')
  })

  it('of a platform that waits for an owner, or was disabled, even for a message under way', async () => {
    const browser = ltiBrowser(world)
    const { state, idToken } = await platform.launches.authorize(new URL(await browser.login(begin())).searchParams)
    const where = { id: platformId }
    await world.db.ltiPlatform.update({ where, data: { disabledAt: world.now() } })
    expect(refusalIn(await browser.login(begin()))).toBe('platform_disabled')
    expect(refusalIn(await browser.post({ state, id_token: idToken }))).toBe('platform_disabled')
    await world.db.ltiPlatform.update({ where, data: { disabledAt: null, approvedAt: null } })
    expect(refusalIn(await browser.login(begin()))).toBe('platform_waits')
    await world.db.ltiPlatform.update({ where, data: { approvedAt: world.now() } })
  })
})
