import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from 'jose'
import type { Answer, Asked, Tool } from './lti-platform.ts'
import { scopes } from './lti-platform-tokens.ts'
import { sharedFixtures } from './shared-fixtures.ts'

type Claims = Record<string, unknown>
/** How a launch is signed when it is not as it should be. */
export type Signing = { alg?: string; kid?: string; key?: CryptoKey | Uint8Array }

export type PayloadName =
  | 'Assignments and Grades - Core Launch'
  | 'Deep Linking - Core Launch of Passed LTI Link'
  | 'Launch Instructor No PII'
  | 'Launch Instructor with Multiple Role Values'
  | 'Launch LTI 1.3 Message as Instructor'
  | 'Launch LTI 1.3 Message as Student'
  | 'Launch Student No PII'
  | 'Launch Student with Multiple Role Values'
  | 'Names and Roles - Core Launch if Needed'

const claim = (name: string) => `https://purl.imsglobal.org/spec/lti/claim/${name}`
export const ltiClaims = {
  ...{ context: claim('context'), deployment: claim('deployment_id'), link: claim('resource_link') },
  ...{ message: claim('message_type'), roles: claim('roles'), target: claim('target_link_uri') },
  ...{ version: claim('version'), custom: claim('custom') },
  grades: 'https://purl.imsglobal.org/spec/lti-ags/claim/endpoint',
  members: 'https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice',
  deepLinking: 'https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings',
} as const

/** A launch of the conformance suite, as it was recorded; only where the shared files are (hasSharedFixtures). */
export const recordedLaunch = (name: PayloadName): Claims =>
  JSON.parse(readFileSync(join(sharedFixtures, 'lti13/valid', name, 'payload.json'), 'utf8')) as Claims

export type Person = { sub: string; given?: string; family?: string; email?: string }
type Described = {
  person: Person
  roles: readonly string[]
  context?: { id: string; title: string }
  /** The link in the course that is opened. */
  link?: { id: string; title: string }
  /** The line of the gradebook that the platform made for this link. */
  lineItem?: string
}

/** A launch of our own, with the services of this platform; `issuer` is its address. */
export function launchOf(issuer: string, { person, roles, lineItem, ...where }: Described): Claims {
  const { context = { id: '8893483', title: 'Bio Adventures' }, link = { id: 'lien-1', title: 'Examen' } } = where
  const names = { given_name: person.given, family_name: person.family, email: person.email }
  const name = [person.given, person.family].filter(Boolean).join(' ')
  const services = `${issuer}/contexts/${context.id}`
  return {
    ...{ sub: person.sub, ...(name === '' ? {} : { name }), ...names, locale: 'fr-FR' },
    [ltiClaims.message]: 'LtiResourceLinkRequest',
    [ltiClaims.version]: '1.3.0',
    [ltiClaims.deployment]: 'testdeploy',
    [ltiClaims.roles]: roles,
    [ltiClaims.context]: { ...context, type: ['http://purl.imsglobal.org/vocab/lis/v2/course#CourseSection'] },
    [ltiClaims.link]: link,
    [ltiClaims.members]: { context_memberships_url: `${services}/memberships`, service_versions: ['2.0'] },
    [ltiClaims.grades]: {
      scope: [scopes.lineItem, scopes.result, scopes.score],
      lineitems: `${services}/lineitems`,
      ...(lineItem === undefined ? {} : { lineitem: lineItem }),
    },
  }
}

type Waiting = { claims: Claims; overrides: Claims; signing: Signing }
type Given = { issuer: string; tools: ReadonlyMap<string, Tool>; now: () => Date }
type Beginning = {
  clientId: string
  payload: PayloadName | Claims
  /** Laid over the claims last of all, so that a test may spoil any of them; `undefined` takes one away. */
  overrides?: Claims
  signing?: Signing
  /** Where in the tool the launch goes. */
  target: string
}

/** What an authentication request always says. */
const fixed = { scope: 'openid', response_type: 'id_token', response_mode: 'form_post', prompt: 'none' }

