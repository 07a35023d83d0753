import { type FormEvent, type ReactNode, useState } from 'react'
import { Link } from 'wouter'
import { Refusal } from '#core/refusal.ts'
import { at } from '#web/addresses.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Input } from '#web/ui/Input.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { sentenceOf } from '#web/ui/refusal-sentence.ts'
import { ExtraTimeField } from './ExtraTimeField.tsx'
import { type StudentDraft, sameStudentOf, studentFaultsOf, studentOfDraft } from './student-fields.ts'

type Props = {
  courseId: string
  first: StudentDraft
  submit: ReactNode
  busy: boolean
  error: Error | null
  /** Why editing is disabled. */
  reason?: string | undefined
  onSubmit: (fields: ReturnType<typeof studentOfDraft>) => void
  onCancel?: () => void
}

const texts = ['familyName', 'givenName', 'number', 'group'] as const

/** The fields of a student, to add or edit one. */
export function StudentForm({ courseId, first, submit, busy, error, reason, onSubmit, onCancel }: Props) {
  const { t } = useText()
  const [draft, setDraft] = useState(first)
  const [isChecked, setChecked] = useState(false)
  const faults = isChecked ? studentFaultsOf(draft) : {}
  const change = (part: Partial<StudentDraft>) => setDraft({ ...draft, ...part })
  const send = (event: FormEvent) => {
    event.preventDefault()
    setChecked(true)
    if (Object.keys(studentFaultsOf(draft)).length === 0) onSubmit(studentOfDraft(draft))
  }
  const text = (field: (typeof texts)[number], optional: boolean) => (
    <Field
      label={t(`students.${field}`)}
      error={field === 'familyName' && faults.familyName ? t('students.fault.no_name') : null}
      optional={optional}
      required={!optional}
    >
      <Input maxLength={200} value={draft[field]} onChange={(event) => change({ [field]: event.target.value })} />
    </Field>
  )
  return (
    <form className="form" onSubmit={send} noValidate>
      <div className="form__row">
        {text('familyName', false)}
        {text('givenName', true)}
      </div>
      <Field label={t('students.email')} error={faults.email ? t('students.fault.invalid_email') : null} optional>
        <Input
          type="email"
          maxLength={200}
          value={draft.email}
          onChange={(event) => change({ email: event.target.value })}
        />
      </Field>
      <div className="form__row">
        {text('number', true)}
        {text('group', true)}
      </div>
      <ExtraTimeField draft={draft} faults={faults} onChange={change} />
      {error && <Refused error={error} courseId={courseId} />}
      <div className="form__end">
        <Button type="submit" variant="primary" busy={busy} reason={reason}>
          {submit}
        </Button>
        {onCancel && <Button onClick={onCancel}>{t('common.cancel')}</Button>}
      </div>
    </form>
  )
}

function Refused({ error, courseId }: { error: Error; courseId: string }) {
  const { t, has } = useText()
  const same = error instanceof Refusal ? sameStudentOf(error) : null
  return (
    <Notice tone="bad" live="alert">
      <p>{sentenceOf(error, { t, has })}</p>
      {same && (
        <p>
          <Link href={at.course(courseId).student(same)}>{t('students.seeSame')}</Link>
        </p>
      )}
    </Notice>
  )
}
