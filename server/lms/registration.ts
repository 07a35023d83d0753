import { z } from 'zod'
import { LaunchRefusal } from '#core/lms/launch-refusal.ts'
import { Prisma } from '#prisma/client/client.ts'
import { audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { openBytes, sealBytes } from '#server/platform/seal-bytes.ts'
import { allowedAddress, callPlatform, PlatformUnreachable } from './call-platform.ts'
import { refuseUnlessOwner } from './owner-of-a-course.ts'
import { toolAddresses, toolOrigin } from './tool-addresses.ts'
import { toolConfiguration } from './tool-configuration.ts'

const purpose = 'lti-invitation'
const lifeMs = 3_600_000

/** The address that an owner gives a platform: without the word of an owner, this server calls nobody. */
export async function invitePlatform(deps: Deps, { personId, origin }: { personId: string; origin: string }) {
  await refuseUnlessOwner(deps, personId)
  const expiresAt = new Date(deps.now().getTime() + lifeMs)
  const bytes = Buffer.from(JSON.stringify({ personId, until: expiresAt.getTime() }))
  const code = Buffer.from(sealBytes(deps, { purpose, id: '', bytes })).toString('base64url')
  const url = `${toolAddresses(toolOrigin(deps, origin)).registrationUrl}?${new URLSearchParams({ code }).toString()}`
  return { url, expiresAt: expiresAt.toISOString() }
}

/** Who invited, while the invitation lasts. */
export function inviterOf(deps: Deps, code: string): string | null {
  const bytes = openBytes(deps, { purpose, id: '', sealed: new Uint8Array(Buffer.from(code, 'base64url')) })
  if (!bytes) return null
  const { personId, until } = JSON.parse(bytes.toString('utf8')) as { personId: string; until: number }
  return until > deps.now().getTime() ? personId : null
}

const address = z.url({ protocol: /^https?$/ }).max(1_000)
const named = z.string().min(1).max(255)
const configuration = z.object({
  issuer: named,
  authorization_endpoint: address,
  token_endpoint: address,
  jwks_uri: address,
  registration_endpoint: address,
  'https://purl.imsglobal.org/spec/lti-platform-configuration': z
    .object({ product_family_code: z.string().max(100).optional() })
    .optional()
    .catch(undefined),
})
const registered = z.object({
  client_id: named,
  'https://purl.imsglobal.org/spec/lti-tool-configuration': z
    .object({ deployment_id: named.optional() })
    .optional()
    .catch(undefined),
})

export type Registration = { configurationUrl: string; token: string; code: string; origin: string }

/** Dynamic registration (LTI Dynamic Registration 1.0): both sides learn of each other, then an owner approves. */
export async function registerPlatform(deps: Deps, { configurationUrl, token, code, origin }: Registration) {
  const personId = inviterOf(deps, code)
  if (!personId) throw new LaunchRefusal('invitation_over')
  const said = await asked(deps, configuration, { url: configurationUrl })
  const answer = await asked(deps, registered, {
    url: said.registration_endpoint,
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
    body: JSON.stringify(toolConfiguration(origin)),
  })
  const addresses = [said.authorization_endpoint, said.token_endpoint, said.jwks_uri]
  if (addresses.some((one) => !allowedAddress(deps, one))) throw new LaunchRefusal('registration_failed', 'address')
  const deploymentId = answer['https://purl.imsglobal.org/spec/lti-tool-configuration']?.deployment_id
  const family = said['https://purl.imsglobal.org/spec/lti-platform-configuration']?.product_family_code
  const data = {
    ...{ issuer: said.issuer, clientId: answer.client_id, name: nameOf(said.issuer, family) },
    ...{ authorizationUrl: said.authorization_endpoint, tokenUrl: said.token_endpoint, jwksUrl: said.jwks_uri },
    ...{ frameOrigins: [], registeredBy: 'dynamic' as const, registeredById: personId, createdAt: deps.now() },
  }
  const person = await deps.db.person.findUniqueOrThrow({ where: { id: personId } })
  await deps.db
    .$transaction(async (tx) => {
      const deployments = deploymentId ? { create: [{ deploymentId }] } : {}
      const { id } = await tx.ltiPlatform.create({ data: { ...data, deployments } })
      const actor = { id: personId, name: person.name }
      await audit(tx, { courseId: null, actor, action: 'lms.register', subject: `lti_platform:${id}`, after: data })
    })
    .catch((error: unknown) => {
      const isKnown = error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002'
      throw isKnown ? new LaunchRefusal('registration_failed', 'known') : error
    })
  return data.name
}

const nameOf = (issuer: string, family: string | undefined) => {
  const host = URL.canParse(issuer) ? new URL(issuer).host : issuer
  return family ? `${family[0]?.toUpperCase()}${family.slice(1)} (${host})`.slice(0, 200) : host
}

type Call = Parameters<typeof callPlatform>[1]

async function asked<S extends z.ZodType>(deps: Deps, shape: S, call: Call): Promise<z.output<S>> {
  try {
    const { status, text } = await callPlatform(deps, call)
    if (status < 200 || status > 299) throw new LaunchRefusal('registration_failed', `http-${status}`)
    return shape.parse(JSON.parse(text))
  } catch (error) {
    if (error instanceof LaunchRefusal) throw error
    throw new LaunchRefusal('registration_failed', error instanceof PlatformUnreachable ? error.message : 'answer')
  }
}
