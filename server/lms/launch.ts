import { LaunchRefusal } from '#core/lms/launch-refusal.ts'
import type { Deps } from '#server/platform/deps.ts'
import { findByState, keepMessage } from './logins.ts'
import { readLtiMessage } from './read-lti-message.ts'

type Sent = { state?: string | undefined; id_token?: string | undefined; error?: string | undefined }

/** Proves a message and keeps it. Nobody is signed in yet: our cookie, which proves the browser, comes with the next request. */
export async function receiveMessage(deps: Deps, { sent, origin }: { sent: Sent; origin: string }): Promise<string> {
  const login = await findByState(deps, sent.state ?? '')
  if (sent.error) throw new LaunchRefusal('refused_by_platform', sent.error)
  if (!sent.id_token) throw new LaunchRefusal('not_a_message')
  const { platform } = login
  const message = await readLtiMessage(deps, { idToken: sent.id_token, platform, nonce: login.nonce, origin })
  await refuseOtherDeployment(deps, { platformId: platform.id, deploymentId: message.deploymentId })
  await keepMessage(deps, { login, message })
  return `/api/lti/launches/${login.id}/arrival`
}

async function refuseOtherDeployment({ db }: Deps, known: { platformId: string; deploymentId: string }) {
  if ((await db.ltiDeployment.count({ where: known })) === 0)
    throw new LaunchRefusal('unknown_deployment', known.deploymentId)
}
