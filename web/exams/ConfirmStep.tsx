import { type ReactNode, useState } from 'react'
import { Button } from '#web/ui/Button.tsx'
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx'
import { Failed } from '#web/ui/Failed.tsx'

/** After this delay, the dialog opens without the prepared data. */
const patienceMs = 2_000

type Props = {
  /** The label of the button, and of the action in the dialog. */
  go: string
  title: string
  children: ReactNode
  /** An error it throws is shown in the dialog. False keeps the dialog open: something is missing. */
  onConfirm: () => Promise<unknown>
  /**
   * Loads what the dialog displays before it opens: text that arrives later would move the buttons under the pointer.
   */
  prepare?: () => Promise<unknown>
  /** Opens the dialog without a click: who came here asked for it. */
  isAsked?: boolean
  variant?: 'primary' | 'secondary' | 'quiet' | 'danger'
  size?: 'small' | 'normal'
  kind?: 'plain' | 'danger'
  reason?: string | undefined
  icon?: ReactNode
}

/** A button for an irreversible step, with a confirmation dialog that describes its effect. */
export function ConfirmStep({
  go,
  title,
  children,
  onConfirm,
  prepare,
  isAsked = false,
  variant = 'secondary',
  size = 'normal',
  kind = 'plain',
  reason,
  icon,
}: Props) {
  const [isOpen, setOpen] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const [isDismissed, setDismissed] = useState(false)
  const isShown = isOpen || (isAsked && !isDismissed)
  const close = () => {
    setOpen(false)
    setDismissed(true)
  }
  const ask = async () => {
    setBusy(true)
    await Promise.race([prepare?.(), new Promise((done) => setTimeout(done, patienceMs))])
    setBusy(false)
    setOpen(true)
  }
  const confirm = async () => {
    setBusy(true)
    setError(null)
    try {
      if ((await onConfirm()) !== false) close()
    } catch (refused) {
      setError(refused)
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <Button
        variant={variant}
        size={size}
        reason={reason}
        busy={isBusy && !isShown}
        onClick={() => void (prepare ? ask() : setOpen(true))}
      >
        {icon}
        {go}
      </Button>
      <ConfirmDialog
        open={isShown}
        onClose={close}
        onConfirm={() => void confirm()}
        title={title}
        confirm={go}
        kind={kind}
        busy={isBusy}
        error={error ? <Failed error={error} /> : null}
      >
        {children}
      </ConfirmDialog>
    </>
  )
}
