import { readClock } from '#server/attempts/change.ts'
import { addressKey, countOne } from '#server/auth/throttle.ts'
import type { Deps } from '#server/platform/deps.ts'

/** The road of a save without the save: through the network and the server to the database, which says its time. */
export async function tryDevice(deps: Deps, ip: string) {
  countOne(deps, [['device', addressKey(ip)]])
  return { serverNow: (await readClock(deps.pool, deps)).toISOString() }
}
