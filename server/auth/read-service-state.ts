import { Refusal } from '#core/refusal.ts'
import { judgeService } from '#core/service-state.ts'
import type { Deps } from '#server/platform/deps.ts'
import { messagesOf } from '#server/platform/messages.ts'
import type { JobState, ReplicaReport } from '#server/platform/replica-report.ts'
import { silentMs } from '#server/platform/replicas.ts'
import { thisVersion } from '#server/platform/this-version.ts'

/** How the service is; only for owners of a course, who install or know who does. */
export async function readServiceState(deps: Deps, personId: string) {
  const { db, now } = deps
  if ((await db.membership.count({ where: { personId, role: 'owner' } })) === 0) throw new Refusal('not_found')
  const at = now()
  const database = await readDatabase(deps)
  const replicas = await db.replica.findMany({
    where: { seenAt: { gt: new Date(at.getTime() - silentMs) } },
    orderBy: [{ startedAt: 'asc' }, { id: 'asc' }],
  })
  const installation = await db.installation.findFirst({ select: { lastBackupAt: true, lastBackupBytes: true } })
  const jobs = jobsOf(replicas.map(({ report }) => report))
  const backupAt = installation?.lastBackupAt ?? null
  const disk = fullestOf(replicas.map(({ report }) => report.disk))
  return {
    readAt: at.toISOString(),
    version: thisVersion,
    verdicts: judgeService({
      now: at.getTime(),
      latencyMs: database.latencyMs,
      versions: replicas.map(({ version }) => version),
      waiting: Math.max(0, ...replicas.map(({ report }) => report.pool.waiting)),
      jobs,
      backupAt: backupAt?.getTime() ?? null,
      disk,
    }),
    database,
    servers: replicas.map(({ id, host, version, startedAt, seenAt, report }) => ({
      id,
      host,
      version,
      startedAt: startedAt.toISOString(),
      seenAt: seenAt.toISOString(),
      isThisOne: id === messagesOf(deps).serverId,
      pool: report.pool,
      disk: report.disk,
    })),
    jobs,
    backup: {
      at: backupAt?.toISOString() ?? null,
      bytes: installation?.lastBackupBytes == null ? null : Number(installation.lastBackupBytes),
    },
    disk,
  }
}

type Read = { version: string; bytes: number; migrationCount: number; name: string | null; appliedAt: Date | null }

async function readDatabase({ pool }: Deps) {
  const began = performance.now()
  await pool.query({ name: 'state-ping', text: 'select 1' })
  const latencyMs = Math.round((performance.now() - began) * 10) / 10
  const { rows } = await pool.query<Read>({
    name: 'state-database',
    text: `select current_setting('server_version') as version, pg_database_size(current_database())::float8 as bytes,
             done.count::int as "migrationCount", last.migration_name as name, last.finished_at as "appliedAt"
           from (select count(*) from _prisma_migrations where finished_at is not null) done
           left join lateral (
             select migration_name, finished_at from _prisma_migrations where finished_at is not null
             order by migration_name desc limit 1) last on true`,
  })
  const { name = null, appliedAt = null, version = '', bytes = 0, migrationCount = 0 } = rows[0] ?? {}
  const lastMigration = name === null || appliedAt === null ? null : { name, at: appliedAt.toISOString() }
  return { version: version.split(' ')[0] ?? '', bytes, latencyMs, migrationCount, lastMigration }
}

function jobsOf(reports: readonly ReplicaReport[]) {
  const known = new Map<string, JobState>()
  for (const { jobs } of reports)
    for (const [name, state] of Object.entries(jobs)) {
      const other = known.get(name)
      known.set(name, {
        lastSuccessAt: latest(state.lastSuccessAt, other?.lastSuccessAt),
        lastFailureAt: latest(state.lastFailureAt, other?.lastFailureAt),
        failures: Math.max(state.failures, other?.failures ?? 0),
      })
    }
  return [...known].map(([name, state]) => ({ name, ...state }))
}

/** ISO texts in the order of time. */
const latest = (one: string | null, other: string | null | undefined) => (other && (!one || other > one) ? other : one)

const fullestOf = (disks: readonly ReplicaReport['disk'][]) =>
  disks.flatMap((disk) => (disk ? [disk] : [])).sort((a, b) => a.free / a.total - b.free / b.total)[0] ?? null
