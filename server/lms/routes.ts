import type { FastifyInstance } from 'fastify'
import * as marks from '#contract/lms/marks.ts'
import * as members from '#contract/lms/members.ts'
import * as platforms from '#contract/lms/platforms.ts'
import type { Deps } from '#server/platform/deps.ts'
import type { Serve } from '#server/platform/serve.ts'
import { sendMarks, setMarksSending } from './ask-for-marks.ts'
import { framePages } from './frame-pages.ts'
import { importMembers, previewMembers } from './import-members.ts'
import { launchRoutes } from './launch-routes.ts'
import { addPlatform, changePlatform, listPlatforms, removePlatform } from './platforms.ts'
import { readMarksSent } from './read-marks-sent.ts'
import { listBoundContexts } from './read-members.ts'
import { invitePlatform } from './registration.ts'
import { readPublicKeys } from './tool-key.ts'
import { unbindContext } from './unbind-context.ts'

export function lmsRoutes(serve: Serve, deps: Deps, app: FastifyInstance) {
  serve(platforms.listPlatforms, (_input, { personId }, { origin }) => listPlatforms(deps, { personId, origin }))
  serve(platforms.invitePlatform, (_input, { personId }, { origin }) => invitePlatform(deps, { personId, origin }))
  serve(platforms.addPlatform, ({ body, actor }, { personId }) => addPlatform(deps, { ...body, personId, actor }))
  serve(platforms.changePlatform, ({ params, body, actor }, { personId }) =>
    changePlatform(deps, { ...params, ...body, personId, actor }),
  )
  serve(platforms.removePlatform, ({ params, actor }, { personId }) =>
    removePlatform(deps, { ...params, personId, actor }),
  )
  serve(marks.getMarksSent, ({ params, query }) => readMarksSent(deps, { ...params, examId: query.examId ?? null }))
  serve(marks.setMarksSending, ({ params, body, actor }) => setMarksSending(deps, { ...params, ...body, actor }))
  serve(marks.sendMarks, ({ params, body, actor }) => sendMarks(deps, { ...params, ...body, actor }))
  serve(platforms.unbindLtiContext, ({ params, actor }) => unbindContext(deps, { ...params, actor }))
  launchRoutes(serve, deps)
  framePages(app, deps)
  serve(members.listLmsContexts, async ({ params }) => ({ contexts: await listBoundContexts(deps, params.courseId) }))
  serve(members.previewMembers, ({ params, body }) => previewMembers(deps, { ...params, ...body }))
  serve(members.importMembers, ({ params, body, actor }) => importMembers(deps, { ...params, ...body, actor }))
  // At the address that tools usually have; public keys are no secret.
  app.get('/lti/jwks.json', async () => readPublicKeys(deps))
}
