import { useQuery } from '@tanstack/react-query'
import { lazy, type ReactNode, Suspense } from 'react'
import { getSession } from '#contract/auth/auth.ts'
import { query } from '#web/api.ts'
import { StaffText } from '#web/text/text.tsx'
import { retrying } from '#web/ui/retrying.ts'
import { Skeleton } from '#web/ui/Skeleton.tsx'
import { StudentShell } from './StudentShell.tsx'

// Loaded on demand, so that a student never downloads the trainer's shell.
const StaffDesk = lazy(async () => ({ default: (await retrying(() => import('#web/auth/StaffShell.tsx'))).StaffShell }))

export type Who = 'anyone' | 'student' | 'staff'

/**
 * Selects the shell of a page by who may open it. Data for the shells (the session, the course and its counts) are
 * fetched here only, so that the shells contain no queries.
 */
export function Shell({ who, children }: { who: Who; children: ReactNode }) {
  if (who !== 'staff') return <StudentPages>{children}</StudentPages>
  return (
    <Suspense fallback={<Skeleton />}>
      <StaffText>
        <StaffDesk>{children}</StaffDesk>
      </StaffText>
    </Suspense>
  )
}

function StudentPages({ children }: { children: ReactNode }) {
  const session = useQuery({ ...query(getSession, {}), staleTime: 5 * 60_000 })
  const person = session.data?.kind === 'student' ? session.data : null
  return <StudentShell person={person}>{children}</StudentShell>
}
