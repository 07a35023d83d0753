import { useQueryClient } from '@tanstack/react-query'
import { useLocation } from 'wouter'
import { deleteExam, type ExamView, listExams } from '#contract/exams/exams.ts'
import { at } from '#web/addresses.ts'
import { call } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { useToast } from '#web/ui/use-toast.ts'
import { ConfirmStep } from './ConfirmStep.tsx'

export function DeleteDraft({ courseId, exam }: { courseId: string; exam: ExamView }) {
  const { t } = useText()
  const say = useToast()
  const client = useQueryClient()
  const [, navigate] = useLocation()
  const remove = async () => {
    await call(deleteExam, { params: { courseId, examId: exam.id } })
    navigate(at.course(courseId).exams)
    await client.invalidateQueries({ queryKey: [listExams.path] })
    say({ text: t('exams.remove.done'), tone: 'good' })
  }
  return (
    <ConfirmStep
      go={t('exams.remove.go')}
      title={t('exams.remove.title', { title: exam.title })}
      variant="quiet"
      kind="danger"
      icon={<Icon name="trash" />}
      onConfirm={remove}
    >
      <p>{t('exams.remove.text')}</p>
    </ConfirmStep>
  )
}
