export const serviceParts = ['database', 'servers', 'jobs', 'backup', 'disk'] as const
export type ServicePart = (typeof serviceParts)[number]
export type ServiceVerdict = 'good' | 'warn' | 'bad' | 'unknown'

/** What is known of the service, in milliseconds, bytes and counts; instants in milliseconds since the epoch. */
export type ServiceFacts = {
  now: number
  latencyMs: number
  /** Versions of the servers that give signs of life. */
  versions: readonly string[]
  /** Queries that wait for a connection, the most of any server. */
  waiting: number
  /** Failures in a row of each job, the most of any server. */
  jobs: readonly { failures: number }[]
  /** When the last backup was written; null: never. */
  backupAt: number | null
  disk: { free: number; total: number } | null
}

const hour = 3_600_000

/** Whether something must be done about each part: the same limits as the rules of alert (deploy/monitoring). */
export function judgeService(facts: ServiceFacts): Record<ServicePart, ServiceVerdict> {
  return {
    database: facts.latencyMs > 1_000 ? 'bad' : facts.latencyMs > 100 ? 'warn' : 'good',
    servers: facts.versions.length === 0 ? 'unknown' : isMixed(facts) || facts.waiting > 20 ? 'warn' : 'good',
    jobs: facts.jobs.length === 0 ? 'unknown' : facts.jobs.some(({ failures }) => failures >= 2) ? 'bad' : 'good',
    backup: backupVerdict(facts),
    disk: diskVerdict(facts.disk),
  }
}

const isMixed = ({ versions }: ServiceFacts) => new Set(versions).size > 1

function backupVerdict({ now, backupAt }: ServiceFacts): ServiceVerdict {
  if (backupAt === null) return 'bad'
  return now - backupAt > 36 * hour ? 'warn' : 'good'
}

function diskVerdict(disk: ServiceFacts['disk']): ServiceVerdict {
  if (disk === null || disk.total === 0) return 'unknown'
  const used = 1 - disk.free / disk.total
  return used > 0.9 ? 'bad' : used > 0.8 ? 'warn' : 'good'
}
