import type { z } from 'zod'
import { waitAsked } from '#core/lms/scores.ts'
import type { LtiPlatform } from '#prisma/client/client.ts'
import type { Deps } from '#server/platform/deps.ts'
import { asFailure, forgetAccessToken, jsonOf, readAccessToken, type TokenFor } from './access-token.ts'
import { callPlatform, type PlatformAnswer } from './call-platform.ts'
import { failureOf, ServiceFailed } from './service-failed.ts'

type Asked = {
  platform: LtiPlatform
  scopes: readonly string[]
  url: string
  method?: 'GET' | 'POST' | 'PUT'
  accept?: string
  sent?: { type: string; body: object }
}

/**
 * Asks a service of a platform with an access token; an answer of any status but 401. A token that was refused is asked
 * for again, once. The address must be of a host of the platform: it came from outside, and the token goes with it.
 */
export async function askService(deps: Deps, { platform, scopes, ...call }: Asked): Promise<PlatformAnswer> {
  if (!isOfPlatform(platform, call.url)) throw new ServiceFailed('host_refused', { answer: hostOf(call.url) })
  const wanted: TokenFor = { platform, scopes }
  const token = await readAccessToken(deps, wanted)
  const first = await ask(deps, { token, call })
  if (first.status !== 401) return first
  await forgetAccessToken(deps, { ...wanted, token })
  const second = await ask(deps, { token: await readAccessToken(deps, wanted), call })
  if (second.status === 401) throw new ServiceFailed('token_refused', { answer: '401' })
  return second
}

type Attempt = { token: string; call: Omit<Asked, 'platform' | 'scopes'> }

async function ask(deps: Deps, { token, call }: Attempt) {
  const { url, method, accept = 'application/json', sent } = call
  const headers = { authorization: `Bearer ${token}`, accept, ...(sent ? { 'content-type': sent.type } : {}) }
  const body = sent ? { body: JSON.stringify(sent.body) } : {}
  return callPlatform(deps, { url, headers, ...(method ? { method } : {}), ...body }).catch(asFailure)
}

/** The answer as it should be; throws what its status says otherwise. */
export function readAnswerAs<T>(
  deps: Pick<Deps, 'now'>,
  { answer, shape }: { answer: PlatformAnswer; shape: z.ZodType<T> },
): T {
  refuseStatus(deps, answer)
  const parsed = shape.safeParse(jsonOf(answer.text))
  if (!parsed.success) throw new ServiceFailed('unreadable', { answer: `${answer.status}` })
  return parsed.data
}

export function refuseStatus({ now }: Pick<Deps, 'now'>, { status, headers }: PlatformAnswer) {
  if (status >= 200 && status < 300) return
  const code = failureOf(status)
  const asked = headers['retry-after']
  const waitMs = code === 'limited' || (status === 503 && asked !== undefined) ? waitAsked(asked, now()) : null
  throw new ServiceFailed(code, { answer: `${status}`, waitMs })
}

const mostPages = 200

/** All pages of a list, by the `Link` header (RFC 8288); a list without end is refused. */
export async function readPages<T>(deps: Deps, first: Asked, shape: z.ZodType<T>): Promise<T[]> {
  const pages: T[] = []
  let url: string | null = first.url
  while (url !== null) {
    if (pages.length >= mostPages) throw new ServiceFailed('unreadable', { answer: 'pages' })
    const answer: PlatformAnswer = await askService(deps, { ...first, url })
    pages.push(readAnswerAs(deps, { answer, shape }))
    url = nextOf(answer, url)
  }
  return pages
}

function nextOf({ headers }: PlatformAnswer, current: string): string | null {
  const links = [headers['link'] ?? []].flat().join(', ')
  const [, next] = /<([^>]+)>\s*;[^<]*\brel\s*=\s*"?next\b/i.exec(links) ?? []
  if (next === undefined || !URL.canParse(next, current)) return null
  const { href } = new URL(next, current)
  return href === current ? null : href
}

/** The hosts an owner registered: services may be on another than the sign-in, which is then one of its pages. */
function isOfPlatform(platform: Hosts, url: string): boolean {
  const { issuer, authorizationUrl, tokenUrl, jwksUrl, frameOrigins } = platform
  const hosts = [issuer, authorizationUrl, tokenUrl, jwksUrl, ...frameOrigins].map(hostOf)
  return hostOf(url) !== '' && hosts.includes(hostOf(url))
}

type Hosts = Pick<LtiPlatform, 'issuer' | 'authorizationUrl' | 'tokenUrl' | 'jwksUrl' | 'frameOrigins'>
const hostOf = (url: string) => (URL.canParse(url) ? new URL(url).host : '')
