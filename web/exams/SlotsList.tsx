import { useState } from 'react'
import { setEarlyMarks, setSlots } from '#contract/exams/who-sits.ts'
import { showCode } from '#core/access-code.ts'
import { call } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Checkbox } from '#web/ui/Checkbox.tsx'
import { CopyButton } from '#web/ui/CopyButton.tsx'
import { Facts } from '#web/ui/Facts.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { useToast } from '#web/ui/use-toast.ts'
import { ConfirmStep } from './ConfirmStep.tsx'
import { SlotDialog, type SlotDraft } from './SlotDialog.tsx'
import { capital, useExamText } from './use-exam-text.ts'
import { useSlotName } from './use-slot-name.ts'
import type { SlotView, WhoSitsForm } from './use-who-sits.ts'

/** The slots of the exam: one line for one, a list for several, with what they share. */
export function SlotsList(form: WhoSitsForm & { canEdit: boolean }) {
  const { courseId, exam, who, change, canEdit } = form
  const { t } = useText()
  const { whenOf } = useExamText()
  const say = useToast()
  const nameOf = useSlotName(who.slots)
  const [edited, setEdited] = useState<number | 'new' | null>(null)
  const [error, setError] = useState<unknown>(null)
  const params = { courseId, examId: exam.id }
  const drafts = who.slots.map(draftOf)
  const send = (slots: SlotDraft[], shown = drafts) => change(() => call(setSlots, { params, body: { slots, shown } }))
  const save = async (slot: SlotDraft, firstName: string | null) => {
    const named = drafts.map((one) => (one.number === 0 && firstName !== null ? { ...one, name: firstName } : one))
    await send(slot.number === null ? [...named, slot] : named.map((one) => (one.number === slot.number ? slot : one)))
    setEdited(null)
    say({ text: t('exams.who.saved'), tone: 'good' })
  }
  const remove = async ({ number, name }: SlotView) => {
    const kept = drafts.filter((one) => one.number !== number)
    const gone = drafts.find((one) => one.number === number)
    await send(kept)
    say({
      text: t('exams.who.removed_slot'),
      tone: 'good',
      undo: () => void (gone && send([...kept, { ...gone, number: null, name }], kept)),
    })
  }
  const early = async (isEarly: boolean) => {
    setError(null)
    await change(() => call(setEarlyMarks, { params, body: { isEarly } })).catch(setError)
    say({ text: t(isEarly ? 'exams.who.earlyOn' : 'exams.who.earlyOff') })
  }
  const isAlone = who.slots.length === 1
  return (
    <div className="stack stack--tight">
      {isAlone ? (
        <p>{t('exams.who.oneSlot', { when: whenOf({ ...exam, ...(who.slots[0] as SlotView) }) })}</p>
      ) : (
        <ul className="who-sits__slots">
          {who.slots.map((slot) => (
            <li key={slot.number} className="sheet sheet--pad who-sits__slot">
              <h3>{nameOf(slot.number)}</h3>
              <p>{capital(whenOf({ ...slot, timeZone: exam.timeZone }))}</p>
              <Facts
                facts={[
                  ...(slot.groups.length > 0 ? [[t('exams.who.groups'), slot.groups.join(', ')] as const] : []),
                  [
                    t('exams.who.audience'),
                    exam.status === 'draft'
                      ? t('exams.who.people', { count: slot.peopleCount })
                      : t('exams.who.filled', { started: slot.startedCount, total: slot.peopleCount }),
                  ],
                  ...(slot.room ? [[t('exams.who.room'), slot.room] as const] : []),
                  ...(slot.invigilators ? [[t('exams.who.invigilators'), slot.invigilators] as const] : []),
                  [
                    t('exams.who.code'),
                    <span key="code" className="cluster">
                      <span className="mono">{showCode(slot.joinCode)}</span>
                      <CopyButton text={showCode(slot.joinCode)} label={t('exams.stub.copyCode')} />
                    </span>,
                  ],
                ]}
              />
              {canEdit && (
                <div className="cluster">
                  <Button size="small" onClick={() => setEdited(slot.number)}>
                    <Icon name="edit" />
                    {t('exams.who.edit')}
                    <span className="vh"> {nameOf(slot.number)}</span>
                  </Button>
                  {slot.number > 0 && (
                    <ConfirmStep
                      go={t('exams.who.remove')}
                      title={t('exams.who.removeTitle', { name: nameOf(slot.number) })}
                      variant="quiet"
                      size="small"
                      onConfirm={() => remove(slot)}
                    >
                      <p>{t('exams.who.removeText')}</p>
                    </ConfirmStep>
                  )}
                </div>
              )}
            </li>
          ))}
        </ul>
      )}
      {canEdit && (
        <div>
          <Button size="small" onClick={() => setEdited('new')}>
            <Icon name="plus" />
            {t('exams.who.add')}
          </Button>
        </div>
      )}
      {who.hasSeveralWindows && canEdit && (
        <Checkbox
          label={t('exams.who.early')}
          hint={t('exams.who.earlyHint')}
          checked={who.isEarly}
          onChange={({ target }) => void early(target.checked)}
        />
      )}
      <Failed error={error} />
      {edited !== null && (
        <SlotDialog
          {...form}
          slot={edited === 'new' ? null : (drafts.find(({ number }) => number === edited) ?? null)}
          onClose={() => setEdited(null)}
          onSave={save}
        />
      )}
    </div>
  )
}

const draftOf = ({ number, name, opensAt, closesAt, room, invigilators, groups }: SlotView): SlotDraft => ({
  ...{ number, name, opensAt, closesAt, room, invigilators, groups },
})
