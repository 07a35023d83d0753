import { Suspense } from 'react'
import { lazy } from '#web/ui/lazy.ts'
import type { KindProps } from './kinds/kind-props.ts'
import { loadKinds } from './load-kinds.ts'

const Fields = lazy<KindProps>(() => loadKinds().then(({ KindFields }) => ({ default: KindFields })))
const Words = lazy<Chosen>(() => loadKinds().then(({ KindWords }) => ({ default: KindWords })))

type Chosen = Pick<KindProps, 'question' | 'chosen'>

/** The fields of a question that is not answered by ticking; its stem is read meanwhile. */
export function LazyKind(props: KindProps) {
  return (
    <Suspense fallback={<fieldset>{props.stem}</fieldset>}>
      <Fields {...props} />
    </Suspense>
  )
}

/** What is chosen in such a question, in words. */
export const LazyWords = (chosen: Chosen) => (
  <Suspense fallback={null}>
    <Words {...chosen} />
  </Suspense>
)
