import type { FastifyInstance } from 'fastify'
import { givenUpAfter } from './database/given-up-after.ts'
import type { Deps } from './deps.ts'

/**
 * Live: the process answers. Ready: it can serve requests, so not while closing, and not when its database has been away
 * for longer than the setting. Within it, every replica has lost the same database: taking all of them out of service
 * would turn requests that are told to try again into a site that is gone.
 */
export function healthRoutes(app: FastifyInstance, { pool, now, settings: { readyWithoutDatabaseMs } }: Deps) {
  let closing = false
  let answeredAt = Number.NEGATIVE_INFINITY
  app.addHook('preClose', async () => {
    closing = true
  })
  app.get('/health/live', { logLevel: 'warn' }, async () => ({ live: true }))
  app.get('/health/ready', { logLevel: 'warn' }, async (_request, reply) => {
    const isThere = await answers(pool)
    if (isThere) answeredAt = now().getTime()
    const ready = !closing && (isThere || now().getTime() - answeredAt < readyWithoutDatabaseMs)
    return reply.code(ready ? 200 : 503).send({ ready })
  })
}

/** Whoever asks waits a few seconds at most, and a connection may take ten to fail. */
const patienceMs = 2_000

async function answers(pool: Deps['pool']) {
  // The wait for a connection is not counted.
  const asked = pool.query(givenUpAfter(patienceMs, { text: 'select 1' })).then(
    () => true,
    () => false,
  )
  let timer: NodeJS.Timeout | undefined
  const silence = new Promise<false>((resolve) => {
    timer = setTimeout(resolve, patienceMs, false)
  })
  try {
    return await Promise.race([asked, silence])
  } finally {
    clearTimeout(timer)
  }
}
