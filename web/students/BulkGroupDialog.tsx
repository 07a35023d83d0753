import { type FormEvent, useId, useState } from 'react'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Dialog } from '#web/ui/Dialog.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Input } from '#web/ui/Input.tsx'

type Props = {
  open: boolean
  count: number
  groups: readonly string[]
  busy: boolean
  onClose: () => void
  onChoose: (group: string) => void
}

/** The group of several students: one of the course, or a new one. */
export function BulkGroupDialog({ open, count, groups, busy, onClose, onChoose }: Props) {
  const { t } = useText()
  const [group, setGroup] = useState('')
  const form = useId()
  const send = (event: FormEvent) => {
    event.preventDefault()
    onChoose(group.trim())
  }
  const actions = (
    <>
      <Button onClick={onClose}>{t('common.cancel')}</Button>
      <Button type="submit" form={form} variant="primary" busy={busy}>
        {t('students.bulk.setGroup', { count })}
      </Button>
    </>
  )
  return (
    <Dialog open={open} onClose={onClose} title={t('students.bulk.group')} actions={actions}>
      <form id={form} className="form" onSubmit={send}>
        <Field label={t('students.group')} hint={t('students.bulk.groupHint')}>
          <Input
            data-safe
            list={`${form}-groups`}
            maxLength={200}
            value={group}
            onChange={(event) => setGroup(event.target.value)}
          />
        </Field>
        <datalist id={`${form}-groups`}>
          {groups.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </datalist>
      </form>
    </Dialog>
  )
}
