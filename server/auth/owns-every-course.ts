import type { Prisma } from '#prisma/client/client.ts'

type Pair = { ownerId: string; personId: string }

/** Whether this owner owns every course of this person: the account they would open opens all of them. */
export async function ownsEveryCourse(tx: Prisma.TransactionClient, { ownerId, personId }: Pair) {
  const elsewhere = await tx.membership.count({
    where: { personId, course: { memberships: { none: { personId: ownerId, role: 'owner' } } } },
  })
  return elsewhere === 0
}
