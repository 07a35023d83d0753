import { randomBytes } from 'node:crypto'
import { createLocalJWKSet, decodeJwt, jwtVerify } from 'jose'
import type { Answer, Asked, Tool } from './lti-platform.ts'

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
const lastsSeconds = 3600

/** Scopes of the services (LTI Advantage), by the short name tests use. */
export const scopes = {
  lineItem: 'https://purl.imsglobal.org/spec/lti-ags/scope/lineitem',
  lineItemReadOnly: 'https://purl.imsglobal.org/spec/lti-ags/scope/lineitem.readonly',
  result: 'https://purl.imsglobal.org/spec/lti-ags/scope/result.readonly',
  score: 'https://purl.imsglobal.org/spec/lti-ags/scope/score',
  members: 'https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly',
} as const

type Token = { clientId: string; scopes: readonly string[]; until: number }
type Given = { issuer: string; tools: ReadonlyMap<string, Tool>; now: () => Date }

/** Access tokens by client credentials, the client known by a JWT it signed (IMS Security Framework 1.0, 4.1). */
export function createTokens({ issuer, tools, now }: Given) {
  const given = new Map<string, Token>()
  const used = new Set<string>()
  /** Scopes this platform grants; a test may take some away. */
  let granted: readonly string[] = Object.values(scopes)

  async function give({ body, headers }: Asked): Promise<Answer> {
    if (!headers['content-type']?.startsWith('application/x-www-form-urlencoded')) return refuse('invalid_request')
    const form = new URLSearchParams(body)
    if (form.get('grant_type') !== 'client_credentials') return refuse('unsupported_grant_type')
    if (form.get('client_assertion_type') !== assertionType) return refuse('invalid_client')
    const clientId = await clientOf(form.get('client_assertion') ?? '').catch(() => null)
    if (clientId === null) return refuse('invalid_client')
    const asked = (form.get('scope') ?? '').split(' ').filter((scope) => granted.includes(scope))
    if (asked.length === 0) return refuse('invalid_scope')
    const token = randomBytes(24).toString('base64url')
    given.set(token, { clientId, scopes: asked, until: now().getTime() + lastsSeconds * 1000 })
    return {
      status: 200,
      body: { access_token: token, token_type: 'Bearer', expires_in: lastsSeconds, scope: asked.join(' ') },
    }
  }

  /** The client whose key signed it, for this token endpoint, now, and only once. */
  async function clientOf(assertion: string): Promise<string> {
    const { iss = '', jti, exp = 0, iat = 0 } = decodeJwt(assertion)
    const tool = tools.get(iss)
    if (!tool || typeof jti !== 'string' || jti === '' || used.has(jti)) throw new Error('unknown client or used jti')
    await jwtVerify(assertion, createLocalJWKSet(await tool.jwks()), {
      ...{ issuer: iss, subject: iss, audience: `${issuer}/token`, algorithms: ['RS256'], currentDate: now() },
      requiredClaims: ['exp', 'iat', 'jti'],
    })
    if (exp - iat > 600) throw new Error('an assertion that lasts')
    used.add(jti)
    return iss
  }

  return {
    part: (asked: Asked) => (asked.path === '/token' && asked.method === 'POST' ? give(asked) : null),
    grant: (only: readonly string[]) => {
      granted = only
    },
    /** Every token is over. */
    forget: () => given.clear(),
    count: () => given.size,
    /** Null when the request may go on; otherwise what it is answered. */
    refuse({ headers }: Asked, anyOf: readonly string[]): Answer | null {
      const [, bearer = ''] = /^Bearer (\S+)$/.exec(headers.authorization ?? '') ?? []
      const token = given.get(bearer)
      if (!token || token.until <= now().getTime()) return { status: 401, body: { error: 'invalid_token' } }
      return anyOf.some((scope) => token.scopes.includes(scope))
        ? null
        : { status: 403, body: { error: 'insufficient_scope' } }
    },
  }
}

export type Tokens = ReturnType<typeof createTokens>

const refuse = (error: string): Answer => ({ status: error === 'invalid_client' ? 401 : 400, body: { error } })
