import { readClock } from '#server/attempts/change.ts'
import type { Deps } from '#server/platform/deps.ts'
import { addressKey, countOne } from '#server/platform/throttle.ts'

/** Takes the path of a save without saving: network, server, then the database, which returns its time. */
export async function tryDevice(deps: Deps, ip: string) {
  countOne(deps, [['device', addressKey(ip)]])
  return { serverNow: (await readClock(deps.pool, deps)).toISOString() }
}
