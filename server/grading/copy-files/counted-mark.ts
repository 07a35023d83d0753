import type { Deps } from '#server/platform/deps.ts'
import { newestRun } from '../runs.ts'

/** The mark of the current run, and its maximum. */
export async function countedMark({ db }: Deps, { id, examId }: { id: string; examId: string }) {
  const run = await newestRun(db, examId)
  const mark = run && (await db.mark.findUnique({ where: { runId_attemptId: { runId: run.id, attemptId: id } } }))
  return { mark: mark?.mark ?? null, outOf: run?.rules.markRule.outOf ?? 2_000 }
}
