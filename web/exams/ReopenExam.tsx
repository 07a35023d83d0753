import { useState } from 'react'
import type { ExamView } from '#contract/exams/exams.ts'
import { reopenExam } from '#contract/exams/life.ts'
import { call } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { Input } from '#web/ui/Input.tsx'
import { ConfirmStep } from './ConfirmStep.tsx'

type Props = { courseId: string; exam: ExamView; onDone: (exam: ExamView) => void }

/** Reopens a closed exam, with the reason that the minutes will record. */
export function ReopenExam({ courseId, exam, onDone }: Props) {
  const { t } = useText()
  const [reason, setReason] = useState('')
  const [isTried, setTried] = useState(false)
  const isMissing = reason.trim() === ''
  // The exam was closed at or after the end of the students' window.
  const isWindowOver = exam.closesAt !== null && exam.closedAt !== null && exam.closesAt <= exam.closedAt
  return (
    <ConfirmStep
      go={t('exams.reopen.go')}
      title={t('exams.reopen.title')}
      icon={<Icon name="undo" />}
      onConfirm={async () => {
        setTried(true)
        if (isMissing) return false
        onDone(await call(reopenExam, { params: { courseId, examId: exam.id }, body: { reason: reason.trim() } }))
        return true
      }}
    >
      <p>{t('exams.reopen.text')}</p>
      {isWindowOver && <p>{t('exams.reopen.window')}</p>}
      <Field
        label={t('exams.reopen.reason')}
        hint={t('exams.reopen.reasonHint')}
        error={isTried && isMissing ? t('exams.reopen.reasonMissing') : null}
        required
      >
        <Input value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
      </Field>
    </ConfirmStep>
  )
}
