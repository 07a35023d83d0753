import type { KeptCopy } from './outbox-store.ts'
import type { SittingCopy } from './sitting-copy.ts'

/** The age beyond which a stored copy is not shown. */
const longestMs = 24 * 3_600_000

/**
 * An instant in milliseconds that two loads of a page can compare. Browsers set timeOrigin once and count from it with
 * a monotonic clock, so changing the time of this computer between a page and its reload mostly has no effect.
 */
export const pageInstant = () => performance.timeOrigin + performance.now()

/** The stored copy with its time left reduced by the time since it was stored. Null when it is too old. */
export function copyNow({ copy, at }: KeptCopy, now = pageInstant()): SittingCopy | null {
  const elapsedMs = Math.max(0, now - at)
  if (elapsedMs > longestMs) return null
  const { clock } = copy
  const ranMs = clock.status === 'in_progress' ? elapsedMs : 0
  return { ...copy, clock: { ...clock, remainingMs: Math.max(0, Math.round(clock.remainingMs - ranMs)) } }
}
