/** How often the two clocks are compared, in milliseconds. */
const everyMs = 2_000
/** A smaller gap comes from a busy page or a small clock adjustment. */
const gapMs = 5_000

/**
 * Calls `tell` when this computer seems to have slept. `performance.now()` may stop during sleep whereas the time of
 * day does not: when the second gets ahead of the first, data must be refetched. A wrong or modified time of day causes
 * at most one useless request, because its value is not used otherwise. Returns a function that stops.
 */
export function onSleep(tell: () => void): () => void {
  const lead = () => Date.now() - performance.now()
  let before = lead()
  const look = () => {
    const now = lead()
    const gap = now - before
    before = now
    if (gap > gapMs) tell()
  }
  const timer = setInterval(look, everyMs)
  return () => clearInterval(timer)
}
