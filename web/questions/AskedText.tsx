import type { SharedContext } from '#contract/questions/asked-question.ts'
import type { Content } from '#contract/questions/content.ts'
import { plainText } from '#contract/questions/plain-text.ts'
import type { QuestionType } from '#core/questions/question.ts'
import { ContentView } from '#web/ui/ContentView.tsx'
import { ContextView } from './ContextView.tsx'
import { withFields } from './kinds/gaps.ts'

type Props = {
  question: { readonly context?: string | undefined; readonly type?: QuestionType; readonly stem: Content }
  contexts: readonly SharedContext[] | undefined
  /** Its place in the exam, from 1. */
  position: number
  /** What the heading above says of it: a stem that is no longer is not repeated. */
  opening?: string
}

/** A gap, by its number. */
const blank = (part: string) => <span className="asked-text__gap">({part})</span>

/** What a question asks, with its document folded above, for whoever decides something about it. */
export function AskedText({ question: { context, type, stem }, contexts, position, opening }: Props) {
  const document = contexts?.find(({ id }) => id === context)
  const isSaid = plainText(stem).replace(/\s+/g, ' ').trim() === opening
  if (isSaid && !document) return null
  return (
    <div className="asked-text">
      {document && <ContextView context={document} first={position} last={position} folded />}
      {!isSaid && <ContentView content={type === 'cloze' ? withFields(stem, blank) : stem} />}
    </div>
  )
}
