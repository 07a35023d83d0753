import { Refusal } from '#core/refusal.ts'
import type { Prisma } from '#prisma/client/client.ts'
import type { CourseRole } from '#prisma/client/enums.ts'
import { recordEvent } from '#server/platform/account-events.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { endInvitations } from './links.ts'

type Member = { courseId: string; personId: string; actor: Actor }

export async function changeMember(deps: Deps, { courseId, personId, role, actor }: Member & { role: CourseRole }) {
  await deps.db.$transaction(async (tx) => {
    const before = await lockMember(tx, {
      courseId,
      personId,
      keepsOwner: role === 'owner',
    })
    if (before.role === role) return
    await tx.membership.update({
      where: { courseId_personId: { courseId, personId } },
      data: { role },
    })
    await endInvitations(tx, { courseId, personId })
    await recordChange({ ...deps, db: tx }, { courseId, personId, actor, kind: 'right_changed', role })
    await audit(tx, {
      courseId,
      actor,
      action: 'member.change',
      subject: `person:${personId}`,
      before,
      after: { role },
    })
  })
  return { done: true as const }
}

export async function removeMember(deps: Deps, { courseId, personId, actor }: Member) {
  await deps.db.$transaction(async (tx) => {
    const before = await lockMember(tx, {
      courseId,
      personId,
      keepsOwner: false,
    })
    await tx.membership.delete({
      where: { courseId_personId: { courseId, personId } },
    })
    await endInvitations(tx, { courseId, personId })
    await recordChange({ ...deps, db: tx }, { courseId, personId, actor, kind: 'right_removed', role: before.role })
    await audit(tx, {
      courseId,
      actor,
      action: 'member.remove',
      subject: `person:${personId}`,
      before,
    })
  })
  return { done: true as const }
}

type MemberChange = Member & { kind: 'right_changed' | 'right_removed'; role: CourseRole }

/** Records the change in the history of the account concerned, with who made it. */
async function recordChange(
  deps: Pick<Deps, 'now'> & { db: Prisma.TransactionClient },
  { courseId, personId, ...event }: MemberChange,
) {
  const { title } = await deps.db.course.findUniqueOrThrow({ where: { id: courseId }, select: { title: true } })
  const detail = { course: title, role: event.role, by: event.actor.name }
  await recordEvent(deps, { personId, kind: event.kind, from: null, detail })
}

/** Locks the rows of the members, so that two owners leaving at once cannot leave a course without one. */
async function lockMember(
  tx: Prisma.TransactionClient,
  { courseId, personId, keepsOwner }: { courseId: string; personId: string; keepsOwner: boolean },
) {
  const members = await tx.$queryRaw<{ personId: string; role: CourseRole }[]>`
    select "personId", role from "Membership" where "courseId" = ${courseId}::uuid order by "personId" for update`
  const member = members.find((row) => row.personId === personId)
  if (!member) throw new Refusal('not_found')
  const owners = members.filter((row) => row.role === 'owner')
  if (member.role === 'owner' && owners.length === 1 && !keepsOwner) throw new Refusal('last_owner')
  return { role: member.role }
}
