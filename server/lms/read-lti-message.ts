import { compactVerify, decodeProtectedHeader, errors, type JWTPayload } from 'jose'
import { z } from 'zod'
import { LaunchRefusal } from '#core/lms/launch-refusal.ts'
import { type LaunchRole, launchRoleOf } from '#core/lms/roles.ts'
import type { Deps } from '#server/platform/deps.ts'
import { choiceShape, claims, linkShape, messageShape } from './message-shape.ts'
import { publicKeyOf } from './platform-keys.ts'

/** How far the clocks of a platform and of this server may differ. */
const driftSeconds = 60

type Platform = { id: string; issuer: string; clientId: string; jwksUrl: string }
type Given = { idToken: string; platform: Platform; nonce: string; origin: string }

/** What a message says, once everything it must prove is proven; kept, sealed, for the pages that follow. */
export type LtiMessage = {
  subject: string
  role: LaunchRole
  deploymentId: string
  person: { givenName: string; familyName: string; email: string | null; number: string | null }
  context: { id: string; title: string; nrpsUrl: string | null; lineItemsUrl: string | null; scopes: string[] }
  link: { id: string; title: string; examId: string | null; isFinalGrade: boolean; lineItemUrl: string | null } | null
  choice: { returnUrl: string; data: string | null } | null
}

/** Checks a message in the order of the standard (IMS Security Framework 5.1.3, LTI 1.3 core 5.3): why not, or what it says. */
export async function readLtiMessage(deps: Deps, { idToken, platform, nonce, origin }: Given): Promise<LtiMessage> {
  const payload = await verified(deps, { idToken, platform })
  if (payload.iss !== platform.issuer) throw new LaunchRefusal('wrong_issuer')
  refuseOtherAudience(payload, platform.clientId)
  refuseOtherTime(payload, Math.floor(deps.now().getTime() / 1_000))
  if (typeof payload['nonce'] !== 'string') throw new LaunchRefusal('missing_claim', 'nonce')
  if (payload['nonce'] !== nonce) throw new LaunchRefusal('wrong_nonce')
  return said(payload, origin)
}

async function verified(deps: Deps, { idToken, platform }: Pick<Given, 'idToken' | 'platform'>) {
  const { alg, kid } = headerOf(idToken)
  // The only algorithm of the standard's platforms; `none` and shared secrets prove nothing.
  if (alg !== 'RS256') throw new LaunchRefusal('wrong_algorithm')
  if (typeof kid !== 'string' || kid === '') throw new LaunchRefusal('unknown_key')
  const key = await publicKeyOf(deps, { platform, kid })
  try {
    const { payload } = await compactVerify(idToken, key, { algorithms: ['RS256'] })
    return z.record(z.string(), z.unknown()).parse(JSON.parse(Buffer.from(payload).toString('utf8'))) as JWTPayload
  } catch (error) {
    throw new LaunchRefusal(
      error instanceof errors.JWSSignatureVerificationFailed ? 'wrong_signature' : 'not_a_message',
    )
  }
}

function headerOf(idToken: string) {
  try {
    return decodeProtectedHeader(idToken)
  } catch {
    throw new LaunchRefusal('not_a_message')
  }
}

function refuseOtherAudience({ aud, azp }: JWTPayload, clientId: string) {
  const audiences = typeof aud === 'string' ? [aud] : Array.isArray(aud) ? aud : []
  if (audiences.length === 0) throw new LaunchRefusal('missing_claim', 'aud')
  const isForUs = audiences.includes(clientId) && (azp === undefined ? audiences.length === 1 : azp === clientId)
  if (!isForUs) throw new LaunchRefusal('wrong_audience')
}

function refuseOtherTime({ exp, iat, nbf }: JWTPayload, now: number) {
  if (typeof exp !== 'number') throw new LaunchRefusal('missing_claim', 'exp')
  if (typeof iat !== 'number') throw new LaunchRefusal('missing_claim', 'iat')
  if (exp + driftSeconds <= now) throw new LaunchRefusal('expired')
  if (Math.max(iat, typeof nbf === 'number' ? nbf : 0) - driftSeconds > now) throw new LaunchRefusal('from_the_future')
}

