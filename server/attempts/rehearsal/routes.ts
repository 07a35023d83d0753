import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import * as contract from '#contract/attempts/rehearsals.ts'
import { sessionCookieName } from '#server/platform/cookie.ts'
import type { Deps } from '#server/platform/deps.ts'
import type { Serve } from '#server/platform/serve.ts'
import { createRehearsals } from './rehearsal.ts'
import type { Own } from './student.ts'

export function rehearsalRoutes(serve: Serve, deps: Deps, app: FastifyInstance) {
  const rehearsals = createRehearsals(deps, () => ownAddressOf(app, deps))
  serve(contract.getRehearsal, ({ params }) => rehearsals.read(params))
  serve(contract.startRehearsal, ({ params, body }) => rehearsals.start({ ...params, ...body }))
  serve(contract.stopRehearsal, ({ params }) => rehearsals.stop(params))
  // Before the server stops listening, because simulated students may still have a request under way.
  app.addHook('preClose', () => rehearsals.close())
}

/** A server that listens on all addresses also listens on the loopback. */
export function ownAddressOf(app: FastifyInstance, { settings }: Deps): Own {
  const { address, port } = app.server.address() as AddressInfo
  const isEverywhere = address === '0.0.0.0' || address === '::'
  const isTls = settings.tls !== null
  const cookie = sessionCookieName(isTls || settings.publicUrl?.startsWith('https:') === true)
  return { isTls, cookie, host: isEverywhere ? '127.0.0.1' : address, port }
}
