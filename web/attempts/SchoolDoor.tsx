import { useQuery } from '@tanstack/react-query'
import { Suspense } from 'react'
import { getSession } from '#contract/auth/auth.ts'
import { query } from '#web/api.ts'
import { lazy } from '#web/ui/lazy.ts'

const SchoolSignOn = lazy(async () => ({ default: (await import('./entry/SchoolSignOn.tsx')).SchoolSignOn }))

/** The way in by the school, where there is one: its code comes only then. `back`: the page to return to. */
export function SchoolDoor({ back = null }: { back?: string | null }) {
  const session = useQuery(query(getSession, {}))
  if (session.data?.kind !== 'visitor' || !session.data.signsOn) return null
  return (
    <Suspense>
      <SchoolSignOn back={back} />
    </Suspense>
  )
}
