import type { Prisma } from '#prisma/client/client.ts'

const firstAccountLock = 7_262_031

/** Until the transaction ends, nobody else makes a first link nor uses one. */
export const waitForFirstAccount = (tx: Prisma.TransactionClient) =>
  tx.$executeRaw`select pg_advisory_xact_lock(${firstAccountLock}::bigint)`

export const endFirstLinks = (tx: Prisma.TransactionClient) =>
  tx.signInLink.deleteMany({ where: { purpose: 'first_trainer', usedAt: null } })

/** Somebody can sign in: no first link is good any more. */
export async function hasAccount(tx: Prisma.TransactionClient) {
  return (await tx.person.findFirst({ where: { passwordHash: { not: null } }, select: { id: true } })) !== null
}
