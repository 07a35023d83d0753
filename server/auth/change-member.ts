import { Refusal } from '#core/refusal.ts'
import type { Prisma } from '#prisma/client/client.ts'
import type { CourseRole } from '#prisma/client/enums.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'

type Member = { courseId: string; personId: string; actor: Actor }

export async function changeMember({ db }: Deps, { courseId, personId, role, actor }: Member & { role: CourseRole }) {
  await db.$transaction(async (tx) => {
    const before = await lockMember(tx, {
      courseId,
      personId,
      keepsOwner: role === 'owner',
    })
    await tx.membership.update({
      where: { courseId_personId: { courseId, personId } },
      data: { role },
    })
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

export async function removeMember({ db }: Deps, { courseId, personId, actor }: Member) {
  await db.$transaction(async (tx) => {
    const before = await lockMember(tx, {
      courseId,
      personId,
      keepsOwner: false,
    })
    await tx.membership.delete({
      where: { courseId_personId: { courseId, personId } },
    })
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

/** A course always has an owner: the rows are locked, so that two owners leaving at once cannot both go. */
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
