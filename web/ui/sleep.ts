/** How often the two clocks are compared. */
const everyMs = 2_000
/** Less is a busy page, or a clock put right by a little. */
const gapMs = 5_000

/**
 * Tells that this computer seems to have slept. `performance.now()` may stand still meanwhile and the time of day does
 * not: when the second runs ahead of the first, something is to be asked again. The time of day itself is never used: it
 * may be wrong, or be set by anybody, and then only one question too many is asked. Returns what stops it.
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
