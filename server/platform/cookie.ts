import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Settings } from './deps.ts'

/**
 * Whether the site is reached over HTTPS: by its own TLS, by a proxy's header, or by its public address. The public
 * address suffices, so that the cookie is still secure behind a proxy that sets no header.
 */
export const isOverHttps = (request: FastifyRequest, { publicUrl }: Pick<Settings, 'publicUrl'>) =>
  request.protocol === 'https' || publicUrl?.startsWith('https:') === true

/** Over HTTPS the browser protects the `__Host-` prefix: no other host and no plain HTTP can set such a cookie. */
export const sessionCookieName = (isSecure: boolean) => (isSecure ? '__Host-bareme' : 'bareme')

/** Recognises a browser from which somebody signed in before; it grants no access (server/platform/known-device.ts). */
const deviceCookieName = (isSecure: boolean) => `${sessionCookieName(isSecure)}-device`
const deviceLifeMs = 365 * 24 * 3_600_000

const options = (isSecure: boolean) => ({ path: '/', httpOnly: true, sameSite: 'lax', secure: isSecure }) as const

export function sessionToken(request: FastifyRequest, settings: Settings): string | undefined {
  const token = valueIn(request.headers.cookie, sessionCookieName(isOverHttps(request, settings)))
  return token && token.length <= 100 ? token : undefined
}

/**
 * The value of one cookie: every save has one, and reading them all took longer than reading the answer. The first of
 * two, as the library that reads the others does; ours need no decoding.
 */
function valueIn(header: string | undefined, name: string): string | undefined {
  if (header === undefined) return undefined
  for (let from = 0; from < header.length; ) {
    const end = header.indexOf(';', from)
    const pair = header.slice(from, end === -1 ? undefined : end)
    const equals = pair.indexOf('=')
    if (equals !== -1 && pair.slice(0, equals).trim() === name) return pair.slice(equals + 1).trim()
    if (end === -1) return undefined
    from = end + 1
  }
  return undefined
}

/** Read when something but the session is asked for. */
const cookiesOf = (request: FastifyRequest): Record<string, string | undefined> =>
  request.server.parseCookie(request.headers.cookie ?? '')

type Exchange = { request: FastifyRequest; reply: FastifyReply; settings: Settings }

export function setSessionCookie(
  { request, reply, settings }: Exchange,
  { token, expiresAt }: { token: string; expiresAt: Date },
) {
  const isSecure = isOverHttps(request, settings)
  reply.setCookie(sessionCookieName(isSecure), token, { ...options(isSecure), expires: expiresAt })
}

export function clearSessionCookie({ request, reply, settings }: Exchange) {
  const isSecure = isOverHttps(request, settings)
  reply.clearCookie(sessionCookieName(isSecure), options(isSecure))
}

/** A cookie of some minutes that binds the two ends of a sign-in elsewhere to one browser. */
const passingCookieName = (isSecure: boolean, name: string) => `${sessionCookieName(isSecure)}-${name}`

export function passingCookie(request: FastifyRequest, settings: Settings, name: string): string | undefined {
  const value = cookiesOf(request)[passingCookieName(isOverHttps(request, settings), name)]
  return value && value.length <= 3_000 ? value : undefined
}

/** The names of those this browser has that begin so. */
export function passingCookieNames(request: FastifyRequest, settings: Settings, prefix: string): string[] {
  const before = passingCookieName(isOverHttps(request, settings), '')
  const names = Object.keys(cookiesOf(request)).filter((name) => name.startsWith(before + prefix))
  return names.map((name) => name.slice(before.length))
}

export function setPassingCookie(
  { request, reply, settings }: Exchange,
  { name, value, seconds }: { name: string; value: string; seconds: number },
) {
  const isSecure = isOverHttps(request, settings)
  reply.setCookie(passingCookieName(isSecure, name), value, { ...options(isSecure), maxAge: seconds })
}

export function clearPassingCookie({ request, reply, settings }: Exchange, name: string) {
  const isSecure = isOverHttps(request, settings)
  reply.clearCookie(passingCookieName(isSecure, name), options(isSecure))
}

export function deviceOf(request: FastifyRequest, settings: Settings): string | undefined {
  const device = cookiesOf(request)[deviceCookieName(isOverHttps(request, settings))]
  return device && device.length <= 200 ? device : undefined
}

export function setDeviceCookie(
  { request, reply, settings }: Exchange,
  { device, now }: { device: string; now: Date },
) {
  const isSecure = isOverHttps(request, settings)
  const expires = new Date(now.getTime() + deviceLifeMs)
  reply.setCookie(deviceCookieName(isSecure), device, { ...options(isSecure), expires })
}
