import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useSearchParams } from 'wouter'
import { getDraw } from '#contract/exams/composition.ts'
import { type ExamView, getExam, listExams } from '#contract/exams/exams.ts'
import { query } from '#web/api.ts'
import { useExam } from '#web/exams/use-exam.ts'
import { useText } from '#web/text/text.tsx'
import { Page } from '#web/ui/Page.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { Tabs } from '#web/ui/Tabs.tsx'
import { DrawnView } from './DrawnView.tsx'
import { ExamLife } from './ExamLife.tsx'
import { JoinStub } from './JoinStub.tsx'
import { LockedBrowserForm } from './LockedBrowserForm.tsx'
import { RetakeForm } from './RetakeForm.tsx'
import { RoomAccessForm } from './RoomAccessForm.tsx'
import { replaceKnown } from './replace-known.ts'
import { SettingsView } from './SettingsView.tsx'
import { TroublesView } from './TroublesView.tsx'
import { useExamActs } from './use-exam-acts.tsx'
import { useExamText } from './use-exam-text.ts'
import { WhoSits } from './WhoSits.tsx'

type Props = { courseId: string; exam: ExamView; canEdit: boolean }

/** A published exam: where it stands, how students join, and its frozen settings. */
export function FrozenExamView({ courseId, exam, canEdit }: Props) {
  const { t } = useText()
  const { leadOf } = useExamText()
  const client = useQueryClient()
  const [search] = useSearchParams()
  const { inExam, examCrumbs } = useExam()
  const { buttons, asked } = useExamActs(courseId, exam, 'exam')
  const showsQuestions = canEdit && search.get('onglet') === 'questions'
  const changed = (next: ExamView) => {
    const input = { params: { courseId, examId: exam.id } }
    void replaceKnown(client, { endpoint: getExam, input, reply: next })
    for (const { path } of [getDraw, listExams]) void client.invalidateQueries({ queryKey: [path] })
  }
  return (
    <Page
      title={exam.title}
      lead={canEdit ? leadOf(exam) : `${leadOf(exam)} ${t('exams.readOnly')}`}
      crumbs={examCrumbs()}
      actions={canEdit && buttons}
    >
      <ExamLife exam={exam} />
      {canEdit && asked}
      <TroublesView troubles={exam.troubles} examId={exam.id} />
      {canEdit && (
        <Tabs
          label={t('exams.tabs.label')}
          tabs={[
            { href: inExam.page, text: t('exams.tabs.summary') },
            { href: `${inExam.page}?onglet=questions`, text: t('exams.tabs.frozen'), count: exam.questionCount },
          ]}
        />
      )}
      <div className="compose">
        <div className="compose__main">
          {showsQuestions ? <Frozen courseId={courseId} exam={exam} /> : <SettingsView exam={exam} />}
          {!showsQuestions && canEdit && <RetakeForm courseId={courseId} exam={exam} />}
          {!showsQuestions && !exam.isImported && <WhoSits courseId={courseId} exam={exam} canEdit={canEdit} />}
          {!showsQuestions && canEdit && mayStillStart(exam) && <RoomAccessForm courseId={courseId} examId={exam.id} />}
          {!showsQuestions && canEdit && mayStillStart(exam) && (
            <LockedBrowserForm courseId={courseId} examId={exam.id} />
          )}
        </div>
        {!exam.isImported && (
          <aside className="compose__side" aria-label={t('exams.stub.title')}>
            <JoinStub courseId={courseId} exam={exam} canEdit={canEdit} onDone={changed} />
          </aside>
        )}
      </div>
    </Page>
  )
}

const mayStillStart = ({ status }: ExamView) => status === 'published' || status === 'open'

function Frozen({ courseId, exam }: { courseId: string; exam: ExamView }) {
  const draw = useQuery(query(getDraw, { params: { courseId, examId: exam.id } }))
  return <QueryView query={draw}>{(data) => <DrawnView courseId={courseId} draw={data} isFrozen />}</QueryView>
}
