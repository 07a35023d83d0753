import { Refusal } from '#core/refusal.ts'
import { changeTogether, inTransaction } from '#server/attempts/change.ts'
import { systemActor } from '#server/platform/audit.ts'
import { batched } from '#server/platform/batcher.ts'
import type { Deps } from '#server/platform/deps.ts'

/**
 * Pauses a copy that has just started while the whole class is paused. Reads the pause after the start is committed, so
 * that either the pause finds the copy or this check finds the pause.
 */
export async function holdIfPaused(deps: Deps, { attemptId, examId }: { attemptId: string; examId: string }) {
  if (!(await isClassPaused(deps, examId))) return undefined
  return inTransaction(deps.pool, async (client) => {
    // With a shared lock, a resumption waits for this transaction, then finds the copy paused and resumes it.
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
    // Already paused by the class pause itself.
    if (changed instanceof Refusal) return undefined
    if (changed instanceof Error) throw changed
    return changed
  })
}

/** Checked once per start; simultaneous starts share one query. */
const isClassPaused = batched(async ({ pool }: Deps, examIds: string[]): Promise<boolean[]> => {
  const { rows } = await pool.query<{ id: string }>({
    name: 'exams-paused',
    text: `select id from "Exam" where id = any($1::uuid[]) and "pausedAt" is not null`,
    values: [[...new Set(examIds)]],
  })
  const paused = new Set(rows.map(({ id }) => id))
  return examIds.map((id) => paused.has(id))
})
