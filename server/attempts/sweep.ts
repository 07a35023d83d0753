import type { Deps } from '#server/platform/deps.ts'
import { troublesOf } from '#server/platform/troubles.ts'
import { systemActor } from './actor.ts'
import { changeAttempt } from './change.ts'

const atOnce = 200

/**
 * What time or the closing of an exam asks for, done every few seconds. Nothing depends on its punctuality: every read
 * and every write works the expiry out for itself. Two servers sweeping together do the same work once (each change
 * locks its row and finds it done).
 */
export async function sweepAttempts(deps: Deps) {
  await forgetClosed(deps)
  const overdue = await copiesOf(deps, overdueQuery)
  await eachApart(deps, overdue, { type: 'expire' })
  const left = await copiesOf(deps, closedExamQuery)
  await eachApart(deps, left, { type: 'force_submit', reason: 'exam_closed' })
  // A corrected extra time moves the deadline of a running copy at once: a grant of nothing works it out again.
  const stale = await copiesOf(deps, staleTermsQuery)
  await eachApart(deps, stale, { type: 'grant', minutes: 0, reason: 'extra_time' })
  return { expired: overdue.length, collected: left.length, refreshed: stale.length }
}

/** Collects every running copy of an exam that was just closed, without waiting for the timer. */
export async function collectCopies(deps: Deps, examId: string) {
  const running = await deps.db.attempt.findMany({
    where: { examId, status: { in: ['in_progress', 'paused'] } },
    select: { id: true, examId: true },
  })
  await eachApart(deps, running, { type: 'force_submit', reason: 'exam_closed' })
}

/** A copy that failed and was closed otherwise is no trouble any more. */
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

/** A copy that cannot be changed holds up neither the others nor what the round does next. */
const eachApart = (deps: Deps, copies: readonly Copy[], event: Event) =>
  Promise.all(
    copies.map(({ id, examId }) =>
      troublesOf(deps).apart(deps, { examId, chore: 'collect', id }, () =>
        changeAttempt(deps, { attemptId: id, reach: { everything: true }, event, actor: systemActor }),
      ),
    ),
  )

/** Those that failed lately would fill the round again and again: the next ones are taken. */
async function copiesOf(deps: Deps, text: string) {
  const { rows } = await deps.pool.query<Copy>(text, [deps.sqlNow(), troublesOf(deps).resting(deps, 'collect')])
  return rows
}

const now = 'coalesce($1::timestamptz, clock_timestamp())'

// The grace follows the deadline: what is not past the one is not past the other, and the deadline has an index.
const overdueQuery = `
  select id, "examId" from "Attempt"
  where status = 'in_progress' and deadline < ${now} and "acceptsUntil" < ${now} and id <> all($2::uuid[])
  order by deadline limit ${atOnce}`

// A copy reopened after the closing runs until its own end.
const closedExamQuery = `
  select a.id, a."examId" from "Attempt" a join "Exam" e on e.id = a."examId"
  where a.status in ('in_progress', 'paused') and e.status in ('closed', 'released') and e."closedAt" <= ${now}
    and a.id <> all($2::uuid[])
    and not exists (
      select 1 from "AttemptEvent" ev where ev."attemptId" = a.id and ev.type = 'reopen' and ev.at >= e."closedAt")
  limit ${atOnce}`

const staleTermsQuery = `
  select a.id, a."examId" from "Attempt" a join "Student" s on s.id = a."studentId"
  where a.status in ('in_progress', 'paused') and s."updatedAt" > a."termsAt" and s."updatedAt" <= ${now}
    and a.id <> all($2::uuid[])
  limit ${atOnce}`
