import { type ReactNode, useEffect, useId, useRef } from 'react'

type Props = {
  open: boolean
  /** Escape, or the safe action. */
  onClose: () => void
  title: string
  /** The buttons, the safe one marked `data-safe`: it gets the focus. */
  actions: ReactNode
  wide?: boolean
  /** The whole screen: for a projector. */
  full?: boolean
  children?: ReactNode
}

/**
 * A question that cannot wait, in the browser's own dialog: focus trap, Escape and inert page come with it.
 * Focus goes to the safe action when it opens, and back where it was when it closes.
 */
export function Dialog({ open, onClose, title, actions, wide = false, full = false, children }: Props) {
  const box = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  useEffect(() => {
    const dialog = box.current
    if (!open || dialog === null) return
    const opener = document.activeElement
    dialog.showModal()
    dialog.querySelector<HTMLElement>('[data-safe]')?.focus()
    return () => {
      dialog.close()
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus()
    }
  }, [open])
  return (
    <dialog
      ref={box}
      className={['dialog', wide && 'dialog--wide', full && 'dialog--full'].filter(Boolean).join(' ')}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
    >
      {open && (
        <div className="dialog__in">
          <h2 className="dialog__title" id={titleId}>
            {title}
          </h2>
          {children && <div className="dialog__text">{children}</div>}
          <div className="dialog__end">{actions}</div>
        </div>
      )}
    </dialog>
  )
}