/** OpenID Connect as a platform plays it: third-party login, then an id_token in a form (IMS Security Framework, 5.1). */
export async function createLaunches({ issuer, tools, now }: Given) {
  const kid = 'platform-1'
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true })
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' }] }
  const waiting = new Map<string, Waiting>()
  let count = 0

  function sign(claims: Claims, { alg = 'RS256', kid: other = kid, key = privateKey }: Signing = {}) {
    return new SignJWT(claims).setProtectedHeader({ alg, kid: other, typ: 'JWT' }).sign(key)
  }

  /** What a click in the course of the platform sends to the tool's login initiation. */
  function begin({ clientId, payload, overrides = {}, signing = {}, target }: Beginning) {
    count += 1
    const hint = `launch-${count}`
    const known = typeof payload === 'string' ? recordedLaunch(payload) : payload
    const claims: Claims = { ...known, [ltiClaims.target]: target }
    waiting.set(hint, { claims, overrides, signing })
    return {
      ...{ iss: issuer, login_hint: loginHintOf(claims), target_link_uri: target },
      ...{ lti_message_hint: hint, client_id: clientId },
      lti_deployment_id: String(claims[ltiClaims.deployment] ?? ''),
    }
  }

  /** What the platform posts to the tool for this authentication request; throws where the request is wrong. */
  async function authorize(query: URLSearchParams) {
    const tool = tools.get(query.get('client_id') ?? '')
    const redirectUri = query.get('redirect_uri') ?? ''
    const [nonce, state] = [query.get('nonce') ?? '', query.get('state') ?? '']
    const start = waiting.get(query.get('lti_message_hint') ?? '')
    if (!tool?.redirectUris.includes(redirectUri)) throw new Error('unknown client or redirect_uri')
    if (!start || nonce === '' || state === '') throw new Error('no launch, nonce or state')
    for (const [name, value] of Object.entries(fixed))
      if (query.get(name) !== value) throw new Error(`${name} is not ${value}`)
    if (query.get('login_hint') !== loginHintOf(start.claims)) throw new Error('login_hint of somebody else')
    const iat = Math.floor(now().getTime() / 1000)
    const own = { iss: issuer, aud: tool.clientId, iat, exp: iat + 300, nonce }
    const said = Object.entries({ ...start.claims, ...own, ...start.overrides })
    const claims = Object.fromEntries(said.filter(([, value]) => value !== undefined))
    return { redirectUri, state, idToken: await sign(claims, start.signing) }
  }

  const answerRequest = (query: URLSearchParams): Promise<Answer> =>
    authorize(query).then(
      ({ redirectUri, state, idToken }) =>
        page(form(redirectUri, { state, id_token: idToken }, { isSentAtOnce: true })),
      (error: Error) => ({ status: 400, body: { error: 'invalid_request', error_description: error.message } }),
    )

  /** The page of the course, with the link to the tool: in the same window, or in a frame as platforms do. */
  function courseOf({ url }: Asked): Answer {
    const to = tools.get(url.searchParams.get('client_id') ?? '')?.initiateLogin ?? ''
    const { in: place, ...fields } = Object.fromEntries(url.searchParams)
    if (place !== 'frame') return page(form(to, fields))
    return page(
      `${form(to, fields, { into: 'tool' })}<iframe name="tool" title="Outil" width="1200" height="800"></iframe>`,
    )
  }

  return {
    ...{ kid, jwks, privateKey, sign, begin, authorize },
    /** The address of the page of the course, from what `begin` gave; in a frame for who asks. */
    courseUrl: (begun: Record<string, string>, place: 'window' | 'frame' = 'window') =>
      `${issuer}/course?${new URLSearchParams({ ...begun, in: place }).toString()}`,
    part: (asked: Asked): Promise<Answer> | Answer | null => {
      if (asked.path === '/jwks') return { status: 200, body: jwks }
      if (asked.path === '/course') return courseOf(asked)
      if (asked.path !== '/authorize') return null
      return answerRequest(asked.method === 'POST' ? new URLSearchParams(asked.body) : asked.url.searchParams)
    },
  }
}

/** Opaque to the tool, and not the `sub` it will be told. */
const loginHintOf = (claims: Claims) => `hint-${String(claims['sub'] ?? '')}`

const page = (body: string): Answer => ({
  status: 200,
  type: 'text/html; charset=utf-8',
  body: `<!doctype html><html lang="fr"><title>Plateforme de cours</title><body>${body}</body></html>`,
})

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '"': '&quot;' }
const attribute = (text: string) => text.replace(/[&<"]/g, (sign) => escapes[sign] ?? sign)

type FormOptions = { isSentAtOnce?: boolean; into?: string }

function form(to: string, fields: Record<string, string>, { isSentAtOnce = false, into }: FormOptions = {}) {
  const inputs = Object.entries(fields)
    .map(([name, value]) => `<input type="hidden" name="${attribute(name)}" value="${attribute(value)}">`)
    .join('')
  const target = into === undefined ? '' : ` target="${into}"`
  const sending = isSentAtOnce ? '<script>document.forms[0].submit()</script>' : ''
  return `<form method="post" action="${attribute(to)}"${target}>${inputs}<button>Ouvrir l’outil</button></form>${sending}`
}
