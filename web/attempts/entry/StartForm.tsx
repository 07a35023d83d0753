import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useEffect, useState } from 'react'
import { Link, useLocation } from 'wouter'
import { startAttempt } from '#contract/attempts/sitting.ts'
import { mutation } from '#web/api.ts'
import { type ExamDetail, type MyExamState, myExamStateOf } from '#web/attempts/my-exam-state.ts'
import { thisDevice } from '#web/attempts/sitting/device.ts'
import { preloadExam } from '#web/attempts/sitting/preload.ts'
import { openSitting, sittingKey } from '#web/attempts/sitting/query.ts'
import { useSecondsUntil } from '#web/attempts/use-server-time.ts'
import { studentAt } from '#web/student-addresses.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Checkbox } from '#web/ui/Checkbox.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { Input } from '#web/ui/Input.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { sentenceOf } from '#web/ui/refusal-sentence.ts'

type Props = { exam: ExamDetail; refresh: () => void }

/** The main action of the page in each state: start, resume, wait, or see the result. */
export function StartForm({ exam, refresh }: Props) {
  const state = myExamStateOf(exam)
  switch (state) {
    case 'open':
      return <Start exam={exam} refresh={refresh} />
    case 'running':
    case 'paused':
      return <Resume attemptId={exam.attempt?.id ?? ''} />
    case 'soon':
      return <Wait exam={exam} refresh={refresh} />
    case 'submitted':
    case 'results':
    case 'missed':
    case 'voided':
      return <Over exam={exam} state={state} />
  }
}

function Start({ exam: { id: examId, asksRoomCode }, refresh }: Props) {
  const { t, has } = useText()
  const [, navigate] = useLocation()
  const queryClient = useQueryClient()
  const [hasRead, setRead] = useState(false)
  const [roomCode, setRoomCode] = useState('')
  useEffect(preloadExam, [])
  const start = useMutation({
    ...mutation(startAttempt),
    networkMode: 'always',
    onSuccess: async (copy) => {
      queryClient.setQueryData(sittingKey(copy.id), await openSitting(copy))
      navigate(studentAt.copy(copy.id).question(1))
    },
    onError: refresh,
  })
  const send = (event: FormEvent) => {
    event.preventDefault()
    const body = { device: thisDevice().id, ...(asksRoomCode ? { roomCode } : {}) }
    if (hasRead) start.mutate({ params: { examId }, body })
  }
  return (
    <form onSubmit={send} className="start">
      <Checkbox
        label={t('attempts.rules.consent')}
        checked={hasRead}
        onChange={({ target }) => setRead(target.checked)}
      />
      {asksRoomCode && (
        <Field label={t('attempts.rules.roomCode')} hint={t('attempts.rules.roomCodeHint')}>
          <Input
            cells={4}
            inputMode="numeric"
            maxLength={4}
            value={roomCode}
            onChange={({ target }) => setRoomCode(target.value)}
          />
        </Field>
      )}
      <div className="form-end">
        <Button
          type="submit"
          variant="primary"
          size="big"
          busy={start.isPending || start.isSuccess}
          reason={hasRead ? undefined : t('attempts.rules.consentNeeded')}
        >
          {t('attempts.rules.start')}
        </Button>
        {hasRead && <p className="form-end__say">{t('attempts.rules.startsNow')}</p>}
      </div>
      <p role="alert" className="field__error">
        {start.error && (
          <>
            <Icon name="warning" />
            <span>{sentenceOf(start.error, { t, has })}</span>
          </>
        )}
      </p>
    </form>
  )
}

function Resume({ attemptId }: { attemptId: string }) {
  const { t } = useText()
  useEffect(preloadExam, [])
  return (
    <div className="form-end">
      <LinkButton href={studentAt.copy(attemptId).question(1)} variant="primary" size="big">
        {t('attempts.rules.resume')}
      </LinkButton>
      <p className="form-end__say">{t('attempts.rules.resumeText')}</p>
    </div>
  )
}

/** The countdown is not a live region, so that a screen reader announces only the opening. */
function Wait({ exam, refresh }: Props) {
  const { t, countdown, relative } = useText()
  const left = useSecondsUntil(exam.opensAt, exam)
  const isDue = left !== null && left <= 0
  useEffect(() => {
    if (isDue) refresh()
  }, [isDue, refresh])
  const sentence = () => {
    if (left === null || exam.opensAt === null || left <= 0) return t('attempts.rules.opensByHand')
    if (left > 3_600) return t('attempts.rules.opensWhen', { when: relative(exam.opensAt, exam.serverNow) })
    return t('attempts.rules.opensIn', { left: countdown(left) })
  }
  return (
    <div className="start">
      <p className="num">{sentence()}</p>
      <div className="form-end">
        <Button variant="primary" size="big" reason={t('attempts.rules.notYet')}>
          {t('attempts.rules.start')}
        </Button>
      </div>
    </div>
  )
}

function Over({
  exam,
  state,
}: {
  exam: ExamDetail
  state: Extract<MyExamState, 'submitted' | 'results' | 'missed' | 'voided'>
}) {
  const { t } = useText()
  const copy = studentAt.copy(exam.attempt?.id ?? '')
  const sentences = { submitted: 'handedIn', results: 'handedIn', missed: 'closed', voided: 'voided' } as const
  return (
    <div className="start">
      <p>{t(`attempts.rules.${sentences[state]}`)}</p>
      <div className="form-end">
        {state === 'results' && <LinkButton href={copy.review}>{t('attempts.exams.review')}</LinkButton>}
        {(state === 'submitted' || state === 'voided') && (
          <LinkButton href={copy.receipt}>{t('attempts.exams.receipt')}</LinkButton>
        )}
        <Link href={studentAt.exams} className="text-link">
          {t('attempts.rules.back')}
        </Link>
      </div>
    </div>
  )
}
