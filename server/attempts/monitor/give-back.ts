import { changeTogether, inTransaction } from '#server/attempts/change.ts'
import type { Actor } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { roundOf } from './intervene.ts'

type Reopened = { examId: string; courseId: string; actor: Actor; reason: string }

/** After a closing is undone: the copies it took, and only those, go on with the time they had left. */
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

// Taken by the closing, and nothing has happened to the copy since.
const takenQuery = `
  select a.id from "Attempt" a
  cross join lateral (
    select type, reason from "AttemptEvent" ev where ev."attemptId" = a.id order by ev.id desc limit 1
  ) last
  where a."examId" = $1 and a.status = 'submitted' and last.type = 'force_submit' and last.reason = 'exam_closed'
  order by a.id`
