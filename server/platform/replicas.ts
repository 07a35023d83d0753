import { hostname } from 'node:os'
import type { Deps } from './deps.ts'
import { diskSpaceOf } from './disk-space.ts'
import { jobStatesOf } from './job-states.ts'
import { messagesOf } from './messages.ts'
import { repeat } from './repeat.ts'
import type { ReplicaReport } from './replica-report.ts'
import { thisVersion } from './this-version.ts'

const everyMs = 10_000
/** A server that gave no sign for this long is gone: two signs may be late. */
export const silentMs = 35_000

/** This server's sign of life, with what it knows of itself; removes the rows of servers that left without a word. */
export async function giveSign(deps: Deps, startedAt: Date) {
  const { pool, now } = deps
  await pool.query({
    name: 'replica-sign',
    text: `with gone as (delete from "Replica" where "seenAt" < $5::timestamptz - interval '1 day')
           insert into "Replica" (id, host, version, "startedAt", "seenAt", report) values ($1, $2, $3, $4, $5, $6)
           on conflict (id) do update set "seenAt" = excluded."seenAt", report = excluded.report`,
    values: [messagesOf(deps).serverId, hostname(), thisVersion, startedAt, now(), await reportOf(deps)],
  })
}

async function reportOf(deps: Deps): Promise<ReplicaReport> {
  const { pool, settings } = deps
  return {
    jobs: jobStatesOf(deps).all(),
    pool: { size: pool.options.max, used: pool.totalCount - pool.idleCount, waiting: pool.waitingCount },
    disk: await diskSpaceOf(settings.dataDir),
  }
}

/** Gives signs until the returned function is called, which says goodbye. */
export function startSigns(deps: Deps) {
  const startedAt = deps.now()
  // Without a database there is nobody to tell.
  const stop = repeat(() => giveSign(deps, startedAt).catch(() => undefined), everyMs)
  return async () => {
    await stop()
    const { serverId } = messagesOf(deps)
    await deps.pool.query('delete from "Replica" where id = $1', [serverId]).catch(() => undefined)
  }
}
