import type { FastifyServerOptions } from 'fastify'

/** Structured lines to stdout, without anything that could let somebody sign in or disclose an exam. */
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
      // The path only, since a query may contain search terms.
      req: (request) => ({
        method: request.method,
        path: request.url?.split('?')[0],
      }),
      res: (reply) => ({ status: reply.statusCode }),
    },
  }
}
