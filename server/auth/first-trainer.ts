import type { Prisma } from '#prisma/client/client.ts'
import type { Deps } from '#server/platform/deps.ts'
import { endFirstLinks, hasAccount, waitForFirstAccount } from './first-account.ts'
import { createLink } from './links.ts'

const hours = 24

/**
 * The sign-in link printed at start-up while nobody has an account: one first trainer, one link. A new link invalidates
 * the earlier ones, and all are invalid once an account exists. Servers that start together on an empty database take
 * turns.
 */
export async function firstTrainerLink(deps: Deps, origin: string) {
  return deps.db.$transaction(async (tx) => {
    await waitForFirstAccount(tx)
    await endFirstLinks(tx)
    if (await hasAccount(tx)) return null
    const personId = await onlyFirstTrainer(tx)
    const { link } = await createLink({ ...deps, db: tx }, { purpose: 'first_trainer', origin, hours, personId })
    return link
  })
}

/** Makes the first trainer the owner of courses without one, such as the shipped course. */
async function onlyFirstTrainer(tx: Prisma.TransactionClient) {
  const waiting = await tx.person.findMany({
    where: { email: null, passwordHash: null },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  })
  const { id } = waiting[0] ?? (await tx.person.create({ data: { name: '' } }))
  // Earlier versions created one per server when several started together.
  await tx.person.deleteMany({ where: { id: { in: waiting.slice(1).map((person) => person.id) } } })
  const orphans = await tx.course.findMany({ where: { memberships: { none: {} } }, select: { id: true } })
  await tx.membership.createMany({
    data: orphans.map((course) => ({ courseId: course.id, personId: id, role: 'owner' })),
  })
  return id
}
