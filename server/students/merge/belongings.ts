import type { Prisma } from '#prisma/client/client.ts'

export type Belongings = Awaited<ReturnType<typeof readBelongings>>

/** All data of one entry of the class list. */
export async function readBelongings(tx: Prisma.TransactionClient, studentId: string) {
  const where = { studentId }
  return {
    attempts: await tx.attempt.findMany({
      where,
      orderBy: { id: 'asc' },
      select: {
        id: true,
        examId: true,
        status: true,
        startedAt: true,
        exam: { select: { title: true, markRule: true } },
        marks: { orderBy: { run: { number: 'desc' } }, take: 1, select: { mark: true } },
        _count: { select: { contestations: true } },
      },
    }),
    memberships: await tx.teamMember.findMany({
      where,
      orderBy: { projectId: 'asc' },
      include: { team: { select: { name: true, project: { select: { title: true } } } } },
    }),
    attendances: await tx.attendance.findMany({
      where,
      orderBy: { examId: 'asc' },
      include: { exam: { select: { title: true } } },
    }),
    candidacies: await tx.candidate.findMany({
      where,
      orderBy: { examId: 'asc' },
      include: { exam: { select: { title: true } } },
    }),
    passes: await tx.lockedBrowserPass.findMany({ where, orderBy: { id: 'asc' }, select: { id: true } }),
    entries: await tx.assessmentEntry.findMany({ where, orderBy: { component: 'asc' } }),
    jury: await tx.juryDecision.findMany({ where, orderBy: { assessmentId: 'asc' } }),
  }
}
