import { Refusal } from '#core/refusal.ts'
import { systemActor } from '#server/attempts/actor.ts'
import { changeTogether, inTransaction } from '#server/attempts/change.ts'
import { batched } from '#server/platform/batcher.ts'
import type { Deps } from '#server/platform/deps.ts'

/**
 * A copy that has just started while the whole class is paused is paused too. Read after the start is committed, so that
 * the pause either sees the copy or is seen here.
 */
export async function holdIfPaused(deps: Deps, { attemptId, examId }: { attemptId: string; examId: string }) {
  if (!(await isClassPaused(deps, examId))) return undefined
  return inTransaction(deps.pool, async (client) => {
    // Shared lock: a resumption waits for this transaction, then finds the copy paused and resumes it.
    const { rows } = await client.query<{ reason: string }>(
      `select "pauseReason" as reason from "Exam" where id = $1 and "pausedAt" is not null for share`,
      [examId],
    )
    const [pause] = rows
    if (!pause) return undefined
    const change = {
      attemptId,
      reach: { everything: true as const },
      event: { type: 'pause' as const, reason: pause.reason },
      actor: systemActor,
    }
    const [changed] = await changeTogether(deps, { client, changes: [change] })
    // Paused already by the same pause, which found the copy first.
    if (changed instanceof Refusal) return undefined
    if (changed instanceof Error) throw changed
    return changed
  })
}

/** Asked once per start; the starts of the same moment ask together. */
const isClassPaused = batched(async ({ pool }: Deps, examIds: string[]): Promise<boolean[]> => {
  const { rows } = await pool.query<{ id: string }>({
    name: 'exams-paused',
    text: `select id from "Exam" where id = any($1::uuid[]) and "pausedAt" is not null`,
    values: [[...new Set(examIds)]],
  })
  const paused = new Set(rows.map(({ id }) => id))
  return examIds.map((id) => paused.has(id))
})
