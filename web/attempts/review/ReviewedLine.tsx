import type { ReactNode } from 'react'
import type { Content } from '#contract/questions/content.ts'
import { plainText } from '#contract/questions/plain-text.ts'
import { ContentView } from '#web/ui/ContentView.tsx'
import { Icon } from '#web/ui/Icon.tsx'

type LineProps = { label: string; tone: 'good' | 'bad' | null; children: ReactNode }

/** « ✓ Bonne réponse : apps/v1 »: its judgement by shape and words, not by colour alone. */
export function Line({ label, tone, children }: LineProps) {
  return (
    <span className="marked-part__line">
      <span className={tone ? `tag tag--${tone}` : 'tag'}>
        {tone && <Icon name={tone === 'good' ? 'check' : 'cross'} />}
        {label}
      </span>
      <span className="marked-part__words">{children}</span>
    </span>
  )
}

export function Feedback({ content }: { content: Content | null | undefined }) {
  if (!content || plainText(content) === '') return null
  return (
    <span className="marked-answer__feedback">
      <ContentView content={content} inline />
    </span>
  )
}
