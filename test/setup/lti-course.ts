import * as marks from '#contract/lms/marks.ts'
import { sendDueMarks } from '#server/lms/send-marks.ts'
import { readPublicKeys } from '#server/lms/tool-key.ts'
import type { LtiPlatform } from './lti-platform.ts'
import { scopes } from './lti-platform-tokens.ts'
import type { Someone, World } from './world.ts'

const clientId = 'bareme-tool'

/** A platform that trusts this server, as an administrator would have registered each with the other. */
export async function registerWith(world: World, platform: LtiPlatform) {
  platform.trust({
    ...{ clientId, initiateLogin: 'http://localhost/api/lti/login' },
    redirectUris: ['http://localhost/api/lti/launch'],
    jwks: () => readPublicKeys(world.deps) as never,
  })
  const { issuer, endpoints, deploymentId } = platform
  return world.db.ltiPlatform.create({
    data: {
      ...{ issuer, clientId, name: 'Moodle de l’école', authorizationUrl: endpoints.authorization },
      ...{ tokenUrl: endpoints.token, jwksUrl: endpoints.jwks, frameOrigins: [], registeredBy: 'hand' },
      ...{ createdAt: world.now(), approvedAt: world.now() },
      deployments: { create: { deploymentId } },
    },
  })
}

type Bound = { platformId: string; course: { id: string }; title?: string; contextId?: string }

/** A course of the platform bound to one of ours, with all its services. */
export function bindCourse(world: World, platform: LtiPlatform, { platformId, course, ...names }: Bound) {
  const { title = 'Bio Adventures', contextId = '8893483' } = names
  return world.db.ltiContext.create({
    data: {
      ...{ platformId, deploymentId: platform.deploymentId, contextId, title },
      ...{ courseId: course.id, boundAt: world.now(), createdAt: world.now() },
      nrpsUrl: platform.people.membershipsUrl(contextId),
      lineItemsUrl: platform.gradebook.lineItemsUrl(contextId),
      scopes: [scopes.lineItem, scopes.result, scopes.score],
    },
  })
}

/** The platform calls this student so, as a launch would have told. */
export const nameThere = (
  world: World,
  { platformId, who, subject }: { platformId: string; who: Someone; subject: string },
) => world.db.externalIdentity.create({ data: { source: `lti:${platformId}`, subject, studentId: who.id } })

type Sending = { owner: Someone; course: { id: string }; contextId: string; examId: string | null }

/** Asks for what changed to be sent, and lets the server do it. */
export async function sendNow(world: World, { owner, course, ...which }: Sending) {
  const answer = await world.ask(owner, marks.sendMarks, { params: { courseId: course.id }, body: which })
  await sendDueMarks(world.deps)
  return answer
}
