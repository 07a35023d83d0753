import { batched } from '#server/platform/batcher.ts'
import type { Deps } from '#server/platform/deps.ts'

/** Longer than any exam; it ends with its session, whose cookie Safe Exam Browser forgets when it quits. */
const holdsMs = 12 * 3_600_000
const mostKnown = 20_000

type Proof = { key: string; until: Date }
type Place = { sessionId: string; examId: string }

/** Proofs this server has seen; the others read them in the database, once. */
const caches = new WeakMap<object, Map<string, Proof>>()

function cacheOf({ pool }: Pick<Deps, 'pool'>): Map<string, Proof> {
  const known = caches.get(pool) ?? new Map<string, Proof>()
  caches.set(pool, known)
  return known
}

const nameOf = ({ sessionId, examId }: Place) => `${sessionId} ${examId}`

/** Keeps that a page of this session showed a right key. */
export async function keepBrowserProof(deps: Deps, { key, ...place }: Place & { key: string }) {
  const until = new Date(deps.now().getTime() + holdsMs)
  await deps.db.lockedBrowserProof.upsert({
    where: { sessionId_examId: place },
    create: { ...place, key, until },
    update: { key, until },
  })
  remember(deps, place, { key, until })
}

function remember(deps: Deps, place: Place, proof: Proof) {
  const cache = cacheOf(deps)
  if (cache.size >= mostKnown) cache.clear()
  cache.set(nameOf(place), proof)
}

type Wanted = Place & { keys: readonly string[] }

/** Whether a page of this session showed one of these keys. */
export async function isProved(deps: Deps, { keys, ...place }: Wanted): Promise<boolean> {
  const counts = (proof: Proof | undefined) =>
    proof !== undefined && proof.until > deps.now() && keys.includes(proof.key)
  if (counts(cacheOf(deps).get(nameOf(place)))) return true
  const stored = await readInBatch(deps, place)
  if (!stored || !counts(stored)) return false
  remember(deps, place, stored)
  return true
}

const readInBatch = batched(
  async ({ pool }: Deps, places: Place[]): Promise<(Proof | undefined)[]> => {
    const { rows } = await pool.query<Proof & Place>({
      name: 'browser-proofs',
      text: `select p."sessionId", p."examId", p.key, p.until from "LockedBrowserProof" p
             join unnest($1::uuid[], $2::uuid[]) as wanted(session, exam)
               on p."sessionId" = session and p."examId" = exam`,
      values: [places.map(({ sessionId }) => sessionId), places.map(({ examId }) => examId)],
    })
    const found = new Map(rows.map((row) => [nameOf(row), row]))
    return places.map((place) => found.get(nameOf(place)))
  },
  { restMs: 0 },
)
