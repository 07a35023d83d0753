import { z } from 'zod'
import type { LtiPlatform } from '#prisma/client/client.ts'
import type { Deps } from '#server/platform/deps.ts'
import { callPlatform, PlatformUnreachable } from './call-platform.ts'
import { failureOf, ServiceFailed } from './service-failed.ts'
import { signAsTool } from './tool-key.ts'

type Kept = { token: string; until: number }
export type TokenFor = { platform: Pick<LtiPlatform, 'id' | 'clientId' | 'tokenUrl'>; scopes: readonly string[] }

/** In memory: a token is worth an hour, and asking for one costs a request. Those who wait for one wait for the same. */
const kept = new WeakMap<Deps, Map<string, Promise<Kept>>>()
const tokensOf = (deps: Deps) => {
  const known = kept.get(deps) ?? new Map<string, Promise<Kept>>()
  kept.set(deps, known)
  return known
}
const keyOf = ({ platform: { id, clientId, tokenUrl }, scopes }: TokenFor) =>
  [id, clientId, tokenUrl, ...scopes].join(' ')

const answer = z.object({
  access_token: z.string().min(1).max(20_000),
  token_type: z.string().regex(/^bearer$/i),
  expires_in: z.coerce.number().positive().max(10_000_000).catch(3600),
})

const assertionSeconds = 60
/** A token that is about to end could end on its way. */
const marginMs = 60_000

/** The token that is still worth something, or a new one. */
export async function readAccessToken(deps: Deps, wanted: TokenFor): Promise<string> {
  const tokens = tokensOf(deps)
  const key = keyOf(wanted)
  const known = tokens.get(key)
  const token = await known
  if (token && token.until > deps.now().getTime()) return token.token
  // Who waited with us may have asked for the next one already.
  const now = tokens.get(key)
  const next = now === undefined || now === known ? askForToken(deps, wanted) : now
  tokens.set(key, next)
  try {
    return (await next).token
  } catch (error) {
    if (tokens.get(key) === next) tokens.delete(key)
    throw error
  }
}

/** The platform said that this one is over before its time. */
export async function forgetAccessToken(deps: Deps, { token, ...wanted }: TokenFor & { token: string }) {
  const tokens = tokensOf(deps)
  const known = tokens.get(keyOf(wanted))
  if ((await known)?.token === token && tokens.get(keyOf(wanted)) === known) tokens.delete(keyOf(wanted))
}

/**
 * With a JWT signed by us (RFC 7523; IMS Security Framework 1.0, 4.1). The platform may grant fewer scopes: its service
 * then refuses.
 */
async function askForToken(deps: Deps, { platform, scopes }: TokenFor): Promise<Kept> {
  const claims = { iss: platform.clientId, sub: platform.clientId, aud: platform.tokenUrl }
  const assertion = await signAsTool(deps, { claims, seconds: assertionSeconds })
  const { status, text } = await callPlatform(deps, {
    url: platform.tokenUrl,
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
      scope: scopes.join(' '),
    }).toString(),
  }).catch(asFailure)
  if (status >= 400 && status < 500 && status !== 429) throw new ServiceFailed('token_refused', { answer: `${status}` })
  if (status !== 200) throw new ServiceFailed(failureOf(status), { answer: `${status}` })
  const parsed = answer.safeParse(jsonOf(text))
  if (!parsed.success) throw new ServiceFailed('unreadable')
  const { access_token: token, expires_in } = parsed.data
  return { token, until: deps.now().getTime() + expires_in * 1000 - marginMs }
}

export function asFailure(error: unknown): never {
  if (!(error instanceof PlatformUnreachable)) throw error
  const { message } = error
  const code = message === 'address' ? 'host_refused' : message === 'size' ? 'unreadable' : 'unreachable'
  throw new ServiceFailed(code, { answer: message })
}

export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
