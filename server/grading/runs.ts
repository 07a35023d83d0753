import type { Rules } from '#core/grading/marking.ts'
import { Prisma } from '#prisma/client/client.ts'
import type { Deps } from '#server/platform/deps.ts'
import { rulesOf } from './rules.ts'

export type Run = { id: string; number: number; rules: Rules }

/** The current run: the newest one. */
export async function newestRun(tx: Prisma.TransactionClient, examId: string): Promise<Run | null> {
  const run = await tx.markingRun.findFirst({
    where: { examId },
    orderBy: { number: 'desc' },
    select: { id: true, number: true, rules: true },
  })
  return run && { ...run, rules: run.rules }
}

/** Creates the first run, with the published keys, when the first copy of the exam is marked. */
export async function firstRun({ db, now }: Deps, examId: string): Promise<void> {
  if ((await db.markingRun.count({ where: { examId } })) > 0) return
  const exam = await db.exam.findUniqueOrThrow({ where: { id: examId }, include: { questions: true } })
  const rules = rulesOf(exam)
  try {
    await db.markingRun.create({ data: { examId, number: 1, createdAt: now(), reason: 'first_marking', rules } })
  } catch (error) {
    // Another server created it at the same moment.
    const isTaken = error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002'
    if (!isTaken) throw error
  }
}
