import { Refusal } from '#core/refusal.ts'
import type { Prisma } from '#prisma/client/client.ts'

/**
 * Locks the class list, so that two imports, or an import and a manual change, never add one student twice. Not `for
 * update`, so that adding an exam to the course does not wait.
 */
export async function lockClass(tx: Prisma.TransactionClient, courseId: string) {
  const rows = await tx.$queryRaw<unknown[]>`
    select id from "Course" where id = ${courseId}::uuid for no key update`
  if (rows.length === 0) throw new Refusal('not_found')
}
