import { Refusal } from '#core/refusal.ts'
import type { Prisma } from '#prisma/client/client.ts'

/**
 * One change of the class list at a time, so that two imports, or an import and a hand, never make one student twice.
 * Not `for update`: adding an exam to the course meanwhile must not wait.
 */
export async function lockClass(tx: Prisma.TransactionClient, courseId: string) {
  const rows = await tx.$queryRaw<unknown[]>`
    select id from "Course" where id = ${courseId}::uuid for no key update`
  if (rows.length === 0) throw new Refusal('not_found')
}
