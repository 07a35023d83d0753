import type { Prisma } from '#prisma/client/client.ts'

const firstAccountLock = 7_262_031

/** Locks the creation and use of first links until the transaction ends. */
export const waitForFirstAccount = (tx: Prisma.TransactionClient) =>
  tx.$executeRaw`select pg_advisory_xact_lock(${firstAccountLock}::bigint)`

export const endFirstLinks = (tx: Prisma.TransactionClient) =>
  tx.signInLink.deleteMany({ where: { purpose: 'first_trainer', usedAt: null } })

/** Whether anybody can sign in; first links are then no longer valid. */
export async function hasAccount(tx: Prisma.TransactionClient) {
  return (await tx.person.findFirst({ where: { passwordHash: { not: null } }, select: { id: true } })) !== null
}
