import { useQueryClient } from '@tanstack/react-query'
import { useLocation } from 'wouter'
import { type ExamView, listExams } from '#contract/exams/exams.ts'
import { undoExamImport } from '#contract/grading/exam-imports.ts'
import { at } from '#web/addresses.ts'
import { call } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { useToast } from '#web/ui/use-toast.ts'
import { ConfirmStep } from './ConfirmStep.tsx'

/** Undoes the import of an exam, including the students it added. */
export function UndoImport({ courseId, exam }: { courseId: string; exam: ExamView }) {
  const { t } = useText()
  const say = useToast()
  const client = useQueryClient()
  const [, navigate] = useLocation()
  const remove = async () => {
    await call(undoExamImport, { params: { courseId, examId: exam.id } })
    navigate(at.course(courseId).exams)
    await client.invalidateQueries({ queryKey: [listExams.path] })
    say({ text: t('exams.undoImport.done'), tone: 'good' })
  }
  return (
    <ConfirmStep
      go={t('exams.undoImport.go')}
      title={t('exams.undoImport.title', { title: exam.title })}
      variant="quiet"
      kind="danger"
      icon={<Icon name="undo" />}
      onConfirm={remove}
    >
      <p>{t('exams.undoImport.text')}</p>
    </ConfirmStep>
  )
}
