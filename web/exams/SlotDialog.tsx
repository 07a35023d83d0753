import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import type { z } from 'zod'
import type { slotDraft } from '#contract/exams/who-sits.ts'
import { listStudents } from '#contract/students/students.ts'
import { groupsOf } from '#core/students/name-order.ts'
import { query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Checkbox } from '#web/ui/Checkbox.tsx'
import { DateTimeField } from '#web/ui/DateTimeField.tsx'
import { Dialog } from '#web/ui/Dialog.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Input } from '#web/ui/Input.tsx'
import { SlotFault } from './SlotFault.tsx'
import { useSlotName } from './use-slot-name.ts'
import type { WhoSitsForm } from './use-who-sits.ts'

export type SlotDraft = z.output<typeof slotDraft>
type Props = WhoSitsForm & {
  /** null: a new one. */
  slot: SlotDraft | null
  onClose: () => void
  onSave: (slot: SlotDraft, firstName: string | null) => Promise<void>
}

const blank: SlotDraft = {
  ...{ number: null, name: '', opensAt: null, closesAt: null, room: '', invigilators: '', groups: [] },
}

/** One slot: its name, hours, room, who watches it and whose groups sit then. */
export function SlotDialog({ courseId, exam, who, slot, onClose, onSave }: Props) {
  const { t } = useText()
  const id = useId()
  const nameOf = useSlotName(who.slots)
  const [draft, setDraft] = useState(slot ?? blank)
  // The second slot gives the first one a name too: until then it needed none.
  const asksFirst = slot === null && who.slots.length === 1 && who.slots[0]?.name === ''
  const [firstName, setFirstName] = useState(() => t('exams.who.firstSlot', { number: 1 }))
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const students = useQuery(query(listStudents, { params: { courseId }, query: { archived: 'without' } }))
  const groups = groupsOf(students.data?.students)
  const change = (part: Partial<SlotDraft>) => setDraft((was) => ({ ...was, ...part }))
  const save = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setError(null)
    try {
      await onSave(draft, asksFirst ? firstName : null)
    } catch (refused) {
      setError(refused)
      setBusy(false)
    }
  }
  const title = slot === null ? t('exams.who.newSlot') : t('exams.who.editSlot', { name: nameOf(slot.number ?? 0) })
  const actions = (
    <>
      <Button data-safe onClick={onClose}>
        {t('common.cancel')}
      </Button>
      <Button variant="primary" type="submit" form={id} busy={isBusy}>
        {t('common.save')}
      </Button>
    </>
  )
  return (
    <Dialog open wide onClose={onClose} title={title} actions={actions}>
      <form id={id} className="form" onSubmit={(event) => void save(event)} noValidate>
        {asksFirst && (
          <Field label={t('exams.who.firstName')}>
            <Input value={firstName} maxLength={100} onChange={({ target }) => setFirstName(target.value)} />
          </Field>
        )}
        {slot === null && exam.ownQuestions && exam.status !== 'draft' && <p>{t('exams.who.lateQuestions')}</p>}
        <Field label={t('exams.who.name')} hint={t('exams.who.nameHint')}>
          <Input value={draft.name} maxLength={100} onChange={({ target }) => change({ name: target.value })} />
        </Field>
        <DateTimeField
          label={t('exams.who.opens')}
          value={instantOf(draft.opensAt)}
          timeZone={exam.timeZone}
          onChange={(value) => change({ opensAt: value?.toISOString() ?? null })}
        />
        <DateTimeField
          label={t('exams.who.closes')}
          value={instantOf(draft.closesAt)}
          timeZone={exam.timeZone}
          onChange={(value) => change({ closesAt: value?.toISOString() ?? null })}
        />
        <div className="form__row">
          <Field label={t('exams.who.room')} optional>
            <Input value={draft.room} maxLength={200} onChange={({ target }) => change({ room: target.value })} />
          </Field>
          <Field label={t('exams.who.invigilators')} optional>
            <Input
              value={draft.invigilators}
              maxLength={500}
              onChange={({ target }) => change({ invigilators: target.value })}
            />
          </Field>
        </div>
        {draft.number !== 0 && groups.length > 0 && (
          <fieldset className="field">
            <legend className="field__label">{t('exams.who.slotGroups')}</legend>
            <p className="field__hint">{t('exams.who.slotGroupsHint')}</p>
            <div className="who-sits__ticks">
              {groups.map((group) => (
                <Checkbox
                  key={group}
                  label={group}
                  checked={draft.groups.includes(group)}
                  onChange={({ target }) =>
                    change({
                      groups: target.checked ? [...draft.groups, group] : draft.groups.filter((one) => one !== group),
                    })
                  }
                />
              ))}
            </div>
          </fieldset>
        )}
        <SlotFault error={error} nameOf={nameOf} />
      </form>
    </Dialog>
  )
}

const instantOf = (text: string | null) => (text === null ? null : new Date(text))
