import { useCallback, useMemo } from 'react'
import { useSeconds } from './use-seconds.ts'

/** Seconds from the server's present to an instant, counted on from the reply that brought both; negative once passed. */
export function useSecondsUntil(instant: string | null, serverNow: string): number | null {
  // A new reply is a new start of the count.
  const start = useMemo(() => ({ serverNow, at: performance.now() }), [serverNow])
  const read = useCallback(() => {
    if (instant === null) return 0
    const present = Date.parse(start.serverNow) + performance.now() - start.at
    return Math.ceil((Date.parse(instant) - present) / 1000)
  }, [instant, start])
  const seconds = useSeconds(read)
  return instant === null ? null : seconds
}
