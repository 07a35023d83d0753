import type { Deps } from '#server/platform/deps.ts'
import { carryOut, forget } from './interventions.ts'

/**
 * Goes on with what a server that ended, or failed, left in the middle of its rounds. One that is only slow may still be
 * at it: both then take rounds in turn. What has ended is kept a while for the request that waits for its outcome.
 */
export async function carryOn(deps: Deps) {
  await deps.pool.query(`delete from "Intervention" where "endedAt" < clock_timestamp() - interval '1 minute'`)
  const { rows } = await deps.pool.query<{ id: string; examId: string }>(
    `select id, "examId" from "Intervention"
     where "endedAt" is null and "seenAt" < clock_timestamp() - interval '5 seconds' order by "startedAt", id`,
  )
  for (const left of rows) {
    await carryOut(deps, left)
    await forget(deps, left.id)
  }
}
