import { type Outline, wholeOutline } from '#core/courses/outline.ts'
import { Refusal } from '#core/refusal.ts'
import type { Prisma } from '#prisma/client/client.ts'

/** The outline and its revision; the caller holds the lock of the bank when it is going to change it. */
export async function readOutlineOf(tx: Prisma.TransactionClient, courseId: string) {
  const course = await tx.course.findUnique({
    where: { id: courseId },
    select: { outline: true, outlineRevision: true },
  })
  if (!course) throw new Refusal('not_found')
  return { outline: wholeOutline(course.outline), revision: course.outlineRevision }
}

/** The only way an outline is written: its revision grows, so that nobody overwrites what they have not seen. */
export async function writeOutline(
  tx: Prisma.TransactionClient,
  { courseId, outline }: { courseId: string; outline: Outline },
): Promise<number> {
  const { outlineRevision } = await tx.course.update({
    where: { id: courseId },
    data: { outline, outlineRevision: { increment: 1 } },
    select: { outlineRevision: true },
  })
  return outlineRevision
}
