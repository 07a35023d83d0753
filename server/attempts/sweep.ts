import { systemActor } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { overList } from '#server/platform/status-lists.ts'
import { troublesOf } from '#server/platform/troubles.ts'
import { changeAttempt } from './change.ts'

const atOnce = 200

/**
 * Expires and collects copies, every few seconds. Nothing depends on its punctuality, because every read and write
 * computes the expiry itself. When two servers sweep together, each change locks its row and the second finds it done.
 */
export async function sweepAttempts(deps: Deps) {
  await forgetClosed(deps)
  const overdue = await copiesOf(deps, overdueQuery)
  await eachApart(deps, overdue, { type: 'expire' })
  const left = await copiesOf(deps, closedExamQuery)
  await eachApart(deps, left, { type: 'force_submit', reason: 'exam_closed' })
  // A corrected extra time, or a window that moved, must move the deadline of a running copy: a grant of zero minutes computes it again.
  const stale = await copiesOf(deps, staleTermsQuery)
  await eachApart(deps, stale, { type: 'grant', minutes: 0, reason: 'extra_time' })
  return { expired: overdue.length, collected: left.length, refreshed: stale.length }
}

/** Collects every running copy of a closed exam at once, instead of waiting for the timer. */
export async function collectCopies(deps: Deps, examId: string) {
  const running = await deps.db.attempt.findMany({
    where: { examId, status: { in: ['in_progress', 'paused'] } },
    select: { id: true, examId: true },
  })
  await eachApart(deps, running, { type: 'force_submit', reason: 'exam_closed' })
}

/** Drops the trouble of a copy that failed and has been closed since. */
async function forgetClosed(deps: Deps) {
  const failing = troublesOf(deps).failing('collect')
  if (failing.length === 0) return
  const running = await deps.db.attempt.findMany({
    where: { id: { in: failing }, status: { in: ['in_progress', 'paused'] } },
    select: { id: true },
  })
  troublesOf(deps).forget('collect', new Set(running.map(({ id }) => id)))
}

type Copy = { id: string; examId: string }
type Event = Parameters<typeof changeAttempt>[1]['event']

/** A copy that cannot be changed must not block the others, nor the rest of the round. */
const eachApart = (deps: Deps, copies: readonly Copy[], event: Event) =>
  Promise.all(
    copies.map(({ id, examId }) =>
      troublesOf(deps).apart(deps, { examId, chore: 'collect', id }, () =>
        changeAttempt(deps, { attemptId: id, reach: { everything: true }, event, actor: systemActor }),
      ),
    ),
  )

/** Copies that failed recently are skipped, so that they do not fill every round. */
async function copiesOf(deps: Deps, text: string) {
  const { rows } = await deps.pool.query<Copy>(text, [deps.sqlNow(), troublesOf(deps).resting(deps, 'collect')])
  return rows
}

const now = 'coalesce($1::timestamptz, clock_timestamp())'

// The grace follows the deadline, so the indexed deadline can preselect the rows.
const overdueQuery = `
  select id, "examId" from "Attempt"
  where status = 'in_progress' and deadline < ${now} and "acceptsUntil" < ${now} and id <> all($2::uuid[])
  order by deadline limit ${atOnce}`

// A copy reopened after the closing runs until its own end.
const closedExamQuery = `
  select a.id, a."examId" from "Attempt" a join "Exam" e on e.id = a."examId"
  where a.status in ('in_progress', 'paused') and e.status in ${overList.sql} and e."closedAt" <= ${now}
    and a.id <> all($2::uuid[])
    and not exists (
      select 1 from "AttemptEvent" ev where ev."attemptId" = a.id and ev.type = 'reopen' and ev.at >= e."closedAt")
  limit ${atOnce}`

const staleTermsQuery = `
  select a.id, a."examId" from "Attempt" a join "Student" s on s.id = a."studentId" join "Exam" e on e.id = a."examId"
  where a.status in ('in_progress', 'paused')
    and (s."updatedAt" > a."termsAt" and s."updatedAt" <= ${now}
      or e."termsChangedAt" > a."termsAt" and e."termsChangedAt" <= ${now})
    and a.id <> all($2::uuid[])
  limit ${atOnce}`
