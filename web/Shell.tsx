import { type ReactNode, Suspense } from 'react'
import { useLocation } from 'wouter'
import { StudentShell } from './StudentShell.tsx'
import { TrainerShell } from './TrainerShell.tsx'
import { StaffText } from './text/text.tsx'
import { Skeleton } from './ui/Skeleton.tsx'

export type Who = 'anyone' | 'student' | 'staff'

/**
 * The shell around a page, chosen by who may see it. This is the one place that gives a shell its data:
 * the session, the course and its counts are asked for here, and the shells stay free of queries.
 */
export function Shell({ who, children }: { who: Who; children: ReactNode }) {
  if (who !== 'staff') return <StudentShell>{children}</StudentShell>
  return (
    <Suspense fallback={<Skeleton />}>
      <StaffText>
        <StaffDesk>{children}</StaffDesk>
      </StaffText>
    </Suspense>
  )
}

function StaffDesk({ children }: { children: ReactNode }) {
  const [path] = useLocation()
  const courseId = /^\/cours\/([^/]+)/.exec(path)?.[1]
  const course = courseId ? { id: courseId, name: '', year: '' } : null
  return <TrainerShell course={course}>{children}</TrainerShell>
}
