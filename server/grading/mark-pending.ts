import type { PaperQuestion } from '#core/draw.ts'
import { Prisma } from '#prisma/client/client.ts'
import type { Deps } from '#server/platform/deps.ts'
import { markCopy } from './mark-copy.ts'
import { type Rules, rulesOf } from './rules.ts'

const atOnce = 100

/**
 * Marks every closed copy that has no mark in the run that counts. Closing and marking are apart: after a crash in
 * between, the next round finds the copy and marks it. Marking twice writes the same mark.
 */
export async function markPending(deps: Deps, examId?: string): Promise<number> {
  const exams = await deps.db.attempt.groupBy({
    by: ['examId'],
    where: { status: { in: ['submitted', 'expired'] }, markedAt: null, ...(examId ? { examId } : {}) },
  })
  let marked = 0
  for (const exam of exams) {
    const run = await currentRun(deps, exam.examId)
    for (let batch = atOnce; batch === atOnce; marked += batch) batch = await markBatch(deps, run)
  }
  return marked
}

type Run = { id: string; examId: string; rules: Rules }
type Pending = { id: string; paper: PaperQuestion[] }

/** Copies are taken with `skip locked`: two servers marking together share the work. */
async function markBatch({ db, now }: Deps, run: Run) {
  return db.$transaction(
    async (tx) => {
      const copies = await tx.$queryRaw<Pending[]>`
        select id, paper from "Attempt"
        where "examId" = ${run.examId}::uuid and status in ('submitted', 'expired') and "markedAt" is null
        order by id limit ${atOnce} for update skip locked`
      if (copies.length === 0) return 0
      const ids = copies.map(({ id }) => id)
      const answers = await tx.answer.findMany({ where: { attemptId: { in: ids } } })
      const data = copies.map(({ id, paper }) => {
        const own = new Map(answers.filter(({ attemptId }) => attemptId === id).map((a) => [a.questionId, a.choices]))
        const marked = markCopy(run.rules, { questionIds: paper.map(({ questionId }) => questionId), answers: own })
        return {
          runId: run.id,
          attemptId: id,
          createdAt: now(),
          ...marked,
          detail: marked.detail as Prisma.InputJsonValue,
        }
      })
      // A copy reopened and closed again has other answers: its mark is replaced.
      await tx.mark.deleteMany({ where: { runId: run.id, attemptId: { in: ids } } })
      await tx.mark.createMany({ data })
      await tx.attempt.updateMany({ where: { id: { in: ids } }, data: { markedAt: now() } })
      return copies.length
    },
    { timeout: 30_000 },
  )
}

/** The newest run of an exam; the first one is made when its first copy is marked. */
export async function currentRun({ db, now }: Deps, examId: string): Promise<Run> {
  const known = await db.markingRun.findFirst({ where: { examId }, orderBy: { number: 'desc' } })
  if (known) return { id: known.id, examId, rules: known.rules as unknown as Rules }
  const exam = await db.exam.findUniqueOrThrow({ where: { id: examId }, include: { questions: true } })
  try {
    const rules = rulesOf(exam)
    const { id } = await db.markingRun.create({
      data: {
        examId,
        number: 1,
        createdAt: now(),
        reason: 'first_marking',
        rules: rules as unknown as Prisma.InputJsonValue,
      },
    })
    return { id, examId, rules }
  } catch (error) {
    // Another server made it at the same moment.
    const isTaken = error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002'
    if (!isTaken) throw error
    const made = await db.markingRun.findFirstOrThrow({ where: { examId }, orderBy: { number: 'desc' } })
    return { id: made.id, examId, rules: made.rules as unknown as Rules }
  }
}
