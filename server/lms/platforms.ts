import type { LtiPlatformView } from '#contract/lms/platforms.ts'
import { Refusal } from '#core/refusal.ts'
import { Prisma } from '#prisma/client/client.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { allowedAddress } from './call-platform.ts'
import { refuseUnlessOwner } from './owner-of-a-course.ts'
import { toolAddresses, toolOrigin } from './tool-addresses.ts'

export async function listPlatforms(deps: Deps, { personId, origin }: { personId: string; origin: string }) {
  await refuseUnlessOwner(deps, personId)
  const rows = await deps.db.ltiPlatform.findMany({
    include: {
      deployments: { orderBy: { deploymentId: 'asc' } },
      contexts: {
        include: { course: { include: { memberships: { where: { personId }, select: { role: true } } } } },
        orderBy: [{ title: 'asc' }, { id: 'asc' }],
      },
    },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  })
  const platforms = rows.map(({ deployments, contexts, ...row }) => ({
    ...row,
    state: stateOf(row),
    createdAt: row.createdAt.toISOString(),
    deploymentIds: deployments.map(({ deploymentId }) => deploymentId),
    contexts: contexts.map(({ course, ...context }) => ({
      ...context,
      course: course && {
        id: course.id,
        title: course.memberships.length > 0 ? course.title : null,
        isOwn: course.memberships.some(({ role }) => role === 'owner'),
      },
    })),
  }))
  return { tool: toolAddresses(toolOrigin(deps, origin)), platforms }
}

const stateOf = (row: { approvedAt: Date | null; disabledAt: Date | null }): LtiPlatformView['state'] =>
  row.disabledAt ? 'disabled' : row.approvedAt ? 'active' : 'waiting'

type Written = {
  name: string
  issuer: string
  clientId: string
  authorizationUrl: string
  tokenUrl: string
  jwksUrl: string
  deploymentIds: readonly string[]
  frameOrigins: readonly string[]
}
type By = { personId: string; actor: Actor }

export async function addPlatform(deps: Deps, { personId, actor, ...written }: Written & By) {
  await refuseUnlessOwner(deps, personId)
  const { deploymentIds, ...columns } = checked(deps, written)
  const at = deps.now()
  const platformId = await deps.db
    .$transaction(async (tx) => {
      const { id } = await tx.ltiPlatform.create({
        data: {
          ...columns,
          ...{ registeredBy: 'hand', registeredById: personId, createdAt: at, approvedAt: at },
          deployments: { create: deploymentIds.map((deploymentId) => ({ deploymentId })) },
        },
      })
      await audit(tx, { courseId: null, actor, action: 'lms.add', subject: `lti_platform:${id}`, after: written })
      return id
    })
    .catch(asNameTaken)
  return { platformId }
}

type Changed = Written & By & { platformId: string; isActive: boolean }

/** Active again after it was disabled, or approved for the first time; its sessions end by themselves. */
export async function changePlatform(deps: Deps, { personId, actor, platformId, isActive, ...written }: Changed) {
  await refuseUnlessOwner(deps, personId)
  const { deploymentIds, ...columns } = checked(deps, written)
  await deps.db
    .$transaction(async (tx) => {
      const before = await tx.ltiPlatform.findUnique({ where: { id: platformId }, include: { deployments: true } })
      if (!before) throw new Refusal('not_found')
      const approvedAt = before.approvedAt ?? (isActive ? deps.now() : null)
      const disabledAt = isActive ? null : (before.disabledAt ?? deps.now())
      await tx.ltiPlatform.update({ where: { id: platformId }, data: { ...columns, approvedAt, disabledAt } })
      await tx.ltiDeployment.deleteMany({ where: { platformId, deploymentId: { notIn: deploymentIds } } })
      const data = deploymentIds.map((deploymentId) => ({ platformId, deploymentId }))
      await tx.ltiDeployment.createMany({ data, skipDuplicates: true })
      await audit(tx, {
        ...{ courseId: null, actor, action: 'lms.change', subject: `lti_platform:${platformId}` },
        before: { ...writtenOf(before), state: stateOf(before) },
        after: { ...written, state: isActive ? 'active' : 'disabled' },
      })
    })
    .catch(asNameTaken)
  return { done: true as const }
}

export async function removePlatform(deps: Deps, { personId, actor, platformId }: By & { platformId: string }) {
  await refuseUnlessOwner(deps, personId)
  await deps.db.$transaction(async (tx) => {
    const before = await tx.ltiPlatform.findUnique({ where: { id: platformId }, include: { deployments: true } })
    if (!before) throw new Refusal('not_found')
    await tx.ltiPlatform.delete({ where: { id: platformId } })
    const subject = `lti_platform:${platformId}`
    await audit(tx, { courseId: null, actor, action: 'lms.remove', subject, before: writtenOf(before) })
  })
  return { done: true as const }
}

/** Addresses that the server will call are judged when they are written, and again at each call. */
function checked(deps: Deps, { deploymentIds, frameOrigins, ...written }: Written) {
  const { authorizationUrl, tokenUrl, jwksUrl } = written
  for (const address of [authorizationUrl, tokenUrl, jwksUrl, ...frameOrigins])
    if (!allowedAddress(deps, address)) throw new Refusal('lms_address_refused', { address })
  return {
    ...written,
    deploymentIds: [...new Set(deploymentIds)],
    frameOrigins: [...new Set(frameOrigins.map((address) => new URL(address).origin))],
  }
}

type Row = Omit<Written, 'deploymentIds'> & { deployments: { deploymentId: string }[] }
const writtenOf = ({
  name,
  issuer,
  clientId,
  authorizationUrl,
  tokenUrl,
  jwksUrl,
  frameOrigins,
  deployments,
}: Row) => ({
  ...{ name, issuer, clientId, authorizationUrl, tokenUrl, jwksUrl, frameOrigins },
  deploymentIds: deployments.map(({ deploymentId }) => deploymentId),
})

function asNameTaken(error: unknown): never {
  if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002') throw new Refusal('name_taken')
  throw error
}
