import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { useText } from '#web/text/text.tsx'
import { StatusGlyph } from './StatusGlyph.tsx'

export type Step = { id: string; name: string; note?: ReactNode; state: 'done' | 'current' | 'todo'; href?: string }

const stateText = { done: 'ui.staff.stepDone', current: 'ui.staff.stepCurrent', todo: 'ui.staff.stepTodo' } as const

/** The steps of a task along a graduated scale; vertical on a phone. */
export function Stepper({ label, steps }: { label: string; steps: readonly Step[] }) {
  const { t } = useText()
  return (
    <ol className="steps" aria-label={label}>
      {steps.map(({ id, name, note, state, href }) => (
        <li
          key={id}
          className={`steps__step steps__step--${state}`}
          aria-current={state === 'current' ? 'step' : undefined}
        >
          <StatusGlyph shape={state} />
          <span>
            <span className="steps__name">{href ? <Link href={href}>{name}</Link> : name}</span>
            {note}
            <span className="vh">, {t(stateText[state])}</span>
          </span>
        </li>
      ))}
    </ol>
  )
}
