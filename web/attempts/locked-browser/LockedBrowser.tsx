import { Suspense } from 'react'
import { lazy } from '#web/ui/lazy.ts'
import type { LockedPart } from './LockedParts.tsx'

const Parts = lazy<LockedPart>(() => import('./LockedParts.tsx').then(({ LockedParts: shown }) => ({ default: shown })))

/** What a page shows of the locked browser: none of its code is downloaded for an exam that does not ask for it. */
export const LockedBrowser = (part: LockedPart) => (
  <Suspense>
    <Parts {...part} />
  </Suspense>
)
