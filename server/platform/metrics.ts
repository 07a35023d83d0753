import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { RefusalCode } from '#core/refusal.ts'
import type { Deps } from './deps.ts'
import { diskSpaceOf } from './disk-space.ts'
import { jobStatesOf } from './job-states.ts'
import { silentMs } from './replicas.ts'
import { thisVersion } from './this-version.ts'
import { troublesOf } from './troubles.ts'
import { waitingTasks } from './workers.ts'

type KnownRoute = {
  method: string
  route: string
  status: string
  count: number
  durations: { observe: (seconds: number) => void }
}
type Answered = { method: string; route: string; status: number; seconds: number }

const requestSeconds = [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
const saveSeconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10]
const batchSizes = [1, 2, 5, 10, 20, 50, 100, 200]
const saveRoutes = ['/api/attempts/:attemptId/answers/:questionId', '/api/attempts/:attemptId/answers']
/** What is read in the database is read again after this long at the earliest, whoever asks. */
const freshMs = 5_000
/** Not `job`: Prometheus gives that label to what it reads, and would rename ours. */
const jobLabel = 'job_name'

/**
 * What a Prometheus server reads. Labels are routes, statuses, refusals and jobs: closed lists of this code, never a
 * person, an exam, an address or an identifier (test/server/metrics.test.ts).
 */
class Metrics {
  readonly register = new Registry()
  eventLines = 0
  readonly #deps: Deps
  readonly #durations: Histogram
  readonly #saves: Histogram
  readonly #batches: Histogram
  readonly #saved: Counter
  readonly #refused: Counter
  readonly #jobRuns: Counter
  /** By method, route and class of status. Added up here and handed over when read: a save pays for a sum, not for labels. */
  readonly #known = new Map<string, KnownRoute>()
  #read: { at: number; state: Promise<DatabaseState> } | undefined

