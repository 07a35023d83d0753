import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useSearchParams } from 'wouter'
import { getDraw } from '#contract/exams/composition.ts'
import { type ExamView, getExam, listExams } from '#contract/exams/exams.ts'
import { exportArchive } from '#contract/exports/archives.ts'
import { isExamOver } from '#core/exams/exam.ts'
import { at } from '#web/addresses.ts'
import { addressOf, query } from '#web/api.ts'
import { useExam } from '#web/exams/use-exam.ts'
import { useText } from '#web/text/text.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { Page } from '#web/ui/Page.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { Tabs } from '#web/ui/Tabs.tsx'
import { DrawnView } from './DrawnView.tsx'
import { DuplicateExam } from './DuplicateExam.tsx'
import { JoinStub } from './JoinStub.tsx'
import { RetakeForm } from './RetakeForm.tsx'
import { RoomAccessForm } from './RoomAccessForm.tsx'
import { replaceKnown } from './replace-known.ts'
import { SettingsView } from './SettingsView.tsx'
import { StepButtons } from './StepButtons.tsx'
import { TroublesView } from './TroublesView.tsx'
import { UndoImport } from './UndoImport.tsx'
import { useExamText } from './use-exam-text.ts'
import { WhoSits } from './WhoSits.tsx'

type Props = { courseId: string; exam: ExamView; canEdit: boolean }

/** A published exam: its frozen settings, how students join, and the next steps. */
export function FrozenExamView({ courseId, exam, canEdit }: Props) {
  const { t } = useText()
  const { leadOf } = useExamText()
  const client = useQueryClient()
  const [search] = useSearchParams()
  const { inExam, examCrumbs } = useExam()
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
      actions={
        canEdit && (
          <>
            {exam.isImported && <UndoImport courseId={courseId} exam={exam} />}
            <StepButtons courseId={courseId} exam={exam} onDone={changed} />
            <LinkButton href={inExam.preview}>
              <Icon name="eye" />
              {t('exams.seeAsStudent')}
            </LinkButton>
            <LinkButton href={`${at.course(courseId).booklet}?examen=${exam.id}`}>
              <Icon name="print" />
              {t('exams.booklet.short')}
            </LinkButton>
            <DuplicateExam courseId={courseId} exam={exam} />
            {exam.retakeOf === null && <DuplicateExam courseId={courseId} exam={exam} isRetake />}
            {!exam.isImported && (
              <LinkButton href={inExam.paper}>
                <Icon name="edit" />
                {t('exams.paperCopies')}
              </LinkButton>
            )}
            {isExamOver(exam.status) && (
              <a
                className="button button--secondary"
                href={addressOf(exportArchive, { params: { courseId, examId: exam.id } })}
                download
              >
                <Icon name="download" />
                {t('exams.archive')}
              </a>
            )}
          </>
        )
      }
    >
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
        </div>
        <aside className="compose__side" aria-label={t('exams.stub.title')}>
          <div className="stack stack--tight">
            {!exam.isImported && <JoinStub courseId={courseId} exam={exam} canEdit={canEdit} onDone={changed} />}
            {!exam.isImported && (
              <LinkButton href={inExam.attendance}>
                <Icon name="students" />
                {t('exams.signingSheet')}
              </LinkButton>
            )}
            {canEdit && mayStillStart(exam) && (
              <LinkButton href={inExam.rehearsal}>
                <Icon name="play" />
                {t('exams.rehearsal.go')}
              </LinkButton>
            )}
          </div>
        </aside>
      </div>
    </Page>
  )
}

const mayStillStart = ({ status }: ExamView) => status === 'published' || status === 'open'

function Frozen({ courseId, exam }: { courseId: string; exam: ExamView }) {
  const draw = useQuery(query(getDraw, { params: { courseId, examId: exam.id } }))
  return <QueryView query={draw}>{(data) => <DrawnView courseId={courseId} draw={data} isFrozen />}</QueryView>
}
