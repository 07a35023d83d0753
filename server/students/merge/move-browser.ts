import type { Prisma } from '#prisma/client/client.ts'

type Move = { attempts: readonly string[]; passes?: readonly string[] | undefined; from: string; to: string }

/** Exceptions from the locked browser, and where these copies were written, follow the copies to the other entry. */
export async function moveBrowser(tx: Prisma.TransactionClient, { attempts, passes = [], from, to }: Move) {
  await tx.lockedBrowserPass.updateMany({
    where: { id: { in: [...passes] }, studentId: from },
    data: { studentId: to },
  })
  const copies = await tx.attempt.findMany({ where: { id: { in: [...attempts] } }, select: { examId: true } })
  const examId = { in: copies.map((copy) => copy.examId) }
  // Of the copy that was dropped for this one, which was never started.
  await tx.lockedBrowserContact.deleteMany({ where: { studentId: to, examId } })
  await tx.lockedBrowserContact.updateMany({ where: { studentId: from, examId }, data: { studentId: to } })
}
