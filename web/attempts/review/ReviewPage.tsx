import { useQuery } from '@tanstack/react-query'
import { Fragment, useState } from 'react'
import { Link } from 'wouter'
import type { Reply } from '#contract/endpoint.ts'
import { getMyReview } from '#contract/grading/grading.ts'
import type { SharedContext } from '#contract/questions/asked-question.ts'
import type { ReleaseParts } from '#core/exams/release.ts'
import { Refusal } from '#core/refusal.ts'
import { query } from '#web/api.ts'
import { StudentFaces } from '#web/attempts/StudentFaces.tsx'
import { contextBlock } from '#web/questions/context-block.ts'
import { LazyContext } from '#web/questions/LazyContext.tsx'
import { studentAt } from '#web/student-addresses.ts'
import { MoreText, useText } from '#web/text/text.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { LazyLeaveQuestion } from '#web/ui/LazyLeaveQuestion.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { MarkOnTwenty } from '#web/ui/MarkOnTwenty.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { Page } from '#web/ui/Page.tsx'
import { PrintButton } from '#web/ui/PrintButton.tsx'
import { Segmented } from '#web/ui/Segmented.tsx'
import { SheetRow } from '#web/ui/SheetRow.tsx'
import { usePathIds } from '#web/ui/use-path-ids.ts'
import { ContestForm } from './ContestForm.tsx'
import { MarkWorking } from './MarkWorking.tsx'
import type { MarkedQuestion } from './marked-question.ts'
import { ReviewedQuestion } from './ReviewedQuestion.tsx'
import { ToReview } from './ToReview.tsx'
import '#web/attempts/attempts.css'
import '#web/attempts/sitting.css'
import './review.css'

type Review = Reply<typeof getMyReview>

/** A released result: the mark and its working, then each question with the key and the explanation. */
export default function ReviewPage() {
  return (
    <MoreText part="review">
      <ReviewLoaded />
    </MoreText>
  )
}

function ReviewLoaded() {
  const { t } = useText()
  const { attemptId } = usePathIds('attemptId')
  const review = useQuery(query(getMyReview, { params: { attemptId } }))
  if (review.error instanceof Refusal && review.error.code === 'not_released') {
    const back = <LinkButton href={studentAt.exams}>{t('attempts.rules.back')}</LinkButton>
    return <EmptyState title={t('refusal.not_released')} actions={back} />
  }
  return <StudentFaces query={review}>{(data) => <Corrected review={data} attemptId={attemptId} />}</StudentFaces>
}

function Corrected({ review, attemptId }: { review: Review; attemptId: string }) {
  const { t, date, time } = useText()
  const { closedAt, timeZone } = review
  const at = closedAt && { date: date(closedAt, timeZone), time: time(closedAt, timeZone) }
  return (
    <div className="review-page">
      <LazyLeaveQuestion />
      <p className="print-only receipt__print-head">
        <span>{t('common.appName')}</span>
        <span>{review.studentName}</span>
      </p>
      <Page
        title={review.examTitle}
        tabTitle={t('attempts.review.tab', { exam: review.examTitle })}
        lead={at && t('attempts.review.closedOn', at)}
        look="sheet"
      >
        <SheetRow label={t('attempts.review.mark')}>
          <div className="mark-and-working">
            <MarkOnTwenty mark={review.mark} outOf={review.outOf} rule />
            {review.what === 'review' ? (
              review.parts.points && <MarkWorking {...review} />
            ) : (
              <p className="muted">{t('attempts.review.onlyMark')}</p>
            )}
          </div>
          <ClassMarks review={review} />
          <Corrections review={review} />
        </SheetRow>
        {review.what === 'review' && review.parts.points && <ToReview attemptId={attemptId} />}
      </Page>
      {review.what === 'review' && <Questions {...review} attemptId={attemptId} />}
      <div className="form-end receipt__end">
        <PrintButton>{t('attempts.review.print')}</PrintButton>
        <Link href={studentAt.exams} className="text-link">
          {t('attempts.rules.back')}
        </Link>
      </div>
    </div>
  )
}

/** The marks of the class, when the trainer releases them. */
function ClassMarks({ review: { classMarks } }: { review: Review }) {
  const { t, mark } = useText()
  if (!classMarks) return null
  const { n, mean, median } = classMarks
  return (
    <p className="muted">
      {t('attempts.review.class', { n, mean: mark(Math.round(mean)), median: mark(Math.round(median)) })}
    </p>
  )
}

/** Says that a mark was changed, with the reason when it was adjusted by hand. */
function Corrections({ review: { correctedAt, adjustment, timeZone } }: { review: Review }) {
  const { t, date, mark } = useText()
  if (!correctedAt && !adjustment) return null
  return (
    <Notice>
      {correctedAt && <p>{t('attempts.review.corrected', { at: date(correctedAt, timeZone) })}</p>}
      {adjustment && (
        <p>{t('attempts.review.adjusted', { by: mark(adjustment.by).replace('-', '−'), reason: adjustment.reason })}</p>
      )}
    </Notice>
  )
}

const filters = ['all', 'mistakes', 'unanswered'] as const
type Filter = (typeof filters)[number]

const isIn = (filter: Filter, { outcome }: Pick<MarkedQuestion, 'outcome'>): boolean => {
  switch (filter) {
    case 'all':
      return true
    case 'mistakes':
      return outcome !== 'right' && outcome !== 'blank'
    case 'unanswered':
      return outcome === 'blank'
  }
}

type QuestionsProps = {
  questions: readonly MarkedQuestion[]
  contexts?: readonly SharedContext[] | undefined
  parts: ReleaseParts
  attemptId: string
}

function Questions({ questions, contexts, parts, attemptId }: QuestionsProps) {
  const { t } = useText()
  const [filter, setFilter] = useState<Filter>('all')
  const shown = questions.filter((question) => isIn(filter, question))
  return (
    <section aria-labelledby="by-question">
      <div className="review-head">
        <h2 id="by-question">{t('attempts.review.byQuestion')}</h2>
        {parts.points && parts.key && questions.some(({ outcome }) => outcome !== 'right') && (
          <LinkButton href={studentAt.copy(attemptId).mistakes}>{t('attempts.mistakes.title')}</LinkButton>
        )}
        {parts.points && (
          <Segmented
            legend={t('attempts.review.legend')}
            value={filter}
            onChange={setFilter}
            options={filters.map((value) => ({
              value,
              label: t(`attempts.review.${value}`),
              count: questions.filter((question) => isIn(value, question)).length,
            }))}
          />
        )}
      </div>
      {shown.length === 0 && <p className="review-none">{t('attempts.review.nothing')}</p>}
      <div className="review-list">
        {shown.map((question, rank) => {
          const block = contextBlock(questions, contexts, questions.indexOf(question) + 1)
          const isFirst = block && shown[rank - 1]?.context !== question.context
          return (
            <Fragment key={question.id}>
              {isFirst && <LazyContext {...block} />}
              <ReviewedQuestion question={question} parts={parts}>
                <ContestForm attemptId={attemptId} questionId={question.id} />
              </ReviewedQuestion>
            </Fragment>
          )
        })}
      </div>
    </section>
  )
}
