import type { FastifyReply, FastifyRequest } from 'fastify'

/** Over HTTPS the browser itself guards the name: no other host, no plain HTTP can set a `__Host-` cookie. */
const cookieName = (request: FastifyRequest) => (request.protocol === 'https' ? '__Host-bareme' : 'bareme')

const options = (request: FastifyRequest) =>
  ({
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: request.protocol === 'https',
  }) as const

export function sessionToken(request: FastifyRequest): string | undefined {
  const token = request.cookies[cookieName(request)]
  return token && token.length <= 100 ? token : undefined
}

export function setSessionCookie(
  request: FastifyRequest,
  reply: FastifyReply,
  { token, expiresAt }: { token: string; expiresAt: Date },
) {
  reply.setCookie(cookieName(request), token, {
    ...options(request),
    expires: expiresAt,
  })
}

export function clearSessionCookie(request: FastifyRequest, reply: FastifyReply) {
  reply.clearCookie(cookieName(request), options(request))
}
