import { lazy, Suspense } from 'react'
import { ContentView } from '#web/ui/ContentView.tsx'
import type { ContextBlock } from './context-block.ts'

type Props = ContextBlock & { id?: string }

/** Loaded in advance by a page whose copy has a document, for a network that fails later. */
export const loadContextView = () => import('./ContextView.tsx')

/** Without the part that frames it, a document is shown as it is: nothing of a copy is missing. */
const View = lazy(() =>
  loadContextView().then(
    (file) => ({ default: file.ContextView }),
    () => ({ default: ({ context }: Props) => <ContentView content={context.content} /> }),
  ),
)

/** The document of a block of questions, in a part of the site that only copies with one load. */
export function LazyContext(block: Props) {
  return (
    <Suspense fallback={<ContentView content={block.context.content} />}>
      <View {...block} />
    </Suspense>
  )
}
