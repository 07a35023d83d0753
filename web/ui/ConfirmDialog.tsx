import type { ReactNode } from 'react'
import { useText } from '#web/text/text.tsx'
import { Button } from './Button.tsx'
import { Dialog } from './Dialog.tsx'

type Props = {
  open: boolean
  onClose: () => void
  onConfirm: () => void
  /** A question: « Rendre votre copie ? » */
  title: string
  /** What will happen, and what cannot be undone. */
  children: ReactNode
  /** The verb of the action: « Rendre ma copie », never « OK ». */
  confirm: string
  /** What the safe action says; « Annuler » by default. */
  cancel?: string
  /** `safe`: going back is the primary button. `danger`: something is lost. */
  kind?: 'safe' | 'plain' | 'danger'
  busy?: boolean
  /** A refusal of the action, said where the person is looking. */
  error?: ReactNode
}

/** Asks before what cannot be taken back. For anything that can, act and offer « Annuler » in a toast instead. */
export function ConfirmDialog(props: Props) {
  const { t } = useText()
  const { kind = 'plain', busy = false } = props
  const confirmLook = { safe: 'secondary', plain: 'primary', danger: 'danger' } as const
  const actions = (
    <>
      <Button data-safe variant={kind === 'safe' ? 'primary' : 'secondary'} onClick={props.onClose}>
        {props.cancel ?? t('common.cancel')}
      </Button>
      <Button variant={confirmLook[kind]} busy={busy} onClick={props.onConfirm}>
        {props.confirm}
      </Button>
    </>
  )
  return (
    <Dialog open={props.open} onClose={props.onClose} title={props.title} actions={actions}>
      {props.children}
      {props.error}
    </Dialog>
  )
}
