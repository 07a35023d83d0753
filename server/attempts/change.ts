import type pg from 'pg'
import { type AttemptEvent, advance } from '#core/attempts/attempt.ts'
import { type Attempt, asOf, deadlineOfAttempt } from '#core/attempts/sitting.ts'
import { Refusal } from '#core/refusal.ts'
import { plus } from '#core/timing.ts'
import { notifyPages } from '#server/attempts/sitting/attempt-events.ts'
import { type TypedPaper, writePaper } from '#server/attempts/sitting/write-paper.ts'
import { type Actor, systemActor } from '#server/platform/audit.ts'
import { batched } from '#server/platform/batcher.ts'
import type { Deps } from '#server/platform/deps.ts'
import { handedInList } from '#server/platform/status-lists.ts'
import { type AttemptRow, isWithin, type Loaded, lockAttempts, type Reach, toAttempt } from './load.ts'

/**
 * Answers are excluded: they do not change a state and go through save.ts, guarded by the same row in the same
 * statement.
 */
export type StateEvent = Exclude<AttemptEvent, { type: 'answer' }>
type Change = { attemptId: string; reach: Reach; event: StateEvent; actor: Actor }
type ChangeOutcome = Loaded & { now: Date; hasChanged: boolean }

/**
 * The only function that changes the state of an attempt: load and lock, read the clock, decide, save, log. A copy that
 * is submitted in time is closed by one statement, by the same rule (sitting/hand-in.ts).
 * The clock is read after the locks, from Postgres: a request that waited for a lock is judged at the instant it got it.
 * Changes that wait at the same moment are handled together, each decided on its own by core/attempts/attempt.ts.
 */
export async function changeAttempt(deps: Deps, change: Change): Promise<ChangeOutcome> {
  const changed = await changeInBatch(deps, change)
  if (changed instanceof Error) throw changed
  return changed
}

const changeInBatch = batched((deps: Deps, changes: Change[]) =>
  inTransaction(deps.pool, (client) => changeTogether(deps, { client, changes })),
)

/** Like `changeAttempt`, for several changes inside the caller's transaction. */
export async function changeTogether(
  { sqlNow }: Deps,
  { client, changes }: { client: pg.PoolClient; changes: readonly Change[] },
): Promise<(ChangeOutcome | Error)[]> {
  const ids = [...new Set(changes.map(({ attemptId }) => attemptId))]
  const { now, rows } = await lockAttempts(client, { ids, sqlNow: sqlNow() })
  const locked = new Map(rows.map((row) => [row.id, lockedFrom(row)]))
  const log: Line[] = []
  const papers: TypedPaper[] = []
  const results = changes.map((change) => decide(locked.get(change.attemptId), { change, now, log, papers }))
  const written = [...locked].flatMap(([id, one]) =>
    !(one instanceof Error) && one.hasChanged ? [[id, one] as const] : [],
  )
  if (written.length > 0)
    await write(client, { next: written.map(([, { attempt }]) => attempt), ids: written.map(([id]) => id), log, now })
  await writePaper(client, { papers, now })
  await notifyPages(client, heardElsewhere(log))
  return results
}

type LockedAttempt = { row: AttemptRow; attempt: Attempt; hasChanged: boolean }

/** An unreadable row is returned as an error, because throwing would roll back the changes of the other attempts. */
function lockedFrom(row: AttemptRow): LockedAttempt | Error {
  try {
    return { row, attempt: toAttempt(row), hasChanged: false }
  } catch (error) {
    return error as Error
  }
}

/** A refusal is returned, because throwing would roll back the changes of the other attempts. */
function decide(
  locked: LockedAttempt | Error | undefined,
  { change, now, log, papers }: { change: Change; now: Date; log: Line[]; papers: TypedPaper[] },
): ChangeOutcome | Error {
  if (locked instanceof Error) return locked
  if (!locked || !isWithin(change.reach, locked.row)) return new Refusal('not_found')
  const before = locked.attempt
  try {
    const next = advance(before, change.event, now)
    if (next !== before) {
      log.push(...linesOf({ change, before, next, now }))
      if (change.event.type === 'paper')
        papers.push({ ...change, ...change.event, next, courseId: locked.row.courseId })
      locked.attempt = next
      locked.hasChanged = true
    }
    return { attempt: next, row: locked.row, now, hasChanged: next !== before }
  } catch (error) {
    return error as Error
  }
}

type Line = { attemptId: string; type: string; actor: Actor; reason: string; detail: string }

