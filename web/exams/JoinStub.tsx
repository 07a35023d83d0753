import type { ExamView } from '#contract/exams/exams.ts'
import { isExamOver } from '#core/exams/exam.ts'
import { StudentAddress } from '#web/auth/StudentAddress.tsx'
import { useText } from '#web/text/text.tsx'
import { CopyButton } from '#web/ui/CopyButton.tsx'
import { Facts } from '#web/ui/Facts.tsx'
import { ExamStatusBadge } from './ExamStatusBadge.tsx'
import { RenewCode } from './RenewCode.tsx'
import { useExamText } from './use-exam-text.ts'

type Props = { courseId: string; exam: ExamView; canEdit: boolean; onDone: (exam: ExamView) => void }

/** The join code, large enough to be read from the back of the room on a shared screen. */
export function JoinStub({ courseId, exam, canEdit, onDone }: Props) {
  const { t } = useText()
  const { codeOf } = useExamText()
  const isOver = isExamOver(exam.status)
  return (
    <section className="sheet sheet--pad paper-stub" aria-labelledby="join">
      <h2 id="join" className="paper-stub__name">
        {t('exams.stub.title')}
      </h2>
      <p className="join-code">{codeOf(exam)}</p>
      {!isOver && (
        <div className="cluster">
          <CopyButton text={codeOf(exam)} label={t('exams.stub.copyCode')} />
          {canEdit && <RenewCode courseId={courseId} exam={exam} onDone={onDone} />}
        </div>
      )}
      <Facts
        facts={[
          [t('exams.state'), <ExamStatusBadge key="status" status={exam.status} />],
          [t('exams.stub.address'), <StudentAddress key="address" courseId={courseId} />],
          [t('exams.stub.students'), exam.studentCount],
          [t('exams.stub.started'), t('exams.copiesOf', { started: exam.startedCount, total: exam.studentCount })],
        ]}
      />
      {exam.status !== 'draft' && <p className="paper-stub__next">{t(`exams.stub.next.${exam.status}`)}</p>}
    </section>
  )
}
