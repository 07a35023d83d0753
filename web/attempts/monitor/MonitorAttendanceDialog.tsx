import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { monitorExam } from '#contract/attempts/monitor.ts'
import { getMinutes, setAttendance } from '#contract/attempts/room.ts'
import type { Attendance } from '#core/attempts/attendance.ts'
import { mutation } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Dialog } from '#web/ui/Dialog.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Input } from '#web/ui/Input.tsx'
import { RadioGroup } from '#web/ui/RadioGroup.tsx'
import { useToast } from '#web/ui/use-toast.ts'
import { awaitedAmong } from './acts.ts'
import type { WatchedLine } from './state.ts'

type Props = {
  students: readonly string[] | null
  lines: readonly WatchedLine[]
  courseId: string
  examId: string
  onClose: () => void
}
type AttendanceChoice = Attendance | 'unknown'
const choices = ['abi', 'abj', 'present', 'unknown'] as const satisfies readonly AttendanceChoice[]

/** Records attendance for students who have not started; the final sheet uses it. */
export function MonitorAttendanceDialog({ students, lines, courseId, examId, onClose }: Props) {
  const { t, list } = useText()
  const say = useToast()
  const queryClient = useQueryClient()
  const form = useId()
  const [status, setStatus] = useState<AttendanceChoice>('abi')
  const [reason, setReason] = useState('')
  const awaited = awaitedAmong(lines.filter(({ studentId }) => students === null || students.includes(studentId)))
  const names = awaited.map(({ givenName, familyName }) => `${givenName} ${familyName}`)
  const note = useMutation({
    ...mutation(setAttendance),
    onSuccess: async ({ changed }) => {
      await Promise.all(
        [monitorExam, getMinutes].map(({ path }) => queryClient.invalidateQueries({ queryKey: [path] })),
      )
      say({ text: t('attempts.staff.attendance.done', { count: changed.length }) })
      onClose()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (awaited.length === 0) return
    const studentIds = awaited.map(({ studentId }) => studentId)
    const body = { studentIds, status: status === 'unknown' ? null : status, reason: reason.trim() }
    note.mutate({ params: { courseId, examId }, body })
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('attempts.staff.attendance.title', { count: awaited.length, name: names[0] ?? '' })}
      actions={
        <>
          <Button data-safe onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" form={form} variant="primary" busy={note.isPending} disabled={awaited.length === 0}>
            {t('attempts.staff.attendance.go')}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="act-form" noValidate>
        {names.length > 1 && names.length <= 6 && <p className="small muted">{list(names)}</p>}
        <RadioGroup
          legend={t('attempts.staff.attendance.legend')}
          value={status}
          onChange={setStatus}
          options={choices.map((value) => ({
            value,
            label: t(`attempts.staff.attendance.${value}`),
            hint: t(`attempts.staff.attendance.${value}Hint`),
          }))}
        />
        <Field label={t('attempts.staff.attendance.reason')} optional>
          <Input value={reason} maxLength={500} onChange={({ target }) => setReason(target.value)} />
        </Field>
        <Failed error={note.error} />
      </form>
    </Dialog>
  )
}