/** An event on an attempt whose time had run out: the expiry came first and is logged before it. */
function linesOf({ change, before, next, now }: { change: Change; before: Attempt; next: Attempt; now: Date }): Line[] {
  const { attemptId, event, actor } = change
  const { type, ...detail } = event
  const reason = 'reason' in detail ? detail.reason : ''
  const hadExpired = before.status === 'in_progress' && asOf(before, now).status === 'expired'
  return [
    ...(hadExpired ? [{ attemptId, type: 'expire', actor: systemActor, reason: '', detail: '{}' }] : []),
    ...(next.status === 'expired' && type === 'expire'
      ? []
      : [{ attemptId, type, actor, reason, detail: JSON.stringify(detail) }]),
  ]
}

/** Changes that a student's page has not made itself: those by staff, and a take-over by another device. */
const heardElsewhere = (log: readonly Line[]) => [
  ...new Set(log.flatMap(({ attemptId, type }) => (ownChanges.includes(type) ? [] : [attemptId]))),
]
const ownChanges = ['start', 'submit', 'expire'] satisfies StateEvent['type'][] as readonly string[]

/** Runs several statements in one transaction. */
export async function inTransaction<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let failure: Error | undefined
  try {
    await client.query('begin')
    const result = await work(client)
    await client.query('commit')
    return result
  } catch (error) {
    failure = await client.query('rollback').then(
      () => undefined,
      (lost: Error) => lost,
    )
    throw error
  } finally {
    // A connection that cannot roll back must not return to the pool.
    client.release(failure)
  }
}

export async function readClock(client: pg.Pool | pg.PoolClient, { sqlNow }: Deps): Promise<Date> {
  const { rows } = await client.query<{ now: Date }>({
    name: 'clock',
    text: `select date_trunc('milliseconds', coalesce($1::timestamptz, clock_timestamp())) as now`,
    values: [sqlNow()],
  })
  return (rows[0] as { now: Date }).now
}

/** The instant until which a save counts, by the rule of core/attempts/attempt.ts; null when none does. */
function acceptsUntil(attempt: Attempt): Date | null {
  switch (attempt.status) {
    case 'in_progress':
      return plus(deadlineOfAttempt(attempt), attempt.terms.graceMs)
    case 'paused':
      return plus(attempt.pausedAt, attempt.terms.graceMs)
    case 'ready':
    case 'submitted':
    case 'expired':
    case 'voided':
      return null
  }
}

type Write = { ids: string[]; next: Attempt[]; log: Line[]; now: Date }

async function write(client: pg.PoolClient, { ids, next, log, now }: Write) {
  await client.query({
    name: 'attempts-write',
    text: writeStatement,
    values: [
      ids,
      next.map(({ status }) => status),
      next.map((attempt) => ('startedAt' in attempt ? attempt.startedAt : null)),
      next.map((attempt) => (attempt.status === 'paused' ? attempt.pausedAt : null)),
      next.map((attempt) => ('closedAt' in attempt ? attempt.closedAt : null)),
      next.map((attempt) =>
        attempt.status === 'in_progress' || attempt.status === 'paused' ? deadlineOfAttempt(attempt) : null,
      ),
      next.map(acceptsUntil),
      next.map(({ pausedMs }) => Math.round(pausedMs)),
      next.map(({ grantsMs }) => Math.round(grantsMs)),
      next.map(({ timingVersion }) => timingVersion),
      next.map(({ device }) => device),
      next.map(({ epoch }) => epoch),
      now,
      log.map(({ attemptId }) => attemptId),
      log.map(({ type }) => type),
      log.map(({ actor }) => actor.name),
      log.map(({ actor }) => actor.id),
      log.map(({ reason }) => reason),
      log.map(({ detail }) => detail),
    ],
  })
}

const writeStatement = `
with next as (
  select * from unnest($1::uuid[], $2::"AttemptStatus"[], $3::timestamptz[], $4::timestamptz[], $5::timestamptz[],
    $6::timestamptz[], $7::timestamptz[], $8::bigint[], $9::bigint[], $10::int[], $11::text[], $12::int[])
    as t(id, status, started, paused, closed, deadline, accepts, "pausedMs", "grantsMs", version, device, epoch)
), written as (
  update "Attempt" as a set status = next.status, "startedAt" = started, "pausedAt" = paused, "closedAt" = closed,
    deadline = coalesce(next.deadline, a.deadline), "acceptsUntil" = accepts, "pausedMs" = next."pausedMs",
    "grantsMs" = next."grantsMs", "timingVersion" = version, device = next.device, epoch = next.epoch, "termsAt" = $13,
    -- A sheet of paper typed again is closed as before, under another epoch, and marked again.
    "markedAt" = case when next.status in ${handedInList.sql} and next.epoch = a.epoch then a."markedAt" end
  from next where a.id = next.id
)
insert into "AttemptEvent" ("attemptId", at, type, "actorName", "actorId", reason, detail)
select attempt, $13, type, name, actor, reason, detail
from unnest($14::uuid[], $15::text[], $16::text[], $17::uuid[], $18::text[], $19::jsonb[])
  with ordinality as line(attempt, type, name, actor, reason, detail, number)
order by number`
