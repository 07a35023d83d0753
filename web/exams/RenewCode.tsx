import type { ExamView } from '#contract/exams/exams.ts'
import { renewJoinCode } from '#contract/exams/life.ts'
import { call } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { useToast } from '#web/ui/use-toast.ts'
import { ConfirmStep } from './ConfirmStep.tsx'
import { useExamText } from './use-exam-text.ts'

type Props = { courseId: string; exam: ExamView; onDone: (exam: ExamView) => void; reason?: string | undefined }

export function RenewCode({ courseId, exam, onDone, reason }: Props) {
  const { t } = useText()
  const { codeOf } = useExamText()
  const say = useToast()
  const renew = async () => {
    const next = await call(renewJoinCode, { params: { courseId, examId: exam.id } })
    onDone(next)
    say({ text: t('exams.access.renewed', { code: codeOf(next) }), tone: 'good' })
  }
  return (
    <ConfirmStep
      go={t('exams.access.renew')}
      title={t('exams.access.renewTitle')}
      variant="quiet"
      size="small"
      icon={<Icon name="refresh" />}
      onConfirm={renew}
      reason={reason}
    >
      <p>{t('exams.access.renewText', { code: codeOf(exam) })}</p>
    </ConfirmStep>
  )
}
