import { createLocalJWKSet, jwtVerify } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addPlatform, changePlatform, listPlatforms, removePlatform } from '#contract/lms/platforms.ts'
import { allowedAddress, callPlatform, guardedLookup } from '#server/lms/call-platform.ts'
import { signAsTool } from '#server/lms/tool-key.ts'
import { createWorld, type Someone, type World } from '#test/setup/world.ts'

let world: World
let owner: Someone
let trainer: Someone

beforeAll(async () => {
  world = await createWorld()
  const course = await world.course()
  owner = await world.staff('Odile', { course, role: 'owner' })
  trainer = await world.staff('Tom', { course, role: 'trainer' })
})
afterAll(() => world.close())

const moodle = {
  name: 'Moodle de l’école',
  issuer: 'https://moodle.exemple.fr',
  clientId: 'Fh2kQ9',
  authorizationUrl: 'https://moodle.exemple.fr/mod/lti/auth.php',
  tokenUrl: 'https://moodle.exemple.fr/mod/lti/token.php',
  jwksUrl: 'https://moodle.exemple.fr/mod/lti/certs.php',
  deploymentIds: ['1'],
}

describe('platforms', () => {
  it('are written by hand, changed, disabled and removed by owners, each with a line in the journal', async () => {
    const { body } = await world.ask(owner, addPlatform, { body: moodle })
    const params = { platformId: body.platformId }
    const [kept] = (await world.ask(owner, listPlatforms, {})).body.platforms
    expect(kept).toMatchObject({ ...moodle, registeredBy: 'hand', state: 'active', contexts: [] })
    const changed = { ...moodle, deploymentIds: ['2', '3'], isActive: false }
    await world.ask(owner, changePlatform, { params, body: changed })
    const [disabled] = (await world.ask(owner, listPlatforms, {})).body.platforms
    expect(disabled).toMatchObject({ state: 'disabled', deploymentIds: ['2', '3'] })
    await world.ask(owner, removePlatform, { params })
    expect((await world.ask(owner, listPlatforms, {})).body.platforms).toEqual([])
    const lines = await world.db.auditLine.findMany({ where: { subject: `lti_platform:${body.platformId}` } })
    expect(lines.map(({ action }) => action)).toEqual(['lms.add', 'lms.change', 'lms.remove'])
  })

  it('do not exist for who owns no course', async () => {
    expect((await world.ask(trainer, listPlatforms, {})).status).toBe(404)
    expect((await world.ask(trainer, addPlatform, { body: moodle })).status).toBe(404)
    expect(await world.db.ltiPlatform.count()).toBe(0)
  })

  it('are one for an issuer and a client', async () => {
    const first = await world.ask(owner, addPlatform, { body: moodle })
    expect((await world.ask(owner, addPlatform, { body: moodle })).body.code).toBe('name_taken')
    await world.ask(owner, removePlatform, { params: { platformId: first.body.platformId } })
  })
})

describe('addresses that the server calls', () => {
  it.each([
    'http://moodle.exemple.fr/certs',
    'https://localhost/certs',
    'https://127.0.0.1/certs',
    'https://[::1]/certs',
    'https://[::ffff:127.0.0.1]/certs',
    'https://169.254.169.254/latest/meta-data',
    'https://me:secret@moodle.exemple.fr/certs',
  ])('refuse %s', async (jwksUrl) => {
    const { body } = await world.ask(owner, addPlatform, { body: { ...moodle, jwksUrl } })
    expect(body.code).toBe('lms_address_refused')
    await expect(callPlatform(world.deps, { url: jwksUrl })).rejects.toThrow('address')
  })

  it('may be of the network of the school', () => {
    expect(allowedAddress(world.deps, 'https://moodle.exemple.fr/certs')).not.toBeNull()
    expect(allowedAddress(world.deps, 'https://10.1.2.3/certs')).not.toBeNull()
  })

  it.each([true, false])('are judged again where their name leads, asked for all of them: %s', async (all) => {
    const failure = await new Promise((resolve) => guardedLookup('localhost', { all }, resolve))
    expect(failure).toMatchObject({ code: 'address' })
  })
})

it('keeps its private key sealed, and signs what its public keys prove', async () => {
  const signed = await signAsTool(world.deps, { claims: { sub: 'tool' }, seconds: 60 })
  const { statusCode, body } = await world.app.inject('/lti/jwks.json')
  expect(statusCode).toBe(200)
  const { keys } = JSON.parse(body)
  expect(Object.keys(keys[0]).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use'])
  const { payload } = await jwtVerify(signed, createLocalJWKSet({ keys }), { currentDate: world.now() })
  expect(payload).toMatchObject({ sub: 'tool', exp: Math.floor(world.now().getTime() / 1_000) + 60 })
  const [row] = await world.db.ltiKey.findMany()
  expect(Buffer.from(row?.sealed ?? []).includes(Buffer.from('RSA'))).toBe(false)
  expect(Buffer.from(row?.sealed ?? [])[0]).not.toBe(0x30)
})
