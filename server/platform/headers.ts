import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isOverHttps } from './cookie.ts'
import type { Settings } from './deps.ts'

/** No inline script, no foreign origin, no framing. Fonts and images come from this site. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "object-src 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types bareme-worker',
].join('; ')

export const always: Readonly<Record<string, string>> = {
  // The default; immutable files set their own.
  'cache-control': 'no-store',
  'content-security-policy': policy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
  'x-frame-options': 'DENY',
  'x-robots-tag': 'noindex, nofollow',
  // Shows a page that the reply comes from this server, not from something in between (web/api.ts).
  'x-bareme': '1',
}

/** What JSON needs that no page shows by itself: it was asked by a script of ours, or refused as from another site. */
const ofJson = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'x-bareme': '1',
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** See `isOfSitting` in contract/endpoint.ts. */
    isOfSitting?: true | undefined
  }
}

/**
 * The same headers on every reply, errors included (OWASP ASVS 5.0, 3.4); fewer on the acknowledgements of a running
 * exam, which are most of what is sent.
 */
export function securityHeaders(app: FastifyInstance, settings: Settings) {
  const onEach = headersOf(settings)
  app.addHook('onRequest', (request, reply, done) => {
    if (!request.routeOptions.config?.isOfSitting) onEach(request, reply)
    else {
      reply.headers(ofJson)
      if (isOverHttps(request, settings)) reply.header(...onlyHttps)
    }
    done()
  })
}

const onlyHttps = ['strict-transport-security', 'max-age=31536000; includeSubDomains'] as const

/** Called directly for an invalid address, for which no hook runs, and for a refusal in a sitting. */
export function headersOf(settings: Settings) {
  return (request: FastifyRequest, reply: FastifyReply) => {
    reply.headers({ ...always, 'x-request-id': request.id })
    if (isOverHttps(request, settings)) {
      reply.header(...onlyHttps)
    }
  }
}