  constructor(deps: Deps) {
    this.#deps = deps
    const registers = [this.register]
    const counter = (name: string, help: string, labelNames: string[] = []) =>
      new Counter({ name, help, labelNames, registers })
    const known = this.#known
    new Counter({
      name: 'bareme_http_requests_total',
      help: 'Requests answered',
      labelNames: ['method', 'route', 'status'],
      registers,
      collect() {
        this.reset()
        for (const { method, route, status, count } of known.values()) this.inc({ method, route, status }, count)
      },
    })
    this.#durations = new Histogram({
      name: 'bareme_http_request_duration_seconds',
      help: 'From the first byte of a request to the last of its reply',
      labelNames: ['method', 'route'],
      buckets: requestSeconds,
      registers,
    })
    this.#saves = new Histogram({
      name: 'bareme_save_duration_seconds',
      help: 'Of the requests that save answers',
      buckets: saveSeconds,
      registers,
    })
    this.#batches = new Histogram({
      name: 'bareme_save_batch_size',
      help: 'Answers written in one statement',
      buckets: batchSizes,
      registers,
    })
    this.#saved = counter('bareme_answers_saved_total', 'Answers written and acknowledged')
    this.#refused = counter('bareme_answers_refused_total', 'Answers refused', ['reason'])
    this.#jobRuns = counter('bareme_job_runs_total', 'Rounds of a background job', [jobLabel, 'outcome'])
    this.#gauges()
    collectDefaultMetrics({ register: this.register })
  }

  /** One request was answered; `route` is its template. */
  answered({ method, route, status, seconds }: Answered) {
    const key = `${method} ${route} ${Math.trunc(status / 100)}`
    let known = this.#known.get(key)
    if (!known) {
      const durations = saveRoutes.includes(route) ? this.#saves : this.#durations.labels(method, route)
      known = { method, route, status: `${Math.trunc(status / 100)}xx`, count: 0, durations }
      this.#known.set(key, known)
    }
    known.count += 1
    known.durations.observe(seconds)
  }

  /** One statement wrote these answers: what became of each. */
  wrote(verdicts: readonly ('ok' | RefusalCode)[]) {
    this.#batches.observe(verdicts.length)
    let saved = 0
    for (const verdict of verdicts) {
      if (verdict === 'ok') saved += 1
      else this.#refused.inc({ reason: verdict })
    }
    this.#saved.inc(saved)
  }

  refused(reason: RefusalCode, count: number) {
    this.#refused.inc({ reason }, count)
  }

  jobEnded(job: string, outcome: 'done' | 'failed') {
    this.#jobRuns.inc({ [jobLabel]: job, outcome })
  }

  #gauges() {
    const deps = this.#deps
    const gauge = (name: string, help: string, read: () => number | null | Promise<number | null>) =>
      new Gauge({
        name,
        help,
        registers: [this.register],
        async collect() {
          this.reset()
          const value = await read()
          if (value === null) this.remove()
          else this.set(value)
        },
      })
    const gauges = (name: string, help: string, label: string, read: () => Record<string, number>) =>
      new Gauge({
        name,
        help,
        labelNames: [label],
        registers: [this.register],
        collect() {
          this.reset()
          for (const [key, value] of Object.entries(read())) this.set({ [label]: key }, value)
        },
      })
    const state = () => this.#databaseState()
    const { pool } = deps

    gauges('bareme_info', 'The version that runs', 'version', () => ({ [thisVersion]: 1 }))
    gauge('bareme_event_lines', 'Pages of students that are listening', () => this.eventLines)
    gauges('bareme_worker_queue', 'Tasks of the worker threads, waiting or running', 'lane', waitingTasks)
    gauges('bareme_database_connections', 'Connections of this server', 'state', () => ({
      used: pool.totalCount - pool.idleCount,
      idle: pool.idleCount,
    }))
    gauge('bareme_database_connections_limit', 'Most connections of this server', () => pool.options.max)
    gauge('bareme_database_waiting', 'Queries that wait for a connection', () => pool.waitingCount)
    const jobs = (read: (job: ReturnType<ReturnType<typeof jobStatesOf>['all']>[string]) => number | null) =>
      Object.fromEntries(
        Object.entries(jobStatesOf(deps).all()).flatMap(([name, job]) => {
          const value = read(job)
          return value === null ? [] : [[name, value]]
        }),
      )
    gauges('bareme_job_last_success_timestamp_seconds', 'When a job last succeeded here', jobLabel, () =>
      jobs(({ lastSuccessAt }) => (lastSuccessAt === null ? null : Date.parse(lastSuccessAt) / 1000)),
    )
    gauges('bareme_job_failures', 'Failures in a row of a job', jobLabel, () => jobs(({ failures }) => failures))
    gauges(
      'bareme_exam_chores_failing',
      'Chores of exams that failed twice or more, and are tried again',
      'chore',
      () => troublesOf(deps).counts(),
    )
    gauge('bareme_database_up', 'Whether the database answers', async () => Number((await state()) !== null))
    gauge('bareme_database_size_bytes', 'Size of the database', async () => (await state())?.bytes ?? null)
    gauge(
      'bareme_sittings_in_progress',
      'Copies under way, of all servers',
      async () => (await state())?.sittings ?? null,
    )
    gauge('bareme_replicas', 'Servers of this database', async () => (await state())?.replicas ?? null)
    gauge('bareme_last_backup_timestamp_seconds', 'When a backup was last written', async () => {
      const at = (await state())?.lastBackupAt
      return at ? at.getTime() / 1000 : null
    })
    const disk = () => diskSpaceOf(deps.settings.dataDir)
    gauge('bareme_disk_free_bytes', 'Left on the disk of DATA_DIR', async () => (await disk())?.free ?? null)
    gauge('bareme_disk_size_bytes', 'The disk of DATA_DIR', async () => (await disk())?.total ?? null)
  }

  #databaseState(): Promise<DatabaseState> {
    const at = performance.now()
    if (!this.#read || at - this.#read.at > freshMs) this.#read = { at, state: readState(this.#deps) }
    return this.#read.state
  }
}

type DatabaseState = { bytes: number; sittings: number; replicas: number; lastBackupAt: Date | null } | null

async function readState({ pool, now }: Deps): Promise<DatabaseState> {
  const text = `select pg_database_size(current_database())::float8 as bytes,
      (select count(*)::int from "Attempt" where status = 'in_progress') as sittings,
      (select count(*)::int from "Replica" where "seenAt" > $1) as replicas,
      (select "lastBackupAt" from "Installation") as "lastBackupAt"`
  try {
    const ask = { name: 'metrics', text, values: [new Date(now().getTime() - silentMs)], query_timeout: 4_000 }
    const { rows } = await pool.query<NonNullable<DatabaseState>>(ask)
    return rows[0] ?? null
  } catch {
    return null
  }
}

const all = new WeakMap<Deps['pool'], Metrics>()

/** Null when nobody reads them: nothing is then counted. */
export function metricsOf(deps: Deps): Metrics | null {
  if (deps.settings.metricsPort === null) return null
  const known = all.get(deps.pool) ?? new Metrics(deps)
  all.set(deps.pool, known)
  return known
}
