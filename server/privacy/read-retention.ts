import { type Retention, usualRetention } from '#core/privacy/retention.ts'
import type { Prisma } from '#prisma/client/client.ts'

export async function readRetention(db: Prisma.TransactionClient, courseId: string): Promise<Retention> {
  const { retention } = await db.course.findUniqueOrThrow({ where: { id: courseId }, select: { retention: true } })
  // Written by `setRetention` under its contract; unset fields have the usual values.
  return { ...usualRetention, ...(retention as Partial<Retention>) }
}
