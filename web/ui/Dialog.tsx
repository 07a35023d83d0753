import { type ReactNode, useEffect, useId, useRef } from 'react'

type Props = {
  open: boolean
  /** Called on Escape and by the safe action. */
  onClose: () => void
  title: string
  /** The buttons; the safe one is marked `data-safe` and gets the focus. */
  actions: ReactNode
  wide?: boolean
  /** Fills the screen: for a projector. */
  full?: boolean
  children?: ReactNode
}

/**
 * A modal dialog on the native element, which provides the focus trap, Escape and the inert page. Focus goes to the
 * safe action when it opens, and returns where it was when it closes.
 */
export function Dialog({ open, onClose, title, actions, wide = false, full = false, children }: Props) {
  const box = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  useEffect(() => {
    const dialog = box.current
    if (!open || dialog === null) return
    const opener = document.activeElement
    // What a closed menu holds is not shown.
    const menu = dialog.closest<HTMLDetailsElement>('details.menu')
    if (menu) menu.open = true
    dialog.showModal()
    dialog.querySelector<HTMLElement>('[data-safe]')?.focus()
    return () => {
      dialog.close()
      if (menu) menu.open = false
      const back = menu?.querySelector('summary') ?? opener
      if (back instanceof HTMLElement && back.isConnected) back.focus()
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
