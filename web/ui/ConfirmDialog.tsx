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
  /** The effect of the action, and what cannot be undone. */
  children: ReactNode
  /** The label of the action as a verb: « Rendre ma copie », never « OK ». */
  confirm: string
  /** The label of the safe action; « Annuler » by default. */
  cancel?: string
  /** `safe`: the primary button cancels. `danger`: data would be lost. */
  kind?: 'safe' | 'plain' | 'danger'
  busy?: boolean
  /** The error of the action, displayed inside the dialog. */
  error?: ReactNode
}

/** Confirms an irreversible action. A reversible one is done at once, with « Annuler » in a toast. */
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
