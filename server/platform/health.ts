import type { FastifyInstance } from 'fastify'
import type { QueryConfig } from 'pg'
import type { Deps } from './deps.ts'

/** Live: the process answers. Ready: it can serve requests, so not while closing and not without its database. */
export function healthRoutes(app: FastifyInstance, { pool }: Deps) {
  let closing = false
  app.addHook('preClose', async () => {
    closing = true
  })
  app.get('/health/live', { logLevel: 'warn' }, async () => ({ live: true }))
  app.get('/health/ready', { logLevel: 'warn' }, async (_request, reply) => {
    const ready = !closing && (await answers(pool))
    return reply.code(ready ? 200 : 503).send({ ready })
  })
}

async function answers(pool: Deps['pool']) {
  try {
    // The driver accepts a timeout per query, which its types lack.
    const ping: QueryConfig = Object.assign({ text: 'select 1' }, { query_timeout: 2_000 })
    await pool.query(ping)
    return true
  } catch {
    return false
  }
}
