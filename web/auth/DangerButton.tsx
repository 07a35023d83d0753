import type { UseMutationResult } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { Button } from '#web/ui/Button.tsx'
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx'
import { Failed } from '#web/ui/Failed.tsx'

type Props<Input> = {
  label: string
  /** Whose row this is: read after the label. */
  name: string
  title: string
  action: UseMutationResult<unknown, Error, Input>
  input: Input
  children: ReactNode
}

/** A button in a row whose action is confirmed first; its dialog stays open when it fails, with the reason. */
export function DangerButton<Input>({ label, name, title, action, input, children }: Props<Input>) {
  const [isAsked, setAsked] = useState(false)
  return (
    <>
      <Button size="small" variant="quiet" onClick={() => setAsked(true)}>
        {label}
        <span className="vh"> {name}</span>
      </Button>
      <ConfirmDialog
        open={isAsked}
        onClose={() => {
          setAsked(false)
          action.reset()
        }}
        onConfirm={() => action.mutate(input, { onSuccess: () => setAsked(false) })}
        title={title}
        confirm={label}
        kind="danger"
        busy={action.isPending}
        error={action.error && <Failed error={action.error} />}
      >
        <p>{children}</p>
      </ConfirmDialog>
    </>
  )
}
