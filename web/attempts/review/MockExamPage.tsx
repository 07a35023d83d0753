import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useState } from 'react'
import type { Reply } from '#contract/endpoint.ts'
import { markMockExam, readMockExam, startMockExam } from '#contract/questions/mock-exam.ts'
import { mutation, query } from '#web/api.ts'
import { AnswerFields } from '#web/attempts/AnswerFields.tsx'
import { StudentFaces } from '#web/attempts/StudentFaces.tsx'
import { useSecondsUntil } from '#web/attempts/use-server-time.ts'
import { contextBlock } from '#web/questions/context-block.ts'
import { LazyContext } from '#web/questions/LazyContext.tsx'
import { studentAt } from '#web/student-addresses.ts'
import { MoreText, useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { MarkOnTwenty } from '#web/ui/MarkOnTwenty.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { Page } from '#web/ui/Page.tsx'
import { SheetRow } from '#web/ui/SheetRow.tsx'
import { keepMock, readMock } from './kept-mock.ts'
import { ReviewedQuestion } from './ReviewedQuestion.tsx'
import '#web/attempts/attempts.css'
import '#web/attempts/sitting.css'
import './review.css'

type Paper = Reply<typeof startMockExam> & { receivedAt: number }
type Marked = Reply<typeof markMockExam>
type Answers = Record<string, string[]>

/** A mock exam: drawn, timed and marked like an exam, from practice questions, and explained at its end. */
export default function MockExamPage() {
  return (
    <MoreText part="review">
      <MockExam />
    </MoreText>
  )
}

function MockExam() {
  const [kept, setKept] = useState(readMock)
  const [paper, setPaper] = useState<Paper | null>(null)
  const [marked, setMarked] = useState<Marked | null>(null)
  const start = useMutation({
    ...mutation(startMockExam),
    onSuccess: (reply) => setPaper({ ...reply, receivedAt: performance.now() }),
  })
  if (marked) return <Result marked={marked} />
  if (paper)
    return (
      <Sitting
        paper={paper}
        first={kept?.answers ?? {}}
        onMarked={(reply) => {
          keepMock(null)
          setMarked(reply)
        }}
      />
    )
  const begin = (sealed?: string) => start.mutate({ body: sealed === undefined ? {} : { sealed } })
  const drop = () => {
    keepMock(null)
    setKept(null)
  }
  return (
    <Terms
      isStarting={start.isPending}
      error={start.error}
      onStart={() => {
        drop()
        begin()
      }}
      onResume={kept ? () => begin(kept.sealed) : undefined}
    />
  )
}

type TermsProps = { isStarting: boolean; error: Error | null; onStart: () => void; onResume: (() => void) | undefined }

function Terms({ isStarting, error, onStart, onResume }: TermsProps) {
  const { t } = useText()
  const terms = useQuery(query(readMockExam, {}))
  return (
    <StudentFaces query={terms}>
      {({ questions, minutes }) => (
        <Page title={t('attempts.practice.mock.title')} lead={t('attempts.practice.mock.lead')} look="narrow-sheet">
          <SheetRow>
            {questions === 0 ? (
              <EmptyState
                title={t('attempts.practice.empty')}
                actions={<LinkButton href={studentAt.exams}>{t('attempts.rules.back')}</LinkButton>}
              >
                {t('attempts.practice.emptyText')}
              </EmptyState>
            ) : (
              <div className="stack">
                <p>{t('attempts.practice.mock.terms', { questions, minutes })}</p>
                <Failed error={error} />
                <div className="actions">
                  {onResume && (
                    <Button variant="primary" busy={isStarting} onClick={onResume}>
                      {t('attempts.practice.mock.resume')}
                    </Button>
                  )}
                  <Button variant={onResume ? 'secondary' : 'primary'} busy={isStarting} onClick={onStart}>
                    {t('attempts.practice.mock.start')}
                  </Button>
                  <LinkButton href={studentAt.practice}>{t('attempts.practice.every')}</LinkButton>
                </div>
              </div>
            )}
          </SheetRow>
        </Page>
      )}
    </StudentFaces>
  )
}

type SittingProps = { paper: Paper; first: Answers; onMarked: (marked: Marked) => void }

function Sitting({ paper, first, onMarked }: SittingProps) {
  const { t } = useText()
  const [answers, setAnswers] = useState(first)
  const [at, setAt] = useState(0)
  const [isAsking, setAsking] = useState(false)
  const { questions, contexts, sealed } = paper
  const left = useSecondsUntil(paper.endsAt, paper) ?? 0
  const hand = useMutation({ ...mutation(markMockExam), onSuccess: onMarked })
  const submit = () =>
    hand.mutate({
      body: { sealed, answers: questions.map(({ id }) => ({ questionId: id, choices: answers[id] ?? [] })) },
    })
  // The end of the time hands it in, as in an exam; a refusal leaves the button, and the answers where they are.
  const isOver = left <= 0
  const handInAtEnd = useEffectEvent(() => {
    if (hand.isIdle) submit()
  })
  useEffect(() => {
    if (isOver) handInAtEnd()
  }, [isOver])
  useEffect(() => keepMock({ sealed, answers }), [sealed, answers])
  const question = questions[at]
  if (!question) return null
  const block = contextBlock(questions, contexts, at + 1)
  const blank = questions.filter(({ id }) => (answers[id] ?? []).length === 0).length
  const title = t('attempts.practice.mock.title')
  return (
    <div className="review-page practice">
      <Page
        title={title}
        tabTitle={t('attempts.question.tab', { position: at + 1, total: questions.length, exam: title })}
      >
        <div className="mock-bar">
          <p role="timer" className="mock-bar__clock">
            {t('attempts.clock.left')} <strong>{clockOf(left)}</strong>
          </p>
          <Button
            variant="primary"
            size="small"
            busy={hand.isPending}
            onClick={() => (isOver ? submit() : setAsking(true))}
          >
            {t('attempts.practice.mock.handIn')}
          </Button>
        </div>
        <nav className="mock-places" aria-label={t('attempts.practice.mock.places')}>
          {questions.map(({ id }, place) => (
            <button
              key={id}
              type="button"
              className="mock-places__one"
              aria-current={place === at ? 'step' : undefined}
              data-answered={(answers[id] ?? []).length > 0 || undefined}
              onClick={() => setAt(place)}
            >
              {place + 1}
              <span className="vh">
                {' '}
                {t((answers[id] ?? []).length > 0 ? 'attempts.practice.mock.answered' : 'attempts.practice.mock.blank')}
              </span>
            </button>
          ))}
        </nav>
        <Failed error={hand.error} />
        <div className="stack stack--tight">
          {block && <LazyContext {...block} />}
          <div className="sheet question">
            <div className="question__note">
              <h2 className="question__number">
                {t('attempts.practice.mock.question', { position: at + 1, total: questions.length })}
              </h2>
            </div>
            <div className="question__body">
              <AnswerFields
                key={question.id}
                question={question}
                chosen={answers[question.id] ?? []}
                isOff={hand.isPending || isOver}
                onChoose={(choices) => setAnswers({ ...answers, [question.id]: choices })}
              />
              <div className="actions">
                <Button disabled={at === 0} onClick={() => setAt(at - 1)}>
                  {t('common.previous')}
                </Button>
                <Button disabled={at + 1 === questions.length} onClick={() => setAt(at + 1)}>
                  {t('common.next')}
                </Button>
              </div>
            </div>
          </div>
        </div>
      </Page>
      <ConfirmDialog
        open={isAsking}
        onClose={() => setAsking(false)}
        title={t('attempts.practice.mock.handInTitle')}
        confirm={t('attempts.practice.mock.handIn')}
        onConfirm={() => {
          setAsking(false)
          submit()
        }}
      >
        <p>{t('attempts.practice.mock.handInText', { blank })}</p>
      </ConfirmDialog>
    </div>
  )
}

/** `12:05`, never below zero. */
function clockOf(seconds: number): string {
  const left = Math.max(0, seconds)
  return `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`
}

function Result({ marked }: { marked: Marked }) {
  const { t, points, duration } = useText()
  const { questions, contexts, mark, outOf, earned, maximum, lateSeconds, withdrawn } = marked
  return (
    <div className="review-page">
      <Page title={t('attempts.practice.mock.result')} lead={t('attempts.practice.mock.notKept')} look="sheet">
        <SheetRow label={t('attempts.review.mark')}>
          {mark !== null && <MarkOnTwenty mark={mark} outOf={outOf} rule />}
          <p className="muted">{t('attempts.toReview.points', { earned: points(earned), maximum: points(maximum) })}</p>
          {lateSeconds > 0 && (
            <Notice tone="warn">
              <p>{t('attempts.practice.mock.late', { late: duration(lateSeconds) })}</p>
            </Notice>
          )}
          {withdrawn > 0 && <p className="muted">{t('attempts.practice.mock.withdrawn', { count: withdrawn })}</p>}
          <div className="actions">
            <LinkButton variant="primary" href={studentAt.practice}>
              {t('attempts.practice.title')}
            </LinkButton>
            <LinkButton href={studentAt.exams}>{t('attempts.rules.back')}</LinkButton>
          </div>
        </SheetRow>
      </Page>
      <div className="review-list">
        {questions.map((question, place) => {
          const block = contextBlock(questions, contexts, place + 1)
          return (
            <div key={question.id}>
              {block?.first === place + 1 && <LazyContext {...block} />}
              <ReviewedQuestion question={question} />
            </div>
          )
        })}
      </div>
    </div>
  )
}
