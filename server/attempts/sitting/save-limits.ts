import { Refusal } from '#core/refusal.ts'
import type { Deps } from '#server/platform/deps.ts'
import { metricsOf } from '#server/platform/metrics.ts'

/** Save requests per second and student; far above manual use. */
const requestsPerSecond = 20
/**
 * Most answers sent together after a network failure (contract/attempts/sitting.ts); refilled at the rate of single
 * saves.
 */
const mostAtOnce = 500
/** Most journal entries of one copy. */
const mostOfCopy = 5_000
/** The entries of a copy are counted in the database once per this many saves. */
const countedEvery = 500
/** Most late answers kept per copy. A late answer is never counted automatically, and never deleted. */
export const mostLate = 500
const mostKnown = 20_000
const second = 1_000

/** A token bucket, refilled per second up to its capacity. */
class Bucket {
  readonly #holds: number
  #left: number
  #at = performance.now()

  constructor(holds: number) {
    this.#holds = holds
    this.#left = holds
  }

  /** Returns 0 when taken, else the milliseconds until enough tokens are available. */
  take(count: number): number {
    const now = performance.now()
    this.#left = Math.min(this.#holds, this.#left + ((now - this.#at) / second) * requestsPerSecond)
    this.#at = now
    if (this.#left < count) return ((count - this.#left) / requestsPerSecond) * second
    this.#left -= count
    return 0
  }

  get isFull() {
    return this.#left + ((performance.now() - this.#at) / second) * requestsPerSecond >= this.#holds
  }
}

type Pace = { requests: Bucket; ticks: Bucket }
type Known = { paces: Map<string, Pace>; counts: Map<string, number> }
const all = new WeakMap<Deps, Known>()

function knownOf(deps: Deps): Known {
  const known = all.get(deps) ?? { paces: new Map<string, Pace>(), counts: new Map<string, number>() }
  all.set(deps, known)
  return known
}

type Saving = { studentId: string; attemptId: string; count: number }

/**
 * Limits how fast and how much a student may save, in the memory of this server, before any query. A refused request is
 * refused as a whole and sent again by the page, so nothing is lost. Throws `too_many_requests`, with the delay before
 * the next try.
 */
export async function limitSaves(deps: Deps, { studentId, attemptId, count }: Saving): Promise<void> {
  const known = knownOf(deps)
  const pace = paceOf(known, studentId)
  const waitMs = pace.requests.take(1) || pace.ticks.take(count)
  if (waitMs > 0) {
    metricsOf(deps)?.refused('too_many_requests', count)
    throw new Refusal('too_many_requests', { retryAfterSeconds: Math.ceil(waitMs / second) })
  }
  await limitCopy(deps, known, { studentId, attemptId, count })
}

function paceOf({ paces }: Known, studentId: string): Pace {
  const known = paces.get(studentId)
  if (known) return known
  // An entry whose buckets are full again is the same as a new one, so it can be removed.
  if (paces.size >= mostKnown) for (const [id, { ticks }] of paces) if (ticks.isFull) paces.delete(id)
  const pace = { requests: new Bucket(requestsPerSecond), ticks: new Bucket(mostAtOnce) }
  paces.set(studentId, pace)
  return pace
}

/** A copy has a few hundred entries, so the database is only asked to count those with many more. */
async function limitCopy({ pool }: Deps, { counts }: Known, { studentId, attemptId, count }: Saving) {
  const before = counts.get(attemptId) ?? 0
  const after = before + count
  if (Math.floor(after / countedEvery) > Math.floor(before / countedEvery)) {
    const { rows } = await pool.query<{ lines: number }>({
      name: 'journal-count',
      text: `select count(*)::int as lines from "AnswerEvent" j join "Attempt" a on a.id = j."attemptId"
             where a.id = $1 and a."studentId" = $2`,
      values: [attemptId, studentId],
    })
    if ((rows[0]?.lines ?? 0) + count > mostOfCopy)
      throw new Refusal('too_many_requests', { retryAfterSeconds: 60, most: mostOfCopy })
  }
  if (counts.size >= mostKnown) counts.clear()
  counts.set(attemptId, after)
}
