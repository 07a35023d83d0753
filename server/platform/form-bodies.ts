import type { FastifyInstance } from 'fastify'
import { Refusal } from '#core/refusal.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whether the address is called with a form, from elsewhere. */
    takesForms?: boolean
  }
}

const mostFields = 50

/** Reads forms where another site or its server sends them, and nowhere else: our own pages send JSON. */
export function formBodies(app: FastifyInstance) {
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (request, body, done) => {
    if (!request.routeOptions.config.takesForms) return done(new Refusal('invalid_request'))
    const fields = [...new URLSearchParams(String(body))]
    // Twice the same name: which one counts would be anybody's guess.
    const isPlain = fields.length <= mostFields && new Set(fields.map(([name]) => name)).size === fields.length
    return isPlain ? done(null, Object.fromEntries(fields)) : done(new Refusal('invalid_request'))
  })
}
