import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { Refusal } from '#core/refusal.ts'
import type { Deps } from './deps.ts'

/** The built site. Any address that is neither a file nor an endpoint gets the page, whose router handles it. */
export async function site(app: FastifyInstance, { settings }: Deps) {
  const { siteDir } = settings
  const index = siteDir ? join(siteDir, 'index.html') : null
  if (siteDir && index && existsSync(index)) {
    await app.register(fastifyStatic, {
      root: siteDir,
      index: false,
      preCompressed: true,
      wildcard: false,
      setHeaders: (reply, path) => {
        // Built files have their hash in their name.
        const forEver = path.includes('/assets/')
        reply.header('cache-control', forEver ? 'public, max-age=31536000, immutable' : 'no-cache')
      },
    })
    const page = readFileSync(index)
    app.get('/*', async (request, reply) => {
      if (/^\/(api|health|metrics|assets)(\/|\?|$)/.test(request.url)) throw new Refusal('not_found')
      return reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(page)
    })
  }
  app.setNotFoundHandler(() => {
    throw new Refusal('not_found')
  })
}
