import { useId } from 'react'
import { useText } from '#web/text/text.tsx'
import { ContentView } from '#web/ui/ContentView.tsx'
import type { ContextBlock } from './context-block.ts'
import './context.css'

type Props = ContextBlock & {
  id?: string
  /** Where the question matters more than what it is about. */
  folded?: boolean
}

/** Focusable, so that a document longer than the window can be scrolled by keyboard. */
const scrolls = { tabIndex: 0 }

/** A document that several questions are about: a named region that folds, shown once for all of them. */
export function ContextView({ context: { title, content }, first, last, id, folded = false }: Props) {
  const { t } = useText()
  const name = useId()
  return (
    <section className="context" aria-labelledby={name} id={id} {...scrolls}>
      <details open={!folded}>
        <summary className="context__name" id={name}>
          {t('attempts.document.of', { first, last, more: last - first })}
          {title && <span className="context__title">{title}</span>}
        </summary>
        <ContentView content={content} />
      </details>
    </section>
  )
}
