import type { SharedContext } from '#contract/questions/asked-question.ts'
import type { Content } from '#contract/questions/content.ts'
import { plainText } from '#contract/questions/plain-text.ts'
import { ContentView } from '#web/ui/ContentView.tsx'
import { ContextView } from './ContextView.tsx'

type Props = {
  question: { readonly context?: string | undefined; readonly stem: Content }
  contexts: readonly SharedContext[] | undefined
  /** Its place in the exam, from 1. */
  position: number
  /** What the heading above says of it: a stem that is no longer is not repeated. */
  opening?: string
}

/** What a question asks, with its document folded above, for whoever decides something about it. */
export function AskedText({ question: { context, stem }, contexts, position, opening }: Props) {
  const document = contexts?.find(({ id }) => id === context)
  const isSaid = plainText(stem).replace(/\s+/g, ' ').trim() === opening
  if (isSaid && !document) return null
  return (
    <div className="asked-text">
      {document && <ContextView context={document} first={position} last={position} folded />}
      {!isSaid && <ContentView content={stem} />}
    </div>
  )
}
