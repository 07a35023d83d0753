import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef } from 'react'
import { useText } from '#web/text/text.tsx'
import { Button } from './Button.tsx'

type Props = {
  /** A question: « Fermer l’examen pour tous ? » */
  title: string
  /** The effect of the action, and what cannot be undone. */
  children: ReactNode
  /** The label of the action as a verb, never « OK ». */
  confirm: string
  kind?: 'plain' | 'danger'
  busy?: boolean
  /** Why the action is not possible now. */
  reason?: string | undefined
  /** The error of the action. */
  error?: ReactNode
  onConfirm: () => void
  onClose: () => void
}

/**
 * A confirmation where the reader is: the page stays readable beside it. It takes the focus, Escape gives up, and the
 * focus goes back to what asked for it.
 */
export function AskHere({ title, children, confirm, kind = 'plain', busy, reason, error, onConfirm, onClose }: Props) {
  const { t } = useText()
  const id = useId()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    const asker = document.activeElement
    heading.current?.focus()
    return () => {
      if (asker instanceof HTMLElement && asker.isConnected) asker.focus()
    }
  }, [])
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || busy) return
    event.stopPropagation()
    onClose()
  }
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Escape comes from the buttons inside
    <section className={`ask ask--${kind}`} aria-labelledby={id} onKeyDown={onKeyDown}>
      <h2 id={id} ref={heading} tabIndex={-1}>
        {title}
      </h2>
      <div className="ask__text">{children}</div>
      {error}
      <div className="actions">
        <Button
          variant={kind === 'danger' ? 'danger' : 'primary'}
          busy={busy === true}
          reason={reason}
          onClick={onConfirm}
        >
          {confirm}
        </Button>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
      </div>
    </section>
  )
}
