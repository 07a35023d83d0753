import type { SharedContext } from '#contract/questions/asked-question.ts'
import type { Content } from '#contract/questions/content.ts'
import { ContentView } from '#web/ui/ContentView.tsx'
import { ContextView } from './ContextView.tsx'

type Props = {
  question: { readonly context?: string | undefined; readonly stem: Content }
  contexts: readonly SharedContext[] | undefined
  /** Its place in the exam, from 1. */
  position: number
}

/** What a question asks, with its document folded above, for whoever decides something about it. */
export function AskedText({ question: { context, stem }, contexts, position }: Props) {
  const document = contexts?.find(({ id }) => id === context)
  return (
    <div className="asked-text">
      {document && <ContextView context={document} first={position} last={position} folded />}
      <ContentView content={stem} />
    </div>
  )
}
