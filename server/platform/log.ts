import type { FastifyServerOptions } from 'fastify'

/** Structured lines to stdout. What could let somebody sign in or spoil an exam never gets into them. */
export function loggerOptions(level: string): NonNullable<FastifyServerOptions['logger']> {
  if (level === 'silent') return false
  return {
    level,
    redact: [
      'req.headers.cookie',
      'req.headers.authorization',
      'res.headers["set-cookie"]',
      'body',
      '*.token',
      '*.code',
    ],
    serializers: {
      // The path only: a query may hold what somebody searched for.
      req: (request) => ({
        method: request.method,
        path: request.url?.split('?')[0],
      }),
      res: (reply) => ({ status: reply.statusCode }),
    },
  }
}
