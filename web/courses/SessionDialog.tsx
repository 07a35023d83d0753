import { useState } from 'react'
import { useText } from '#web/text/text.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Input } from '#web/ui/Input.tsx'
import { Textarea } from '#web/ui/Textarea.tsx'
import { OutlineForm, typedLines } from './OutlineForm.tsx'
import type { OutlineDialogProps, OutlineSessionView } from './outline-dialog.ts'

/** Adds a session, or changes its title, its day and its labs. */
export function SessionDialog({
  session,
  onSend,
  ...rest
}: OutlineDialogProps & { session: OutlineSessionView | null }) {
  const { t } = useText()
  const [title, setTitle] = useState(session?.title ?? '')
  const [date, setDate] = useState(session?.date ?? '')
  const [labs, setLabs] = useState(session?.labs.join('\n') ?? '')
  const said = { title: title.trim(), ...(date === '' ? {} : { date }) }
  const submit = () =>
    onSend(
      session
        ? { kind: 'edit_session', session: session.id, ...said, labs: typedLines(labs) }
        : { kind: 'add_session', ...said },
    )
  return (
    <OutlineForm
      {...rest}
      title={session ? t('courses.outline.editNamed', { title: session.title }) : t('courses.outline.addSession')}
      confirm={session ? t('common.save') : t('courses.outline.add')}
      reason={title.trim() === '' ? t('courses.outline.untitled') : undefined}
      onSubmit={submit}
    >
      <Field label={t('courses.outline.sessionTitle')}>
        <Input maxLength={200} value={title} data-safe onChange={(event) => setTitle(event.target.value)} />
      </Field>
      <Field label={t('courses.outline.date')} optional>
        <Input type="date" value={date} onChange={(event) => setDate(event.target.value)} />
      </Field>
      {session && (
        <Field label={t('courses.outline.labs')} hint={t('courses.outline.onePerLine')} optional>
          <Textarea rows={3} value={labs} onChange={(event) => setLabs(event.target.value)} />
        </Field>
      )}
    </OutlineForm>
  )
}
