import { Refusal } from '#core/refusal.ts'
import { readClock } from '#server/attempts/change.ts'
import { type Loaded, loadAttempts } from '#server/attempts/load.ts'
import { batched } from '#server/platform/batcher.ts'
import type { Deps } from '#server/platform/deps.ts'
import { clockOf } from './clock.ts'
import { noteContact } from './contact.ts'

type Own = { attemptId: string; studentId: string }

/** The clock alone, which every page of a running exam requests regularly. */
export async function readClockOf(deps: Deps, own: Own) {
  const { loaded, now } = await loadInBatch(deps, own)
  if (!loaded) throw new Refusal('not_found')
  return clockOf(loaded, now)
}

/** Like `readClockOf`, and stores how many answers wait on the device, if that changed. */
export async function sendHeartbeat(deps: Deps, { unsynced, ...own }: Own & { unsynced: number }) {
  const { loaded, now } = await loadInBatch(deps, own)
  if (!loaded) throw new Refusal('not_found')
  if (loaded.row.unsynced !== unsynced)
    await deps.db.attempt.updateMany({ where: { id: own.attemptId }, data: { unsynced } })
  return clockOf(loaded, now)
}

/** After a change for a whole class, its pages all ask at the same moment; they share one query. */
const loadInBatch = batched(async (deps: Deps, asked: Own[]): Promise<{ loaded: Loaded | undefined; now: Date }[]> => {
  const found = await loadAttempts(deps.pool, [...new Set(asked.map(({ attemptId }) => attemptId))])
  const now = await readClock(deps.pool, deps)
  return asked.map(({ attemptId, studentId }) => {
    const loaded = found.get(attemptId)
    if (loaded?.row.studentId === studentId) noteContact(deps, attemptId, now)
    return { loaded: loaded?.row.studentId === studentId ? loaded : undefined, now }
  })
})
