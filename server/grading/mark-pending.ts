import type { PaperQuestion } from '#core/draw.ts'
import { markCopy } from '#core/marking.ts'
import { notRehearsed } from '#server/attempts/rehearsal-stage.ts'
import type { Deps } from '#server/platform/deps.ts'
import { firstRun, newestRun } from './runs.ts'
import { writeMarks } from './write-marks.ts'

const atOnce = 100

/**
 * Marks every closed copy that has no mark, by the rules of the run that counts. Closing and marking are apart: after a crash in
 * between, the next round finds the copy and marks it. Marking twice writes the same mark.
 */
export async function markPending(deps: Deps, examId?: string): Promise<number> {
  const exams = await deps.db.attempt.groupBy({
    by: ['examId'],
    where: {
      status: { in: ['submitted', 'expired'] },
      markedAt: null,
      exam: notRehearsed,
      ...(examId ? { examId } : {}),
    },
  })
  let marked = 0
  for (const exam of exams) {
    await firstRun(deps, exam.examId)
    for (let batch = atOnce; batch === atOnce; marked += batch) batch = await markBatch(deps, exam.examId)
  }
  return marked
}

type Pending = { id: string; paper: PaperQuestion[] }

/**
 * Copies are taken with `skip locked`: two servers marking together share the work. The exam is held first, shared, so
 * that no correction makes another run meanwhile: a copy would be marked in a run that no longer counts.
 */
async function markBatch(deps: Deps, examId: string) {
  const { db, now } = deps
  return db.$transaction(
    async (tx) => {
      await tx.$queryRaw`select 1 from "Exam" where id = ${examId}::uuid for share`
      const run = await newestRun(tx, examId)
      const copies = await tx.$queryRaw<Pending[]>`
        select id, paper from "Attempt"
        where "examId" = ${examId}::uuid and status in ('submitted', 'expired') and "markedAt" is null
        order by id limit ${atOnce} for update skip locked`
      if (copies.length === 0 || !run) return 0
      const ids = copies.map(({ id }) => id)
      const answers = await tx.answer.findMany({ where: { attemptId: { in: ids } } })
      const marks = copies
        .filter(({ id }) => run.rules.voided?.[id] === undefined)
        .map(({ id, paper }) => {
          const own = answers.filter(({ attemptId }) => attemptId === id).map((a) => [a.questionId, a.choices] as const)
          const questionIds = paper.map(({ questionId }) => questionId)
          return { attemptId: id, ...markCopy(run.rules, { attemptId: id, questionIds, answers: new Map(own) }) }
        })
      // A copy reopened and closed again has other answers: its mark is replaced.
      await tx.mark.deleteMany({ where: { runId: run.id, attemptId: { in: ids } } })
      await writeMarks(tx, { runId: run.id, marks, at: now() })
      await tx.attempt.updateMany({ where: { id: { in: ids } }, data: { markedAt: now() } })
      return copies.length
    },
    { timeout: 30_000 },
  )
}
