import type { FormEvent, ReactNode } from 'react'
import { useId } from 'react'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Dialog } from '#web/ui/Dialog.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { Meanwhile } from './Meanwhile.tsx'
import type { OutlineDialogProps } from './outline-dialog.ts'

type Props = Pick<OutlineDialogProps, 'changes' | 'onClose'> & {
  title: string
  confirm: string
  /** Why it cannot be sent now. */
  reason?: string | undefined
  danger?: boolean
  wide?: boolean
  onSubmit: () => void
  children: ReactNode
}

/** A dialog of the outline: its fields, what somebody else changed meanwhile, and one button that sends. */
export function OutlineForm({
  changes,
  onClose,
  title,
  confirm,
  reason,
  danger = false,
  wide,
  onSubmit,
  children,
}: Props) {
  const { t } = useText()
  const formId = useId()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (reason === undefined && !changes.isBusy) onSubmit()
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      {...(wide ? { wide } : {})}
      actions={
        <>
          <Button {...(danger ? { 'data-safe': true } : {})} onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button
            type="submit"
            form={formId}
            variant={danger ? 'danger' : 'primary'}
            busy={changes.isBusy}
            reason={reason}
          >
            {changes.meanwhile === null ? confirm : t('courses.outline.again')}
          </Button>
        </>
      }
    >
      <form id={formId} className="form" noValidate onSubmit={submit}>
        {children}
      </form>
      <Meanwhile difference={changes.meanwhile} />
      {changes.meanwhile === null && <Failed error={changes.error} />}
    </Dialog>
  )
}

/** One line each, without the empty ones. */
export const typedLines = (text: string) => [
  ...new Set(
    text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  ),
]
