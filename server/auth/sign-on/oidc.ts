import * as client from 'openid-client'
import { Refusal } from '#core/refusal.ts'
import type { OidcProvider } from '#server/platform/sign-on-file.ts'
import { claimsFrom, type SignedOn } from './claims.ts'
import type { Flow } from './flow.ts'

/** Seconds a provider may take for one answer. */
const patience = 10
/** How long what a provider says of itself is used, and how long it is left alone when it does not answer. */
const knownMs = 3_600_000
const awayMs = 5_000

type Kept = { configuration: Promise<client.Configuration>; until: number }
const known = new WeakMap<OidcProvider, Kept>()

/**
 * The provider as it describes itself, asked when somebody signs in and not before: one that is down stops neither the
 * server nor those who came in another way.
 */
export function discover(provider: OidcProvider, now: number): Promise<client.Configuration> {
  const kept = known.get(provider)
  if (kept && kept.until > now && kept.until <= now + knownMs) return kept.configuration
  const asked: Kept = { configuration: ask(provider), until: now + knownMs }
  asked.configuration.catch(() => {
    asked.until = now + awayMs
  })
  known.set(provider, asked)
  return asked.configuration
}

async function ask({ issuer, clientId, clientSecret }: OidcProvider) {
  const isPlain = issuer.startsWith('http:')
  const found = await client
    .discovery(new URL(issuer), clientId, undefined, client.None(), {
      timeout: patience,
      // Only for an address of this machine (server/platform/sign-on-file.ts).
      execute: isPlain ? [client.allowInsecureRequests] : [],
    })
    .catch((cause: unknown) => {
      throw new Refusal('provider_down', { cause: String(cause) })
    })
  const metadata = found.serverMetadata()
  const methods = metadata.token_endpoint_auth_methods_supported ?? ['client_secret_basic']
  const secret = clientSecret ?? undefined
  const own = secret
    ? methods.includes('client_secret_basic')
      ? client.ClientSecretBasic(secret)
      : client.ClientSecretPost(secret)
    : client.None()
  const configuration = new client.Configuration(metadata, clientId, secret, own)
  configuration.timeout = patience
  // The signature of a token counts, even of one that came by a connection of ours.
  client.enableNonRepudiationChecks(configuration)
  if (isPlain) client.allowInsecureRequests(configuration)
  return configuration
}

type Leaving = { flow: Flow; callback: string; now: number }

/** Where a browser signs in: code, PKCE, state and nonce, each bound to this browser. */
export async function oidcAddress(provider: OidcProvider, { flow, callback, now }: Leaving): Promise<string> {
  const configuration = await discover(provider, now)
  const address = client.buildAuthorizationUrl(configuration, {
    redirect_uri: callback,
    scope: provider.scopes.join(' '),
    response_type: 'code',
    code_challenge: await client.calculatePKCECodeChallenge(flow.verifier),
    code_challenge_method: 'S256',
    state: flow.state,
    nonce: flow.nonce,
  })
  return address.href
}

/** Whom the provider names, from the address by which the browser came back. */
export async function finishOidc(
  provider: OidcProvider,
  { flow, callback, now, query }: Leaving & { query: Readonly<Record<string, string | undefined>> },
): Promise<SignedOn> {
  const configuration = await discover(provider, now)
  const address = new URL(callback)
  for (const [name, value] of Object.entries(query)) if (value !== undefined) address.searchParams.set(name, value)
  try {
    const tokens = await client.authorizationCodeGrant(configuration, address, {
      expectedState: flow.state,
      expectedNonce: flow.nonce,
      pkceCodeVerifier: flow.verifier,
      idTokenExpected: true,
    })
    const said = tokens.claims()
    if (!said) throw new Refusal('provider_failed')
    const more = await readUserInfo(configuration, { accessToken: tokens.access_token, subject: said.sub })
    const { sid } = said
    return {
      subject: said.sub,
      claims: claimsFrom(Object.entries({ ...more, ...said })),
      sourceSession: typeof sid === 'string' && sid.length <= 200 ? sid : '',
    }
  } catch (error) {
    throw refusalOf(error)
  }
}

/** Many providers say the address and the number there only. */
async function readUserInfo(
  configuration: client.Configuration,
  { accessToken, subject }: { accessToken: string; subject: string },
) {
  if (!configuration.serverMetadata().userinfo_endpoint) return {}
  return client.fetchUserInfo(configuration, accessToken, subject)
}

/** A provider that does not answer is one thing, an answer that proves nothing another. The cause is for the log. */
function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error
  const { name, code, message, cause } = error as { name?: string; code?: string; message?: string; cause?: unknown }
  const isAway = name === 'TimeoutError' || code === 'OAUTH_TIMEOUT' || message === 'fetch failed'
  return new Refusal(isAway ? 'provider_down' : 'provider_failed', {
    cause: [code, message, cause].map(String).join(' '),
  })
}
