import { Refusal } from '#core/refusal.ts'
import type { Deps } from '#server/platform/deps.ts'

/** Requests that save, of one student, in one second; far above what a hand does. */
const requestsPerSecond = 20
/** Answers that come back together after a cut (contract/attempts/sitting.ts); then as many a second as one by one. */
const mostAtOnce = 500
/** Lines of the journal of one copy. */
const mostOfCopy = 5_000
/** The database is asked how many there are once in so many. */
const countedEvery = 500
/** Late answers kept of one copy: what comes after the end is never counted by itself, and never deleted. */
export const mostLate = 500
const mostKnown = 20_000
const second = 1_000

/** Fills by the second, up to what it holds. */
class Bucket {
  readonly #holds: number
  #left: number
  #at = performance.now()

  constructor(holds: number) {
    this.#holds = holds
    this.#left = holds
  }

  /** 0 when taken, else how many milliseconds until there is enough. */
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
 * How fast a student may save, and how much: in the memory of this server, before anything is asked of the database. What is
 * refused is refused whole, and comes back as it is: nothing of it was written, nothing of it is lost.
 * Throws `too_many_requests`, with when to come back.
 */
export async function limitSaves(deps: Deps, { studentId, attemptId, count }: Saving): Promise<void> {
  const known = knownOf(deps)
  const pace = paceOf(known, studentId)
  const waitMs = pace.requests.take(1) || pace.ticks.take(count)
  if (waitMs > 0) throw new Refusal('too_many_requests', { retryAfterSeconds: Math.ceil(waitMs / second) })
  await limitCopy(deps, known, { studentId, attemptId, count })
}

function paceOf({ paces }: Known, studentId: string): Pace {
  const known = paces.get(studentId)
  if (known) return known
  // Whoever has been quiet for a second or two starts again as new.
  if (paces.size >= mostKnown) for (const [id, { ticks }] of paces) if (ticks.isFull) paces.delete(id)
  const pace = { requests: new Bucket(requestsPerSecond), ticks: new Bucket(mostAtOnce) }
  paces.set(studentId, pace)
  return pace
}

/** A copy has a few hundred lines: the count is asked of the database only of those that go on and on. */
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
