import type { KeptCopy } from './outbox-store.ts'
import type { SittingCopy } from './sitting-copy.ts'

/** A copy abandoned on this computer is not shown for ever. */
const longestMs = 24 * 3_600_000

/**
 * An instant that two loads of a page can compare, in milliseconds. Browsers set the origin once and count from it with a
 * clock that nobody can set: between a page and its reload, setting the time of this computer mostly changes nothing.
 */
export const pageInstant = () => performance.timeOrigin + performance.now()

/** The kept copy as it would be now: the time went on while no page was open. Null when it is too old. */
export function copyNow({ copy, at }: KeptCopy, now = pageInstant()): SittingCopy | null {
  const elapsedMs = Math.max(0, now - at)
  if (elapsedMs > longestMs) return null
  const { clock } = copy
  const ranMs = clock.status === 'in_progress' ? elapsedMs : 0
  return { ...copy, clock: { ...clock, remainingMs: Math.max(0, Math.round(clock.remainingMs - ranMs)) } }
}
