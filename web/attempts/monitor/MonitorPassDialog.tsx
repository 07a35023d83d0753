import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { setBrowserPass } from '#contract/attempts/locked-browser.ts'
import { monitorExam } from '#contract/attempts/monitor.ts'
import { getMinutes } from '#contract/attempts/room.ts'
import { mutation } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Dialog } from '#web/ui/Dialog.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Input } from '#web/ui/Input.tsx'
import type { WatchedLine } from './state.ts'

type Props = {
  students: readonly string[] | null
  lines: readonly WatchedLine[]
  courseId: string
  examId: string
  onClose: () => void
}

/** Lets one student work in another browser, or takes that back: the reason is kept in the minutes. */
export function MonitorPassDialog({ students, lines, courseId, examId, onClose }: Props) {
  const { t } = useText()
  const queryClient = useQueryClient()
  const form = useId()
  const [reason, setReason] = useState('')
  const line = lines.find(({ studentId }) => students?.includes(studentId))
  const set = useMutation({
    ...mutation(setBrowserPass),
    onSuccess: async () => {
      await Promise.all(
        [monitorExam, getMinutes].map(({ path }) => queryClient.invalidateQueries({ queryKey: [path] })),
      )
      onClose()
    },
  })
  if (!line) return null
  const name = `${line.givenName} ${line.familyName}`
  const isExcused = line.browserPass === null
  const act = isExcused ? 'excuse' : 'withdraw'
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const params = { courseId, examId, studentId: line.studentId }
    if (reason.trim() !== '') set.mutate({ params, body: { isExcused, reason: reason.trim() } })
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={t(`attempts.staff.browser.${act}.title`, { name })}
      actions={
        <>
          <Button data-safe onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button
            type="submit"
            form={form}
            variant="primary"
            busy={set.isPending}
            reason={reason.trim() === '' ? t('attempts.staff.browser.reasonMissing') : undefined}
          >
            {t(`attempts.staff.browser.${act}.go`)}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="act-form" noValidate>
        <p>{t(`attempts.staff.browser.${act}.text`)}</p>
        {line.browserPass && <p className="muted">{line.browserPass.reason}</p>}
        <Field label={t('attempts.staff.browser.reason')} hint={t('attempts.staff.browser.reasonHint')} required>
          <Input value={reason} maxLength={500} onChange={({ target }) => setReason(target.value)} />
        </Field>
        <Failed error={set.error} />
      </form>
    </Dialog>
  )
}
