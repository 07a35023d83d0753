import { Refusal } from '#core/refusal.ts'
import { changeTogether, inTransaction } from '#server/attempts/change.ts'
import { systemActor } from '#server/platform/audit.ts'
import { batched } from '#server/platform/batcher.ts'
import type { Deps } from '#server/platform/deps.ts'
import { whoSitsJoins } from '#server/platform/who-sits.ts'

/**
 * Pauses a copy that has just started while the whole class is paused, or its slot. Reads the pause after the start is committed, so
 * that either the pause finds the copy or this check finds the pause.
 */
export async function holdIfPaused(deps: Deps, { attemptId, examId }: { attemptId: string; examId: string }) {
  if (!(await hasPause(deps, examId)) || !(await isPausedFor(deps, attemptId))) return undefined
  return inTransaction(deps.pool, async (client) => {
    // With a shared lock, a resumption waits for this transaction, then finds the copy paused and resumes it.
    const { rows } = await client.query<{ reason: string }>(
      `select case when e."pausedAt" is not null then e."pauseReason"
                when slot.number is null then e."slotPauseReason" else slot."pauseReason" end as reason
       ${ofCopies} where a.id = $1 and e.id = $2 and ${isPaused} for share of e`,
      [attemptId, examId],
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

const ofCopies = `
  from "Attempt" a join "Exam" e on e.id = a."examId" join "Student" s on s.id = a."studentId" ${whoSitsJoins}`
const isPaused = `(
  e."pausedAt" is not null or case when slot.number is null then e."slotPausedAt" else slot."pausedAt" end is not null
)`

/** Whether anybody of the exam is paused: one line for a class that starts, instead of the place of each in it. */
const hasPause = batched(async ({ pool }: Deps, examIds: string[]): Promise<boolean[]> => {
  const { rows } = await pool.query<{ id: string }>({
    name: 'exams-with-pause',
    text: `select e.id from "Exam" e where e.id = any($1::uuid[]) and (
             e."pausedAt" is not null or e."slotPausedAt" is not null
             or exists (select from "ExamSlot" x where x."examId" = e.id and x."pausedAt" is not null))`,
    values: [[...new Set(examIds)]],
  })
  const paused = new Set(rows.map(({ id }) => id))
  return examIds.map((id) => paused.has(id))
})

/** Simultaneous starts share one query. */
const isPausedFor = batched(async ({ pool }: Deps, attemptIds: string[]): Promise<boolean[]> => {
  const { rows } = await pool.query<{ id: string }>({
    name: 'copies-to-pause',
    text: `select a.id ${ofCopies} where a.id = any($1::uuid[]) and ${isPaused}`,
    values: [attemptIds],
  })
  const paused = new Set(rows.map(({ id }) => id))
  return attemptIds.map((id) => paused.has(id))
})
