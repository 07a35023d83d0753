import { useSyncExternalStore } from 'react'

/** A whole number of seconds, read at each render and four times a second. */
export function useSeconds(read: () => number): number {
  return useSyncExternalStore(fourTimesASecond, read)
}

function fourTimesASecond(look: () => void): () => void {
  const timer = setInterval(look, 250)
  return () => clearInterval(timer)
}
