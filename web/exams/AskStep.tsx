import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ExamView } from '#contract/exams/exams.ts'
import { getWhoSits } from '#contract/exams/who-sits.ts'
import { query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { AskHere } from '#web/ui/AskHere.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Input } from '#web/ui/Input.tsx'
import { ClosingCounts } from './ClosingCounts.tsx'
import type { AskedStep, useExamSteps } from './use-exam-steps.ts'
import { useExamText } from './use-exam-text.ts'

type Props = {
  courseId: string
  exam: ExamView
  step: AskedStep
  taking: ReturnType<typeof useExamSteps>['taking']
  onClose: () => void
}

const dangers: readonly AskedStep[] = ['close', 'remove', 'undoImport']

/** Asks in the page, with what the step does, before it is taken. */
export function AskStep({ courseId, exam, step, taking, onClose }: Props) {
  const { t } = useText()
  const [reason, setReason] = useState('')
  const [isTried, setTried] = useState(false)
  const isMissing = step === 'reopen' && reason.trim() === ''
  const confirm = () => {
    setTried(true)
    if (!isMissing) taking.mutate({ step, reason: reason.trim() }, { onSuccess: onClose })
  }
  return (
    <AskHere
      title={t(`exams.${steps[step]}.title`, { title: exam.title })}
      confirm={t(`exams.${steps[step]}.go`)}
      kind={dangers.includes(step) ? 'danger' : 'plain'}
      busy={taking.isPending}
      error={taking.error && <Failed error={taking.error} />}
      onConfirm={confirm}
      onClose={() => {
        taking.reset()
        onClose()
      }}
    >
      <Effect courseId={courseId} exam={exam} step={step} />
      {step === 'reopen' && (
        <Field
          label={t('exams.reopen.reason')}
          hint={t('exams.reopen.reasonHint')}
          error={isTried && isMissing ? t('exams.reopen.reasonMissing') : null}
          required
        >
          <Input value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
        </Field>
      )}
    </AskHere>
  )
}

/** The sentences of each step, by their name in web/text. */
const steps = {
  open: 'open',
  withdraw: 'withdraw',
  close: 'close',
  reopen: 'reopen',
  release: 'releaseHere',
  remove: 'remove',
  undoImport: 'undoImport',
} as const satisfies Record<AskedStep, string>

/** What the step does, in words. */
function Effect({ courseId, exam, step }: Pick<Props, 'courseId' | 'exam' | 'step'>) {
  const { t, dateTime } = useText()
  const { codeOf } = useExamText()
  const params = { courseId, examId: exam.id }
  const who = useQuery({ ...query(getWhoSits, { params }), enabled: step === 'close' })
  switch (step) {
    case 'open':
      return (
        <>
          {exam.opensAt && <p>{t('exams.open.planned', { at: dateTime(exam.opensAt, exam.timeZone) })}</p>}
          <p>{t('exams.open.text', { code: codeOf(exam) })}</p>
        </>
      )
    case 'close': {
      const isToCome = who.data?.slots.some(({ opensAt }) => opensAt && Date.parse(opensAt) > who.dataUpdatedAt)
      return (
        <>
          <p>{t('exams.close.text')}</p>
          <ClosingCounts {...params} />
          {isToCome && <p>{t('exams.who.toCome')}</p>}
          <p>{t('exams.close.undo')}</p>
        </>
      )
    }
    case 'reopen': {
      // The exam was closed at or after the end of the students' window.
      const isWindowOver = exam.closesAt !== null && exam.closedAt !== null && exam.closesAt <= exam.closedAt
      return (
        <>
          <p>{t('exams.reopen.text')}</p>
          {isWindowOver && <p>{t('exams.reopen.window')}</p>}
        </>
      )
    }
    case 'release':
      return (
        <>
          <p>{t(exam.release.what === 'review' ? 'exams.releaseHere.review' : 'exams.releaseHere.mark')}</p>
          <p>{t('exams.releaseHere.undo')}</p>
        </>
      )
    case 'withdraw':
      return <p>{t('exams.withdraw.text')}</p>
    case 'remove':
      return <p>{t('exams.remove.text')}</p>
    case 'undoImport':
      return <p>{t('exams.undoImport.text')}</p>
  }
}
