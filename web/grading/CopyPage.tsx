import { useQuery } from '@tanstack/react-query'
import { getCopy, type MarkedCopyView } from '#contract/grading/grading.ts'
import { Refusal } from '#core/refusal.ts'
import { at } from '#web/addresses.ts'
import { call, query } from '#web/api.ts'
import { useExam } from '#web/exams/use-exam.ts'
import { useText } from '#web/text/text.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { Page } from '#web/ui/Page.tsx'
import { PrintButton } from '#web/ui/PrintButton.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { usePathIds } from '#web/ui/use-path-ids.ts'
import { CopyHistory } from './CopyHistory.tsx'
import { CopyMark } from './CopyMark.tsx'
import { CopyNeighbours } from './CopyNeighbours.tsx'
import { CopyQuestions } from './CopyQuestions.tsx'
import '#web/attempts/sitting.css'
import '#web/attempts/review/review.css'
import '#web/attempts/monitor/timeline.css'
import './grading.css'

type Params = { courseId: string; examId: string; attemptId: string }

/** An attempt that was just closed is marked within seconds. */
const untilMarkedMs = 2_000

/** One attempt as its student saw it, with every point explained. */
export default function CopyPage() {
  const { courseId, examId, attemptId } = usePathIds('courseId', 'examId', 'attemptId')
  const params = { courseId, examId, attemptId }
  const copy = useQuery({
    queryKey: query(getCopy, { params }).queryKey,
    queryFn: ({ signal }) => call(getCopy, { params }, { signal }).catch(nullIfUnmarked),
    refetchInterval: ({ state: { data } }) => (data === null ? untilMarkedMs : false),
  })
  return (
    <QueryView query={copy}>
      {(data) => (data === null ? <Unmarked {...params} /> : <Read copy={data} {...params} />)}
    </QueryView>
  )
}

/** Treats « not marked yet » as data rather than as an error, so that it stays displayed while it is refetched. */
function nullIfUnmarked(error: unknown): null {
  if (error instanceof Refusal && error.code === 'marks_missing') return null
  throw error
}

function Read({ copy, courseId, examId, attemptId }: { copy: MarkedCopyView } & Params) {
  const { inExam, examCrumbs } = useExam()
  const { t, dateTime, duration } = useText()
  const { examTitle, studentName, startedAt, closedAt, timeZone } = copy
  const took = startedAt && closedAt ? (Date.parse(closedAt) - Date.parse(startedAt)) / 1000 : null
  return (
    <Page
      title={studentName}
      tabTitle={t('grading.copy.tab', { name: studentName, exam: examTitle })}
      crumbs={[...examCrumbs(examTitle), { label: t('grading.results'), href: inExam.results }, { label: studentName }]}
      lead={
        closedAt &&
        t('grading.copy.lead', {
          status: copy.status,
          at: dateTime(closedAt, timeZone),
          duration: took === null ? 'none' : duration(took),
        })
      }
      actions={
        <>
          <LinkButton variant="quiet" href={inExam.copy(attemptId).journal}>
            {t('grading.journal.open')}
          </LinkButton>
          <LinkButton variant="quiet" href={`${inExam.importCopy}?copie=${attemptId}`}>
            {t('attempts.staff.copyFile.title')}
          </LinkButton>
          <PrintButton>{t('grading.copy.print')}</PrintButton>
        </>
      }
    >
      <div className="copy">
        <p className="print-only">{examTitle}</p>
        <CopyNeighbours courseId={courseId} examId={examId} attemptId={attemptId} />
        <CopyMark copy={copy} />
        <CopyQuestions questions={copy.questions} contexts={copy.contexts} />
        <CopyHistory copy={copy} />
      </div>
    </Page>
  )
}

function Unmarked({ courseId, examId }: Params) {
  const { t } = useText()
  return (
    <Page title={t('grading.copy.unmarkedTitle')}>
      <EmptyState
        title={t('grading.page.emptyTitle')}
        actions={
          <LinkButton variant="primary" href={at.course(courseId).exam(examId).results}>
            {t('grading.copy.back')}
          </LinkButton>
        }
      >
        {t('grading.copy.unmarkedText')}
      </EmptyState>
    </Page>
  )
}
