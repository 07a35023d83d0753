import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useText } from '#web/text/text.tsx'
import { ConfirmDialog } from './ConfirmDialog.tsx'
import { forgetUnsaved, watchForms } from './unsaved.ts'

/** Asks before a link, the history, Escape or closing the tab loses what was typed in any form of the page. */
export function LeaveQuestion() {
  const { t } = useText()
  const queryClient = useQueryClient()
  const [go, setGo] = useState<(() => void) | null>(null)
  useEffect(() => watchForms(queryClient, (next) => setGo(() => next)), [queryClient])
  const stay = () => setGo(null)
  return (
    <ConfirmDialog
      open={go !== null}
      onClose={stay}
      onConfirm={() => {
        stay()
        forgetUnsaved()
        go?.()
      }}
      kind="danger"
      title={t('ui.leave.title')}
      confirm={t('ui.leave.leave')}
      cancel={t('ui.leave.stay')}
    >
      <p>{t('ui.leave.text')}</p>
    </ConfirmDialog>
  )
}
