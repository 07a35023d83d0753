import { useCallback } from 'react'
import { useSeconds } from '#web/attempts/sitting/use-seconds.ts'

/** The server's time, and the reading of performance.now() when it was received. */
export type ServerTime = { serverNow: string; receivedAt: number }

/** Seconds from the server's time to an instant, updated each second; negative once it has passed. */
export function useSecondsUntil(instant: string | null, { serverNow, receivedAt }: ServerTime): number | null {
  const read = useCallback(() => {
    if (instant === null) return 0
    const present = Date.parse(serverNow) + performance.now() - receivedAt
    return Math.ceil((Date.parse(instant) - present) / 1000)
  }, [instant, serverNow, receivedAt])
  const seconds = useSeconds(read)
  return instant === null ? null : seconds
}
