import { Refusal } from '#core/refusal.ts'
import type { CourseRole } from '#prisma/client/enums.ts'
import { isOtherIdentity, rememberIdentity } from '#server/auth/external-identity.ts'
import { recordEvent } from '#server/platform/account-events.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import { rank } from '#server/platform/caller.ts'
import type { Deps } from '#server/platform/deps.ts'
import { signOnSource } from './claims.ts'

const mostShown = 200

export async function listStaffRequests({ db, settings }: Deps) {
  const rows = await db.staffRequest.findMany({ orderBy: [{ lastSeenAt: 'desc' }, { id: 'asc' }], take: mostShown })
  const requests = rows.map(({ id, name, email, source, createdAt, lastSeenAt, refusedAt, refusedByName }) => ({
    ...{ id, name, email, createdAt: createdAt.toISOString(), lastSeenAt: lastSeenAt.toISOString() },
    provider: settings.signOn.find((one) => signOnSource(one) === source)?.label ?? null,
    refused: refusedAt && { at: refusedAt.toISOString(), byName: refusedByName },
  }))
  return { requests }
}

type Request = { courseId: string; requestId: string; actor: Actor }

/** The account, what it is elsewhere, the right and the line, together or not at all. */
export async function acceptStaffRequest(
  deps: Deps,
  { courseId, requestId, role, actor }: Request & { role: CourseRole },
) {
  await deps.db.$transaction(async (tx) => {
    const request = await take(tx, requestId)
    const { source, subject, email, name } = request
    const identity = { source, subject }
    const person = await tx.person.upsert({
      where: { email },
      create: { email, name, createdAt: deps.now() },
      update: {},
    })
    const owner = { personId: person.id }
    if (await isOtherIdentity({ db: tx }, { ...identity, ...owner })) throw new Refusal('identity_taken')
    await rememberIdentity({ db: tx, now: deps.now }, { ...identity, ...owner })
    const place = { courseId, personId: person.id }
    const current = await tx.membership.findUnique({ where: { courseId_personId: place } })
    if (!current || rank[current.role] < rank[role])
      await tx.membership.upsert({ where: { courseId_personId: place }, create: { ...place, role }, update: { role } })
    await tx.staffRequest.delete({ where: { id: requestId } })
    const { title } = await tx.course.findUniqueOrThrow({ where: { id: courseId }, select: { title: true } })
    const detail = { course: title, role }
    await recordEvent({ ...deps, db: tx }, { personId: person.id, kind: 'right_given', from: null, detail })
    await audit(tx, {
      ...{ courseId, actor, action: 'member.accept', subject: `person:${person.id}` },
      after: { name: person.name, email, role },
    })
  })
  return { done: true as const }
}

export async function refuseStaffRequest(deps: Deps, { courseId, requestId, actor }: Request) {
  await deps.db.$transaction(async (tx) => {
    const { name, email, refusedAt } = await take(tx, requestId)
    if (refusedAt) return
    await tx.staffRequest.update({
      where: { id: requestId },
      data: { refusedAt: deps.now(), refusedByName: actor.name },
    })
    await audit(tx, {
      ...{ courseId, actor, action: 'member.refuse', subject: `request:${requestId}` },
      after: { name, email },
    })
  })
  return { done: true as const }
}

/** Locked, so that of two owners at once the second finds what the first has left. */
async function take(tx: Parameters<Parameters<Deps['db']['$transaction']>[0]>[0], requestId: string) {
  await tx.$queryRaw`select id from "StaffRequest" where id = ${requestId}::uuid for update`
  const request = await tx.staffRequest.findUnique({ where: { id: requestId } })
  if (!request) throw new Refusal('not_found')
  return request
}
