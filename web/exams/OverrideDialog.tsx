import { type FormEvent, useId, useState } from 'react'
import type { ExamView } from '#contract/exams/exams.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { DateTimeField } from '#web/ui/DateTimeField.tsx'
import { Dialog } from '#web/ui/Dialog.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Input } from '#web/ui/Input.tsx'
import { NumberStepper } from '#web/ui/NumberStepper.tsx'
import type { SittingPerson } from './use-who-sits.ts'

export type OwnTerms = NonNullable<SittingPerson['override']>
type Props = {
  exam: ExamView
  person: SittingPerson
  onClose: () => void
  /** null: takes it back. */
  onSave: (own: OwnTerms | null) => Promise<void>
}

const blank: OwnTerms = { opensAt: null, closesAt: null, minutes: 0, room: '', reason: '' }

/** What differs for one student in this exam, with the reason. */
export function OverrideDialog({ exam, person, onClose, onSave }: Props) {
  const { t } = useText()
  const id = useId()
  const [own, setOwn] = useState(person.override ?? blank)
  const [isChecked, setChecked] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const change = (part: Partial<OwnTerms>) => setOwn((was) => ({ ...was, ...part }))
  const nothing = own.opensAt === null && own.closesAt === null && own.minutes === 0 && own.room.trim() === ''
  const noReason = own.reason.trim() === ''
  const send = async (next: OwnTerms | null) => {
    setBusy(true)
    setError(null)
    try {
      await onSave(next)
    } catch (refused) {
      setError(refused)
      setBusy(false)
    }
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setChecked(true)
    if (!nothing && !noReason) void send({ ...own, room: own.room.trim(), reason: own.reason.trim() })
  }
  const name = `${person.givenName} ${person.familyName}`.trim()
  const actions = (
    <>
      <Button data-safe onClick={onClose}>
        {t('common.cancel')}
      </Button>
      {person.override && (
        <Button busy={isBusy} onClick={() => void send(null)}>
          {t('exams.who.takeBack')}
        </Button>
      )}
      <Button variant="primary" type="submit" form={id} busy={isBusy}>
        {t('common.save')}
      </Button>
    </>
  )
  return (
    <Dialog open wide onClose={onClose} title={t('exams.who.overrideOf', { name })} actions={actions}>
      <form id={id} className="form" onSubmit={submit} noValidate>
        <p>{t('exams.who.overrideLead')}</p>
        <DateTimeField
          label={t('exams.who.ownOpens')}
          value={own.opensAt ? new Date(own.opensAt) : null}
          timeZone={exam.timeZone}
          optional
          onChange={(value) => change({ opensAt: value?.toISOString() ?? null })}
        />
        <DateTimeField
          label={t('exams.who.ownCloses')}
          value={own.closesAt ? new Date(own.closesAt) : null}
          timeZone={exam.timeZone}
          optional
          onChange={(value) => change({ closesAt: value?.toISOString() ?? null })}
        />
        <Field label={t('exams.who.minutes')} hint={t('exams.who.minutesHint')}>
          <NumberStepper
            value={own.minutes}
            min={0}
            max={600}
            step={5}
            onChange={(value) => change({ minutes: Math.round(value) })}
          />
        </Field>
        <Field label={t('exams.who.ownRoom')} optional>
          <Input value={own.room} maxLength={200} onChange={({ target }) => change({ room: target.value })} />
        </Field>
        <Field
          label={t('exams.who.reason')}
          hint={t('exams.who.reasonHint')}
          error={isChecked && noReason ? t('exams.who.reasonMissing') : null}
          required
        >
          <Input value={own.reason} maxLength={500} onChange={({ target }) => change({ reason: target.value })} />
        </Field>
        {isChecked && nothing && (
          <p className="field__error" role="alert">
            {t('exams.who.nothing')}
          </p>
        )}
        <Failed error={error} />
      </form>
    </Dialog>
  )
}
