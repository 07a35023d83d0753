import type { Prisma } from '#prisma/client/client.ts'

/**
 * Deletes the files and the addresses handed in by teams of which everybody is anonymous by now: a report signs itself,
 * and the address of a repository often is its author’s name. As long as somebody with a name is in the team, it is
 * their work too.
 */
export async function forgetHandIns(tx: Prisma.TransactionClient, { courseId }: { courseId: string }) {
  const nobody = {
    project: { courseId },
    AND: [{ members: { some: {} } }, { members: { every: { student: { anonymisedAt: { not: null } } } } }],
  } satisfies Prisma.TeamWhereInput
  await tx.handInPart.deleteMany({ where: { handIn: { team: nobody } } })
  await tx.handIn.updateMany({ where: { team: nobody }, data: { url: '', reference: '', fileName: '' } })
}
