import { useQuery } from '@tanstack/react-query'
import { getMarksSent } from '#contract/lms/marks.ts'
import { query } from '#web/api.ts'
import { useExam } from '#web/exams/use-exam.ts'
import { useText } from '#web/text/text.tsx'
import { Page } from '#web/ui/Page.tsx'
import { MarksSentView } from './MarksSentView.tsx'

/** What learning platforms have of the marks of an exam. */
export default function MarksSentPage() {
  const { t } = useText()
  const { courseId, examId, inExam, examCrumbs } = useExam()
  const title = useQuery(query(getMarksSent, { params: { courseId }, query: { examId } })).data?.title
  return (
    <Page
      title={t('lms.marks.title')}
      lead={t('lms.marks.lead')}
      crumbs={[
        ...examCrumbs(title),
        { label: t('grading.results'), href: inExam.results },
        { label: t('lms.marks.short') },
      ]}
    >
      <MarksSentView courseId={courseId} examId={examId} />
    </Page>
  )
}
