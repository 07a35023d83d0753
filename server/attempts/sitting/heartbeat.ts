import { Refusal } from '#core/refusal.ts'
import { loadClocks, toAttempt } from '#server/attempts/load.ts'
import { batched } from '#server/platform/batcher.ts'
import type { Deps } from '#server/platform/deps.ts'
import { clockOf } from './clock.ts'
import { noteContact } from './contact.ts'

type Own = { attemptId: string; studentId: string }

/** The clock alone, which every page of a running exam requests regularly. */
export async function readClockOf(deps: Deps, own: Own) {
  const loaded = await loadOwn(deps, own)
  return clockOf(loaded, loaded.now)
}

/** Like `readClockOf`, and stores how many answers wait on the device, if that changed. */
export async function sendHeartbeat(deps: Deps, { unsynced, ...own }: Own & { unsynced: number }) {
  const loaded = await loadOwn(deps, own)
  if (loaded.row.unsynced !== unsynced)
    await deps.db.attempt.updateMany({ where: { id: own.attemptId }, data: { unsynced } })
  return clockOf(loaded, loaded.now)
}

async function loadOwn(deps: Deps, { attemptId, studentId }: Own) {
  const row = await loadInBatch(deps, attemptId)
  if (row?.studentId !== studentId) throw new Refusal('not_found')
  noteContact(deps, attemptId, row.now)
  return { attempt: toAttempt(row), row, now: row.now }
}

/** A class beats hundreds of times a second, and all at once after a change for everybody: they share one query. */
const loadInBatch = batched(async (deps: Deps, ids: string[]) => {
  const found = await loadClocks(deps, [...new Set(ids)])
  return ids.map((id) => found.get(id))
})