const types = { LtiResourceLinkRequest: 'link', LtiDeepLinkingRequest: 'choice' } as const

function said(payload: JWTPayload, origin: string): LtiMessage {
  const version = payload[claims.version]
  if (version === undefined) throw new LaunchRefusal('missing_claim', claims.version)
  if (version !== '1.3.0') throw new LaunchRefusal('wrong_version')
  const type = payload[claims.type]
  if (type === undefined) throw new LaunchRefusal('missing_claim', claims.type)
  if (typeof type !== 'string' || !(type in types)) throw new LaunchRefusal('wrong_type')
  const kind = types[type as keyof typeof types]
  refuseOtherTarget(payload, { origin, isNeeded: kind === 'link' })
  const read = parsed(messageShape, payload)
  const link = kind === 'link' ? (parsed(linkShape, payload)[claims.link] ?? null) : null
  const choice = kind === 'choice' ? parsed(choiceShape, payload)[claims.choice] : null
  if (choice && !choice.accept_types.includes('ltiResourceLink')) throw new LaunchRefusal('wrong_type')
  const role = launchRoleOf(read[claims.roles])
  if (!role || (choice && role !== 'staff')) throw new LaunchRefusal('no_role')
  const context = read[claims.context]
  const grades = read[claims.grades]
  return {
    subject: read.sub,
    role,
    deploymentId: read[claims.deployment],
    person: personOf(read),
    context: {
      id: context.id,
      title: context.title || context.label || context.id,
      nrpsUrl: read[claims.members]?.context_memberships_url ?? null,
      lineItemsUrl: grades?.lineitems ?? null,
      scopes: grades?.scope ?? [],
    },
    link: link && {
      id: link.id,
      title: link.title ?? '',
      lineItemUrl: grades?.lineitem ?? null,
      ...opens(read[claims.custom] ?? {}),
    },
    choice: choice && { returnUrl: choice.deep_link_return_url, data: choice.data ?? null },
  }
}

/** Where the launch goes must be ours: the platform that repeats another tool's address sends us its people. */
function refuseOtherTarget(payload: JWTPayload, { origin, isNeeded }: { origin: string; isNeeded: boolean }) {
  const target = payload[claims.target]
  if (target === undefined && !isNeeded) return
  if (typeof target !== 'string') throw new LaunchRefusal('missing_claim', claims.target)
  if (!isOurs(target, origin)) throw new LaunchRefusal('wrong_target')
}

export const isOurs = (target: string, origin: string) =>
  URL.canParse(target) && new URL(target).origin === new URL(origin).origin

function parsed<S extends z.ZodType>(shape: S, payload: JWTPayload): z.output<S> {
  const read = shape.safeParse(payload)
  if (read.success) return read.data
  throw new LaunchRefusal('missing_claim', read.error.issues[0]?.path.join('.') ?? '')
}

function personOf(read: z.output<typeof messageShape>): LtiMessage['person'] {
  const [first = '', ...rest] = (read.name ?? '').split(/\s+/)
  const email = read.email ?? ''
  return {
    givenName: read.given_name || (rest.length > 0 ? first : ''),
    familyName: read.family_name || (rest.length > 0 ? rest.join(' ') : first),
    email: /^[^@\s]+@[^@\s]+$/.test(email) ? email : null,
    number: read[claims.lis]?.person_sourcedid || null,
  }
}

const examId = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** What the chosen content opens, as we wrote it in its custom parameters; believed only within the bound course. */
function opens(custom: Record<string, unknown>) {
  const exam = custom['bareme_exam']
  return {
    examId: typeof exam === 'string' && examId.test(exam) ? exam : null,
    isFinalGrade: custom['bareme_final'] === 'true',
  }
}
