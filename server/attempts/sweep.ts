import type { Deps } from '#server/platform/deps.ts'
import { systemActor } from './actor.ts'
import { changeAttempt } from './change.ts'

const atOnce = 200

/**
 * What time or the closing of an exam asks for, done every few seconds. Nothing depends on its punctuality: every read
 * and every write works the expiry out for itself. Two servers sweeping together do the same work once (each change
 * locks its row and finds it done).
 */
export async function sweepAttempts(deps: Deps) {
  const overdue = await idsOf(deps, overdueQuery)
  await Promise.all(overdue.map((id) => change(deps, id, { type: 'expire' })))
  const left = await idsOf(deps, closedExamQuery)
  await Promise.all(left.map((id) => change(deps, id, { type: 'force_submit', reason: 'exam_closed' })))
  const stale = await idsOf(deps, staleTermsQuery)
  await Promise.all(stale.map((id) => refreshTerms(deps, id)))
  return { expired: overdue.length, collected: left.length, refreshed: stale.length }
}

/** Collects every running copy of an exam that was just closed, without waiting for the timer. */
export async function collectCopies(deps: Deps, examId: string) {
  const running = await deps.db.attempt.findMany({
    where: { examId, status: { in: ['in_progress', 'paused'] } },
    select: { id: true },
  })
  await Promise.all(running.map(({ id }) => change(deps, id, { type: 'force_submit', reason: 'exam_closed' })))
}

const change = (deps: Deps, attemptId: string, event: Parameters<typeof changeAttempt>[1]['event']) =>
  changeAttempt(deps, { attemptId, reach: { everything: true }, event, actor: systemActor })

/** A corrected extra time moves the deadline of a running copy at once: a grant of nothing works it out again. */
const refreshTerms = (deps: Deps, attemptId: string) =>
  change(deps, attemptId, { type: 'grant', minutes: 0, reason: 'extra_time' })

async function idsOf({ pool, sqlNow }: Deps, text: string) {
  const { rows } = await pool.query<{ id: string }>(text, [sqlNow()])
  return rows.map(({ id }) => id)
}

const now = 'coalesce($1::timestamptz, clock_timestamp())'

// The grace follows the deadline: what is not past the one is not past the other, and the deadline has an index.
const overdueQuery = `
  select id from "Attempt" where status = 'in_progress' and deadline < ${now} and "acceptsUntil" < ${now}
  order by deadline limit ${atOnce}`

const closedExamQuery = `
  select a.id from "Attempt" a join "Exam" e on e.id = a."examId"
  where a.status in ('in_progress', 'paused') and e.status in ('closed', 'released') and e."closedAt" <= ${now}
  limit ${atOnce}`

const staleTermsQuery = `
  select a.id from "Attempt" a join "Student" s on s.id = a."studentId"
  where a.status in ('in_progress', 'paused') and s."updatedAt" > a."termsAt" and s."updatedAt" <= ${now}
  limit ${atOnce}`
