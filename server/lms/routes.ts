import type { FastifyInstance } from 'fastify'
import * as platforms from '#contract/lms/platforms.ts'
import type { Deps } from '#server/platform/deps.ts'
import type { Serve } from '#server/platform/serve.ts'
import { addPlatform, changePlatform, listPlatforms, removePlatform } from './platforms.ts'
import { readPublicKeys } from './tool-key.ts'

export function lmsRoutes(serve: Serve, deps: Deps, app: FastifyInstance) {
  serve(platforms.listPlatforms, (_input, { personId }, { origin }) => listPlatforms(deps, { personId, origin }))
  serve(platforms.addPlatform, ({ body, actor }, { personId }) => addPlatform(deps, { ...body, personId, actor }))
  serve(platforms.changePlatform, ({ params, body, actor }, { personId }) =>
    changePlatform(deps, { ...params, ...body, personId, actor }),
  )
  serve(platforms.removePlatform, ({ params, actor }, { personId }) =>
    removePlatform(deps, { ...params, personId, actor }),
  )
  // At the address that tools usually have; public keys are no secret.
  app.get('/lti/jwks.json', async () => readPublicKeys(deps))
}
