import { createLocalJWKSet, exportJWK, generateKeyPair, jwtVerify, SignJWT } from 'jose'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type LtiPlatform, ltiPlatform } from '#test/setup/lti-platform.ts'
import { launchOf } from '#test/setup/lti-platform-launches.ts'
import { learner } from '#test/setup/lti-platform-members.ts'
import { scopes } from '#test/setup/lti-platform-tokens.ts'

// What the tests of LTI rest on is itself strict: a client that does what the specification forbids is refused.
let platform: LtiPlatform
const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true })
const jwk = { ...(await exportJWK(publicKey)), kid: 'tool', alg: 'RS256' }

beforeEach(async () => {
  platform = await ltiPlatform({
    members: Array.from({ length: 120 }, (_, at) => ({ user_id: `u${at}`, roles: [learner], name: `P ${at}` })),
  })
  platform.trust({
    ...{ clientId: 'tool', initiateLogin: 'http://127.0.0.1/login', redirectUris: ['http://127.0.0.1/launch'] },
    jwks: async () => ({ keys: [jwk] }),
  })
})
afterEach(() => platform.close())

let count = 0
const assertion = (claims: Record<string, unknown> = {}) => {
  const iat = Math.floor(Date.now() / 1000)
  count += 1
  const all = {
    iss: 'tool',
    sub: 'tool',
    aud: platform.endpoints.token,
    iat,
    exp: iat + 60,
    jti: `${count}`,
    ...claims,
  }
  return new SignJWT(all).setProtectedHeader({ alg: 'RS256', kid: 'tool' }).sign(privateKey)
}

async function askToken(client_assertion: string, scope: string) {
  const body = new URLSearchParams({
    ...{ grant_type: 'client_credentials', client_assertion, scope },
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
  })
  const response = await fetch(platform.endpoints.token, { method: 'POST', body })
  return { status: response.status, body: (await response.json()) as { access_token?: string; error?: string } }
}

const tokenFor = async (scope: string) => (await askToken(await assertion(), scope)).body.access_token ?? ''

it('gives a token to the client that signed for it, once, and to no other', async () => {
  const good = await assertion()
  expect(await askToken(good, scopes.score)).toMatchObject({ status: 200 })
  expect(await askToken(good, scopes.score)).toMatchObject({ status: 401, body: { error: 'invalid_client' } })
  const wrong = [{ aud: 'https://elsewhere.example' }, { sub: 'other' }, { exp: 1 }, { jti: '' }, { iss: 'other' }]
  for (const claims of wrong) expect((await askToken(await assertion(claims), scopes.score)).status).toBe(401)
  expect(await askToken(await assertion(), 'https://elsewhere.example/scope')).toMatchObject({ status: 400 })
})

it('lists its members by pages, to a token of that scope only', async () => {
  const read = async (url: string, token: string) =>
    fetch(url, {
      headers: { authorization: `Bearer ${token}`, accept: 'application/vnd.ims.lti-nrps.v2.membershipcontainer+json' },
    })
  const token = await tokenFor(scopes.members)
  const seen: string[] = []
  for (let url: string | undefined = platform.people.membershipsUrl(); url; ) {
    const page = await read(url, token)
    const { members } = (await page.json()) as { members: { user_id: string }[] }
    seen.push(...members.map(({ user_id }) => user_id))
    url = /<([^>]+)>; rel="next"/.exec(page.headers.get('link') ?? '')?.[1]
  }
  expect(new Set(seen).size).toBe(120)
  expect((await read(platform.people.membershipsUrl(), await tokenFor(scopes.score))).status).toBe(403)
  expect((await read(platform.people.membershipsUrl(), 'x')).status).toBe(401)
})

it('takes a score only as the specification says it, and none that is older', async () => {
  const item = platform.gradebook.addItem({ label: 'Examen', scoreMaximum: 20 })
  const token = await tokenFor(scopes.score)
  const good = {
    ...{ userId: 'u1', timestamp: '2026-12-08T09:00:00.000Z', scoreGiven: 12, scoreMaximum: 20 },
    ...{ activityProgress: 'Completed', gradingProgress: 'FullyGraded' },
  }
  const scoresUrl = new URL(item.id)
  scoresUrl.pathname += '/scores'
  const post = async (score: object, type = 'application/vnd.ims.lis.v1.score+json') =>
    fetch(scoresUrl, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': type },
      body: JSON.stringify(score),
    }).then(({ status }) => status)
  expect(await post(good, 'application/json')).toBe(415)
  expect(await post({ ...good, timestamp: '2026-12-08T09:00:00Z' })).toBe(400)
  expect(await post({ ...good, scoreMaximum: undefined })).toBe(400)
  expect(await post({ ...good, gradingProgress: 'Done' })).toBe(400)
  expect(await post({ ...good, userId: 'stranger' })).toBe(404)
  expect(await post(good)).toBe(204)
  expect(await post({ ...good, scoreGiven: 3 })).toBe(409)
  // As the platforms that keep whole seconds.
  expect(await post({ ...good, scoreGiven: 3, timestamp: '2026-12-08T09:00:00.999Z' })).toBe(409)
  expect(await post({ ...good, scoreGiven: 3, timestamp: '2026-12-08T09:00:01.000Z' })).toBe(204)
  expect(platform.gradebook.lastOf(item.id, 'u1')?.scoreGiven).toBe(3)
})

it('signs a launch for the request it was asked, and spoils what a test says', async () => {
  const ana = { person: { sub: '40899', given: 'Ana', family: 'Roy' }, roles: [learner] }
  const start = (overrides = {}) =>
    platform.launches.begin({
      ...{ clientId: 'tool', payload: launchOf(platform.issuer, ana), overrides },
      target: 'http://127.0.0.1/launch',
    })
  const ask = ({ login_hint, lti_message_hint }: { login_hint: string; lti_message_hint: string }, change = {}) =>
    platform.launches.authorize(
      new URLSearchParams({
        ...{ scope: 'openid', response_type: 'id_token', response_mode: 'form_post', prompt: 'none' },
        ...{ client_id: 'tool', redirect_uri: 'http://127.0.0.1/launch', nonce: 'n', state: 's' },
        ...{ login_hint, lti_message_hint, ...change },
      }),
    )
  const { idToken } = await ask(start())
  const { payload } = await jwtVerify(idToken, createLocalJWKSet(platform.launches.jwks), { issuer: platform.issuer })
  expect(payload).toMatchObject({ aud: 'tool', nonce: 'n', sub: '40899', name: 'Ana Roy' })
  const spoiled = await ask(start({ aud: 'other', sub: undefined }))
  const other = (await jwtVerify(spoiled.idToken, createLocalJWKSet(platform.launches.jwks))).payload
  expect([other.aud, other.sub]).toEqual(['other', undefined])
  await expect(ask(start(), { redirect_uri: 'http://evil.example' })).rejects.toThrow('redirect_uri')
  await expect(ask(start(), { response_mode: 'query' })).rejects.toThrow('response_mode')
})
