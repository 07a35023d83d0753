import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { getCourse } from '#contract/auth/auth.ts'
import { type ExamResults, getResults } from '#contract/grading/grading.ts'
import { at, type ExamAddresses } from '#web/addresses.ts'
import { query } from '#web/api.ts'
import { LmsLink } from '#web/auth/LmsLink.tsx'
import { useExam } from '#web/exams/use-exam.ts'
import { useText } from '#web/text/text.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { Page } from '#web/ui/Page.tsx'
import { PrintButton } from '#web/ui/PrintButton.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { ContestationsNotice } from './ContestationsNotice.tsx'
import { DistributionView } from './DistributionView.tsx'
import { LateNotice } from './LateNotice.tsx'
import { MarksTabs } from './MarksTabs.tsx'
import { ReleasePanel } from './ReleasePanel.tsx'
import { ResultsExportMenu } from './ResultsExportMenu.tsx'
import { ResultsTable } from './ResultsTable.tsx'
import './grading.css'

type Props = { courseId: string; examId: string }

const untilMarkedMs = 2_000

/** The marks of an exam: their release, their distribution, and the list. */
export default function ResultsPage() {
  const { courseId, examId } = useExam()
  const results = useQuery({
    ...query(getResults, { params: { courseId, examId } }),
    refetchInterval: ({ state: { data } }) => (data && data.unmarkedCount > 0 ? untilMarkedMs : false),
  })
  return <QueryView query={results}>{(data) => <Marks results={data} courseId={courseId} examId={examId} />}</QueryView>
}

function Marks({ results, courseId, examId }: { results: ExamResults } & Props) {
  const { inExam, examCrumbs } = useExam()
  const { t, dateTime } = useText()
  const course = useQuery(query(getCourse, { params: { courseId } }))
  const { examTitle, scaleKind, run } = results
  const inCourse = at.course(courseId)
  const hasMarks = results.rows.some(({ mark }) => mark !== null)
  return (
    <Page
      title={t('grading.page.title', { exam: examTitle })}
      crumbs={[
        ...(course.data ? [{ label: course.data.title, href: inCourse.home }] : []),
        ...examCrumbs(examTitle),
        { label: t('grading.results') },
      ]}
      lead={<Lead results={results} />}
      actions={
        hasMarks && (
          <>
            <PrintButton>{t('grading.page.print')}</PrintButton>
            <LmsLink to="marks" href={inExam.marksSent} />
            <ResultsExportMenu courseId={courseId} examId={examId} />
          </>
        )
      }
    >
      <MarksTabs courseId={courseId} examId={examId} exam={examTitle} />
      <ContestationsNotice courseId={courseId} examId={examId} />
      <LateNotice courseId={courseId} examId={examId} />
      {results.unmarkedCount > 0 && (
        <div className="results-notice">
          <Notice live="status">
            <p>{t('grading.page.unmarked', { count: results.unmarkedCount })}</p>
          </Notice>
        </div>
      )}
      {hasMarks ? (
        <>
          <ReleasePanel results={results} courseId={courseId} examId={examId} />
          <DistributionView results={results} />
          <ResultsTable results={results} />
          <p className="small muted results-foot">
            {t('grading.page.footnote', {
              scale: t(`grading.scale.${nameOf(scaleKind)}`),
              run: run ? t('grading.page.run', { number: run.number, at: dateTime(run.createdAt) }) : '',
            })}
          </p>
        </>
      ) : (
        <NoMarks results={results} inExam={inExam} />
      )}
    </Page>
  )
}

function Lead({ results }: { results: ExamResults }) {
  const { rich } = useText()
  const of = (status: string) => results.rows.filter((row) => row.status === status).length
  return rich('grading.page.lead', {
    count: results.rows.filter(({ mark }) => mark !== null).length,
    absent: of('absent'),
    voided: of('voided'),
    state: results.examStatus,
    b: (words: ReactNode) => <strong>{words}</strong>,
  })
}

function NoMarks({ results, inExam }: { results: ExamResults; inExam: ExamAddresses }) {
  const { t } = useText()
  const isToCome = results.examStatus === 'draft' || results.examStatus === 'published'
  return (
    <EmptyState
      title={t(isToCome ? 'grading.page.draftTitle' : 'grading.page.emptyTitle')}
      actions={
        <LinkButton variant="primary" href={inExam[isToCome ? 'page' : 'monitor']}>
          {t(isToCome ? 'grading.page.emptyExam' : 'grading.page.emptyMonitor')}
        </LinkButton>
      }
    >
      {t('grading.page.emptyText')}
    </EmptyState>
  )
}

const nameOf = (kind: string) => (kind === 'all_or_nothing' || kind === 'right_minus_wrong' ? kind : 'other')
