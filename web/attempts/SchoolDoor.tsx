import { useQuery } from '@tanstack/react-query'
import { Suspense } from 'react'
import { getSession } from '#contract/auth/auth.ts'
import { listSignOnProviders } from '#contract/auth/sign-on.ts'
import { query } from '#web/api.ts'
import { lazy } from '#web/ui/lazy.ts'

const SchoolSignOn = lazy(async () => ({ default: (await import('./entry/SchoolSignOn.tsx')).SchoolSignOn }))

type Props = {
  /** The page to return to. */
  back?: string | null
  /** The session ended over this page, which still has what it knew of it. */
  over?: boolean
  /** For a page with answers that are nowhere else: the door opens a tab, and this is called at the return from it. */
  onReturn?: (() => void) | undefined
}

/** The way in by the school, where there is one: its code comes only then. */
export function SchoolDoor({ over = false, ...props }: Props) {
  const session = useQuery({ ...query(getSession, {}), enabled: !over })
  const doors = useQuery({ ...query(listSignOnProviders, {}), enabled: over })
  const isThere = over
    ? doors.data?.providers.some(({ serves }) => serves.includes('students'))
    : session.data?.kind === 'visitor' && session.data.signsOn
  return isThere ? (
    <Suspense>
      <SchoolSignOn {...props} />
    </Suspense>
  ) : null
}
