import { changeTogether, inTransaction } from '#server/attempts/change.ts'
import type { Actor } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { roundOf } from './interventions.ts'

type Reopened = { examId: string; courseId: string; actor: Actor; reason: string }

/** Reopens the copies that an undone closing had collected, and only those, with the time they had left. */
export async function giveBackCopies(deps: Deps, { examId, courseId, actor, reason }: Reopened) {
  const { rows } = await deps.pool.query<{ id: string }>(takenQuery, [examId])
  for (let from = 0; from < rows.length; from += roundOf) {
    const changes = rows.slice(from, from + roundOf).map(({ id }) => ({
      attemptId: id,
      reach: { courseId },
      event: { type: 'reopen' as const, minutes: 0, reason },
      actor,
    }))
    await inTransaction(deps.pool, (client) => changeTogether(deps, { client, changes }))
  }
}

// Collected by the closing, and unchanged since.
const takenQuery = `
  select a.id from "Attempt" a
  cross join lateral (
    select type, reason from "AttemptEvent" ev where ev."attemptId" = a.id order by ev.id desc limit 1
  ) last
  where a."examId" = $1 and a.status = 'submitted' and last.type = 'force_submit' and last.reason = 'exam_closed'
  order by a.id`
