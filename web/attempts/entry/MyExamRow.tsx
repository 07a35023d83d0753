import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { chips, type MyExam, type MyExamState, myExamStateOf } from '#web/attempts/my-exam-state.ts'
import { studentAt } from '#web/student-addresses.ts'
import { useText } from '#web/text/text.tsx'
import { Badge } from '#web/ui/Badge.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { OwnPlace } from './OwnPlace.tsx'

/** One exam: its title, its state and the action available. */
export function MyExamRow({ exam, act }: { exam: MyExam; act?: ReactNode }) {
  const { t } = useText()
  const state = myExamStateOf(exam)
  return (
    <li className="my-exam">
      <div className="my-exam__head">
        <h3 className="my-exam__title">{exam.title}</h3>
        <p className="my-exam__meta">{useMeta(exam, state)}</p>
        <OwnPlace exam={exam} />
        {exam.answeredContestations > 0 && (
          <p className="my-exam__meta">
            <strong>{t('attempts.exams.contested', { count: exam.answeredContestations })}</strong>
          </p>
        )}
      </div>
      <div>
        <Badge tall {...chips[state]}>
          {t(`attempts.exams.state.${state}`)}
        </Badge>
      </div>
      <div className="my-exam__act">{act ?? <Act exam={exam} state={state} />}</div>
    </li>
  )
}

function Act({ exam, state }: { exam: MyExam; state: MyExamState }) {
  const { t, relative } = useText()
  const { title } = exam
  const copy = studentAt.copy(exam.attempt?.id ?? '')
  switch (state) {
    case 'running':
    case 'paused':
      return (
        <LinkButton
          href={studentAt.exam(exam.id)}
          variant="primary"
          aria-label={t('attempts.exams.resumeOf', { title })}
        >
          {t('attempts.exams.resume')}
        </LinkButton>
      )
    case 'open':
      return (
        <LinkButton href={studentAt.exam(exam.id)} aria-label={t('attempts.exams.readOf', { title })}>
          {t('attempts.exams.read')}
        </LinkButton>
      )
    case 'soon':
      return (
        <>
          {exam.opensAt !== null && <p className="muted">{relative(exam.opensAt, exam.serverNow)}</p>}
          <Link href={studentAt.exam(exam.id)} className="text-link" aria-label={t('attempts.exams.readOf', { title })}>
            {t('attempts.exams.read')}
          </Link>
        </>
      )
    case 'submitted':
    case 'voided':
      return <ReceiptLink exam={exam} href={copy.receipt} />
    case 'results':
      return (
        <>
          <Results exam={exam} href={copy.review} />
          <ReceiptLink exam={exam} href={copy.receipt} />
        </>
      )
    case 'missed':
      return null
  }
}

function ReceiptLink({ exam: { title }, href }: { exam: MyExam; href: string }) {
  const { t } = useText()
  return (
    <Link href={href} className="text-link text-link--quiet" aria-label={t('attempts.exams.receiptOf', { title })}>
      {t('attempts.exams.receipt')}
    </Link>
  )
}

function Results({ exam, href }: { exam: MyExam; href: string }) {
  const { t, mark, points } = useText()
  const { title } = exam
  return (
    <>
      {exam.mark && (
        <p className="my-exam__mark">
          {mark(exam.mark.hundredths)}
          <small>
            {'\u202f/\u202f'}
            {points(exam.mark.outOf)}
          </small>
        </p>
      )}
      <Link
        href={href}
        className="text-link"
        aria-label={t(exam.canReview ? 'attempts.exams.reviewOf' : 'attempts.exams.detailOf', { title })}
      >
        {t(exam.canReview ? 'attempts.exams.review' : 'attempts.exams.detail')}
      </Link>
    </>
  )
}

function useMeta(exam: MyExam, state: MyExamState): string {
  const { t, shortDate, time, duration } = useText()
  const length = { duration: duration(exam.allowedMs / 1000) }
  const at = (instant: string) => ({ date: shortDate(instant, exam.timeZone), time: time(instant, exam.timeZone) })
  switch (state) {
    case 'soon':
      return exam.opensAt
        ? t('attempts.exams.startsAt', { ...at(exam.opensAt), ...length })
        : t('attempts.exams.startsByHand', length)
    case 'open':
      return exam.closesAt
        ? t('attempts.exams.openUntil', { ...at(exam.closesAt), ...length })
        : t('attempts.exams.openNow', length)
    case 'running':
    case 'paused':
      return t('attempts.exams.runningSince', length)
    case 'submitted':
    case 'results':
      return exam.attempt?.closedAt ? t('attempts.exams.submittedAt', at(exam.attempt.closedAt)) : ''
    case 'missed':
      return t('attempts.exams.missedAt')
    case 'voided':
      return t('attempts.exams.voidedAt')
  }
}
