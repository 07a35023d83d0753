import { useQuery } from '@tanstack/react-query'
import { getExam } from '#contract/exams/exams.ts'
import { query } from '#web/api.ts'
import { useExam } from '#web/exams/use-exam.ts'
import { useText } from '#web/text/text.tsx'
import { Page } from '#web/ui/Page.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { DraftExamView } from './DraftExamView.tsx'
import { FrozenExamView } from './FrozenExamView.tsx'
import { useCanEdit } from './use-can-edit.ts'
import './exams.css'

/** An exam: its editor while it is a draft, its dashboard afterwards. */
export default function ExamPage() {
  const { t } = useText()
  const { courseId, examId, examCrumbs } = useExam()
  const exam = useQuery({
    ...query(getExam, { params: { courseId, examId } }),
    // Polls while a problem is reported, because it may disappear without any action.
    refetchInterval: ({ state }) => (state.data?.troubles.length ? 15_000 : false),
  })
  const canEdit = useCanEdit(courseId)
  if (exam.data?.status === 'draft' && canEdit) {
    return <DraftExamView key={exam.data.id} courseId={courseId} exam={exam.data} />
  }
  if (exam.data) return <FrozenExamView courseId={courseId} exam={exam.data} canEdit={canEdit} />
  return (
    <Page title={t('exams.exam')} crumbs={examCrumbs()}>
      <QueryView query={exam}>{() => null}</QueryView>
    </Page>
  )
}
