import type { LtiOpened } from '#contract/lms/launches.ts'
import { Refusal } from '#core/refusal.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import type { Http } from '#server/platform/serve.ts'
import { ofLinked, requireOpened } from './decide-launch.ts'
import { findAnswer, keepAnswer } from './logins.ts'
import { claims } from './message-shape.ts'
import { toolAddresses, toolOrigin } from './tool-addresses.ts'
import { signAsTool } from './tool-key.ts'

type Chosen = { launchId: string; http: Http; personId: string; actor: Actor; opened: LtiOpened }

/** Answers a choice of content (LTI Deep Linking 2.0): an activity, and a column for its marks. */
export async function chooseContent(deps: Deps, { opened, ...by }: Chosen) {
  const { launch, context } = await ofLinked(deps, by)
  const { platform, message, login } = launch
  if (!message.choice) throw new Refusal('lms_launch_over')
  const { courseId, exam } = await requireOpened(deps, { context, personId: by.personId, opened })
  const url = toolAddresses(toolOrigin(deps, by.http.origin)).launchUrl
  const said = {
    ...{ iss: platform.clientId, aud: platform.issuer, nonce: deps.randomBytes(16).toString('base64url') },
    [claims.type]: 'LtiDeepLinkingResponse',
    [claims.version]: '1.3.0',
    [claims.deployment]: message.deploymentId,
    ...(message.choice.data === null ? {} : { [claims.answerData]: message.choice.data }),
    [claims.items]: [exam ? examItem(exam, url) : finalItem(url)],
  }
  const jwt = await signAsTool(deps, { claims: said, seconds: 300 })
  await keepAnswer(deps, { ...launch, answer: { action: message.choice.returnUrl, jwt } })
  await deps.db.$transaction((tx) => {
    const subject = exam ? `exam:${exam.id}` : `course:${courseId}`
    const after = { platform: platform.name, context: context.title }
    return audit(tx, { courseId, actor: by.actor, action: 'lms.choose', subject, after })
  })
  return { to: login.waitHash ? null : `/lti/return?${new URLSearchParams({ launch: login.id }).toString()}` }
}

const item = (url: string) => ({ type: 'ltiResourceLink', url, window: { targetName: '_blank' } })

const examItem = (exam: { id: string; title: string; markRule: { outOf: number } }, url: string) => ({
  ...item(url),
  title: exam.title,
  custom: { bareme_exam: exam.id },
  lineItem: { scoreMaximum: exam.markRule.outOf / 100, label: exam.title, resourceId: exam.id },
})

const finalItem = (url: string) => ({
  ...item(url),
  title: 'Note finale',
  custom: { bareme_final: 'true' },
  lineItem: { scoreMaximum: 20, label: 'Note finale', resourceId: 'final' },
})

export async function stateOfChoice(deps: Deps, wait: string) {
  const found = await findAnswer(deps, wait)
  return { state: found ? (found.answer ? ('ready' as const) : ('waiting' as const)) : ('over' as const) }
}
