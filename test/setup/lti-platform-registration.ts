import { createRemoteJWKSet, type JSONWebKeySet } from 'jose'
import { z } from 'zod'
import type { Answer, Asked, Tool } from './lti-platform.ts'
import { scopes } from './lti-platform-tokens.ts'

const configurationClaim = 'https://purl.imsglobal.org/spec/lti-tool-configuration'
const platformClaim = 'https://purl.imsglobal.org/spec/lti-platform-configuration'

const message = z.object({
  type: z.enum(['LtiResourceLinkRequest', 'LtiDeepLinkingRequest']),
  target_link_uri: z.url().optional(),
  label: z.string().optional(),
})

/** What a tool must say of itself (LTI Dynamic Registration 1.0, 3.4 and 3.5). */
const toolRegistration = z.object({
  application_type: z.literal('web'),
  response_types: z.array(z.string()).refine((types) => types.includes('id_token')),
  grant_types: z
    .array(z.string())
    .refine((types) => types.includes('implicit') && types.includes('client_credentials')),
  initiate_login_uri: z.url(),
  redirect_uris: z.array(z.url()).min(1),
  client_name: z.string().min(1),
  jwks_uri: z.url(),
  token_endpoint_auth_method: z.literal('private_key_jwt'),
  scope: z.string(),
  [configurationClaim]: z.object({
    domain: z.string().min(1),
    target_link_uri: z.url(),
    claims: z.array(z.string()),
    messages: z.array(message).min(1),
  }),
})

type Given = { issuer: string; tools: Map<string, Tool> }

/** The configuration of the platform, and the registration of a tool with a one-use token. */
export function createRegistration({ issuer, tools }: Given) {
  const invitations = new Set<string>()
  const registered: z.output<typeof toolRegistration>[] = []
  let count = 0
  const configuration = {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    registration_endpoint: `${issuer}/register`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/jwks`,
    token_endpoint_auth_methods_supported: ['private_key_jwt'],
    token_endpoint_auth_signing_alg_values_supported: ['RS256'],
    scopes_supported: ['openid', ...Object.values(scopes)],
    response_types_supported: ['id_token'],
    subject_types_supported: ['public', 'pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    claims_supported: ['iss', 'sub', 'name', 'given_name', 'family_name', 'email'],
    [platformClaim]: {
      product_family_code: 'bareme-test',
      version: '1',
      messages_supported: [
        { type: 'LtiResourceLinkRequest' },
        { type: 'LtiDeepLinkingRequest', placements: ['ContentArea'] },
      ],
      variables: [],
    },
  }

  function register({ headers, body }: Asked): Answer {
    const [, invitation = ''] = /^Bearer (\S+)$/.exec(headers.authorization ?? '') ?? []
    if (!invitations.delete(invitation)) return { status: 401, body: { error: 'invalid_token' } }
    const parsed = toolRegistration.safeParse(jsonOf(body))
    if (!parsed.success)
      return { status: 400, body: { error: 'invalid_client_metadata', error_description: parsed.error.message } }
    count += 1
    const { initiate_login_uri: initiateLogin, redirect_uris: redirectUris, jwks_uri } = parsed.data
    const clientId = `client-${count}`
    tools.set(clientId, { clientId, initiateLogin, redirectUris, jwks: () => readKeys(jwks_uri) })
    registered.push(parsed.data)
    const configured = { ...parsed.data[configurationClaim], deployment_id: `deploy-${count}` }
    return { status: 201, body: { ...parsed.data, client_id: clientId, [configurationClaim]: configured } }
  }

  return {
    configuration,
    registered,
    /** The address a person opens in the tool, with the one-use token of this registration. */
    invite: (token: string) => {
      invitations.add(token)
      return { openid_configuration: `${issuer}/.well-known/openid-configuration`, registration_token: token }
    },
    part: (asked: Asked): Answer | null => {
      if (asked.path === '/.well-known/openid-configuration') return { status: 200, body: configuration }
      return asked.path === '/register' && asked.method === 'POST' ? register(asked) : null
    },
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The keys at their address, as the platform would read them. */
async function readKeys(uri: string): Promise<JSONWebKeySet> {
  const keys = createRemoteJWKSet(new URL(uri))
  await keys.reload()
  return keys.jwks() ?? { keys: [] }
}
