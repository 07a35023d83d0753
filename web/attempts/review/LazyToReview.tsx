import { type ComponentType, lazy, Suspense } from 'react'

type Props = {
  /** The sections of this copy; absent: of all their released exams. */
  attemptId?: string
}

/** Without it, a result is as complete as before: a part that does not load is left out. */
const View = lazy<ComponentType<Props>>(() =>
  import('./ToReview.tsx').then(
    (file) => ({ default: file.ToReview }),
    () => ({ default: () => null }),
  ),
)

/** What a student should read again, in a part of the site that only pages of results load. */
export function LazyToReview(props: Props) {
  return (
    <Suspense fallback={null}>
      <View {...props} />
    </Suspense>
  )
}
