import { lazy, Suspense } from 'react'

const Question = lazy(async () => ({ default: (await import('./LeaveQuestion.tsx')).LeaveQuestion }))

/** For the pages of students: the question before leaving is fetched with the form, not before an exam. */
export function LazyLeaveQuestion() {
  return (
    <Suspense fallback={null}>
      <Question />
    </Suspense>
  )
}
