import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { listAskedQuestions, listMessages, sendMessage } from '#contract/attempts/room.ts'
import { mutation, query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Dialog } from '#web/ui/Dialog.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Select } from '#web/ui/Select.tsx'
import { Textarea } from '#web/ui/Textarea.tsx'
import { useToast } from '#web/ui/use-toast.ts'
import { readersAmong } from './acts.ts'
import type { WatchedLine } from './state.ts'

type Props = {
  /** Null for the whole class. */
  students: readonly string[] | null
  lines: readonly WatchedLine[]
  courseId: string
  examId: string
  onClose: () => void
}

/** Sends a message to one, some or all students, displayed until they acknowledge it. */
export function MonitorMessageDialog({ students, lines, courseId, examId, onClose }: Props) {
  const { t } = useText()
  const say = useToast()
  const queryClient = useQueryClient()
  const form = useId()
  const [text, setText] = useState('')
  const [questionId, setQuestion] = useState('')
  const asked = useQuery(query(listAskedQuestions, { params: { courseId, examId } }))
  const questions = asked.data?.questions ?? []
  const [isTried, setTried] = useState(false)
  const readers = readersAmong(lines.filter(({ studentId }) => students === null || students.includes(studentId)))
  const [only] = readers
  const who = { count: readers.length, name: only ? `${only.givenName} ${only.familyName}` : '' }
  const send = useMutation({
    ...mutation(sendMessage),
    onSuccess: ({ recipientCount }) => {
      void queryClient.invalidateQueries({ queryKey: [listMessages.path] })
      say({ text: t('attempts.staff.message.done', { ...who, count: recipientCount }) })
      onClose()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (text.trim() === '' || readers.length === 0) return
    // A message to the whole class also reaches students who join before the server handles it.
    const chosen = students === null ? {} : { attemptIds: readers.flatMap(({ attemptId }) => attemptId ?? []) }
    const about = questionId === '' ? {} : { questionId }
    send.mutate({ params: { courseId, examId }, body: { text: text.trim(), ...chosen, ...about } })
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('attempts.staff.message.title', who)}
      actions={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button type="submit" form={form} variant="primary" busy={send.isPending} disabled={readers.length === 0}>
            {t('attempts.staff.message.go')}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="act-form" noValidate>
        <p>{t('attempts.staff.message.text')}</p>
        {questions.length > 0 && (
          <Field label={t('attempts.staff.message.aboutField')} hint={t('attempts.staff.message.aboutHint')} optional>
            <Select
              value={questionId}
              onChange={setQuestion}
              options={[
                { value: '', label: t('attempts.staff.message.aboutNone') },
                ...questions.map(({ id, opening }) => ({ value: id, label: opening })),
              ]}
            />
          </Field>
        )}
        <Field
          label={t('attempts.staff.message.field')}
          hint={t('attempts.staff.message.hint')}
          error={isTried && text.trim() === '' ? t('attempts.staff.message.missing') : null}
          required
        >
          <Textarea rows={3} maxLength={500} value={text} data-safe onChange={({ target }) => setText(target.value)} />
        </Field>
        <Failed error={send.error} />
      </form>
    </Dialog>
  )
}
