import { type FormEvent, useId, useState } from 'react'
import type { ExtraTime } from '#core/timing.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Dialog } from '#web/ui/Dialog.tsx'
import { ExtraTimeField } from './ExtraTimeField.tsx'
import { blankDraft, extraTimeOfDraft, studentFaultsOf } from './student-fields.ts'

type Props = {
  open: boolean
  count: number
  busy: boolean
  onClose: () => void
  onChoose: (extraTime: ExtraTime) => void
}

/** The extra time of several students. */
export function BulkExtraTimeDialog({ open, count, busy, onClose, onChoose }: Props) {
  const { t } = useText()
  const [draft, setDraft] = useState({ ...blankDraft, extra: 'third' as typeof blankDraft.extra })
  const [isChecked, setChecked] = useState(false)
  const form = useId()
  const { ratio, dates } = studentFaultsOf(draft)
  const send = (event: FormEvent) => {
    event.preventDefault()
    setChecked(true)
    if (!ratio && !dates) onChoose(extraTimeOfDraft(draft))
  }
  const actions = (
    <>
      <Button data-safe onClick={onClose}>
        {t('common.cancel')}
      </Button>
      <Button type="submit" form={form} variant="primary" busy={busy}>
        {t('students.bulk.setExtraTime', { count })}
      </Button>
    </>
  )
  const faults = { ...(ratio ? { ratio } : {}), ...(dates ? { dates } : {}) }
  return (
    <Dialog open={open} onClose={onClose} title={t('students.bulk.extraTime')} actions={actions}>
      <form id={form} className="form" onSubmit={send} noValidate>
        <ExtraTimeField
          draft={draft}
          faults={isChecked ? faults : {}}
          onChange={(part) => setDraft({ ...draft, ...part })}
        />
      </form>
    </Dialog>
  )
}
