import { useEffect, useState } from 'react'

/** Draws again when the whole number of seconds given by `read` changes; `read` must not depend on the time of day. */
export function useSeconds(read: () => number): number {
  const [seconds, setSeconds] = useState(read)
  useEffect(() => {
    const look = () => setSeconds(read())
    look()
    const timer = setInterval(look, 250)
    return () => clearInterval(timer)
  }, [read])
  return seconds
}
