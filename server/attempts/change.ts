import type pg from 'pg'
import { type AttemptEvent, advance } from '#core/attempt.ts'
import { type Attempt, asOf, deadlineOfAttempt } from '#core/sitting.ts'
import { plus } from '#core/timing.ts'
import type { Actor } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { type Loaded, loadAttempt, type Reach } from './load.ts'

/** Answers do not change a state: they go through save.ts, guarded by the same row in the same statement. */
export type StateEvent = Exclude<AttemptEvent, { type: 'answer' }>
type Change = { attemptId: string; reach: Reach; event: StateEvent; actor: Actor }
type Changed = Loaded & { now: Date; hasChanged: boolean }

/**
 * The one door through which the state of an attempt changes: load and lock, read the clock, decide, save, log.
 * The clock is read after the lock, from Postgres: a request that waited for the lock is judged at the instant it got it.
 */
export async function changeAttempt(deps: Deps, change: Change): Promise<Changed> {
  return inTransaction(deps.pool, async (client) => {
    const { attempt, row } = await loadAttempt(client, { ...change, lock: true })
    const now = await readClock(client, deps)
    const next = advance(attempt, change.event, now)
    if (next === attempt) return { attempt, row, now, hasChanged: false }
    await logExpiry({ client, attemptId: row.id, before: attempt, change, now })
    await write(client, { attemptId: row.id, next, now })
    if (next.status !== 'expired' || change.event.type !== 'expire')
      await log(client, { attemptId: row.id, change, now })
    return { attempt: next, row, now, hasChanged: true }
  })
}

/** Several statements, all or none. */
export async function inTransaction<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    const result = await work(client)
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw error
  } finally {
    client.release()
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

/** The instant until which a save counts, as core/attempt.ts has it; null when none does. */
export function acceptsUntil(attempt: Attempt): Date | null {
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

type Write = { attemptId: string; next: Attempt; now: Date }

async function write(client: pg.PoolClient, { attemptId, next, now }: Write) {
  const deadline = next.status === 'in_progress' || next.status === 'paused' ? deadlineOfAttempt(next) : null
  await client.query({
    name: 'attempt-write',
    text: `
      update "Attempt" set status = $2::"AttemptStatus", "startedAt" = $3, "pausedAt" = $4, "closedAt" = $5,
        deadline = coalesce($6, deadline), "acceptsUntil" = $7, "pausedMs" = $8, "grantsMs" = $9, "timingVersion" = $10,
        device = $11, epoch = $12, "termsAt" = $13,
        "markedAt" = case when $2 in ('submitted', 'expired') then "markedAt" end
      where id = $1`,
    values: [
      attemptId,
      next.status,
      'startedAt' in next ? next.startedAt : null,
      next.status === 'paused' ? next.pausedAt : null,
      'closedAt' in next ? next.closedAt : null,
      deadline,
      acceptsUntil(next),
      Math.round(next.pausedMs),
      Math.round(next.grantsMs),
      next.timingVersion,
      next.device,
      next.epoch,
      now,
    ],
  })
}

/** An event that met an attempt whose time had run out: the expiry happened first, and is logged as such. */
async function logExpiry(of: { client: pg.PoolClient; attemptId: string; before: Attempt; change: Change; now: Date }) {
  const { client, attemptId, before, change, now } = of
  if (before.status !== 'in_progress' || asOf(before, now).status !== 'expired') return
  const expiry = { ...change, event: { type: 'expire' as const }, actor: { id: null, name: 'system' } }
  await log(client, { attemptId, change: expiry, now })
}

async function log(
  client: pg.PoolClient,
  { attemptId, change, now }: { attemptId: string; change: Change; now: Date },
) {
  const { type, ...detail } = change.event
  const reason = 'reason' in detail ? detail.reason : ''
  await client.query({
    name: 'attempt-log',
    text: `insert into "AttemptEvent" ("attemptId", at, type, "actorName", "actorId", reason, detail)
           values ($1, $2, $3, $4, $5, $6, $7)`,
    values: [attemptId, now, type, change.actor.name, change.actor.id, reason, JSON.stringify(detail)],
  })
}
