import type { Prisma } from '#prisma/client/client.ts'

type Tx = Prisma.TransactionClient
type ReleaseDecision = { decidedAt?: string; release?: { what?: string; heldGroups?: string[] } } | null

/** Every time the results of an exam were shown, oldest first; results taken back were seen all the same. */
async function releasesOf(tx: Tx, examId: string) {
  const lines = await tx.auditLine.findMany({
    where: { subject: `exam:${examId}`, action: 'exam.release' },
    orderBy: { id: 'asc' },
    select: { at: true, after: true },
  })
  const exam = await tx.exam.findUnique({ where: { id: examId }, select: { releasedAt: true, release: true } })
  // The audit entry may be past its retention; results shown now were certainly shown.
  const now = exam?.releasedAt ? [{ at: exam.releasedAt, after: { release: exam.release } as ReleaseDecision }] : []
  const shown = lines.map(({ at, after }) => {
    const { decidedAt } = (after as ReleaseDecision) ?? {}
    return { at: decidedAt ? new Date(decidedAt) : at, after: after as ReleaseDecision }
  })
  return [...shown, ...now]
}

/** When results of this exam could first be read; null: never. */
export async function firstShownAt(tx: Tx, examId: string): Promise<Date | null> {
  const times = (await releasesOf(tx, examId)).map(({ at }) => at.getTime())
  return times.length === 0 ? null : new Date(Math.min(...times))
}

/** The groups a correction was hidden from, for each time it was shown; null: it was never shown. */
export async function correctionShownBut(tx: Tx, examId: string): Promise<(group: string) => boolean> {
  const shown = (await releasesOf(tx, examId)).filter(({ after }) => after?.release?.what === 'review')
  return (group) => shown.some(({ after }) => !after?.release?.heldGroups?.includes(group))
}
