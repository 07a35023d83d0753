import { useState } from 'react'
import { readPreference, writePreference } from '#web/ui/preferences.ts'

/** Some think better without a clock. It comes back by itself for the last five minutes, unless folded away again. */
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
