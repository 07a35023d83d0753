import { useState } from 'react'
import { readPreference, writePreference } from '#web/ui/preferences.ts'

/**
 * Whether the clock is hidden, which some students prefer. It is shown again for the last five minutes, unless hidden
 * again.
 */
export function useClockHidden(isSoon: boolean) {
  const [isHidden, setHidden] = useState(() => readPreference('clock') === 'hidden')
  const [wasSoon, setWasSoon] = useState(isSoon)
  if (isSoon !== wasSoon) {
    setWasSoon(isSoon)
    if (isSoon) setHidden(false)
  }
  const toggle = () => {
    writePreference('clock', isHidden ? 'shown' : 'hidden')
    setHidden(!isHidden)
  }
  return { isHidden, toggle }
}
