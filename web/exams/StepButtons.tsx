import { closeExam, type ExamView, openExam, withdrawExam } from '#contract/exams.ts'
import { call } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { useToast } from '#web/ui/use-toast.ts'
import { ConfirmStep } from './ConfirmStep.tsx'
import { useExamWords } from './use-exam-words.ts'

type Props = { courseId: string; exam: ExamView; onDone: (exam: ExamView) => void }

/** The steps that can follow, the likely one first. */
export function StepButtons({ courseId, exam, onDone }: Props) {
  const { t } = useText()
  const { codeOf } = useExamWords()
  const say = useToast()
  const params = { courseId, examId: exam.id }
  const here = `/cours/${courseId}/examens/${exam.id}`
  const done = (next: ExamView, sentence: string) => {
    onDone(next)
    say({ text: sentence, tone: 'good' })
  }
  switch (exam.status) {
    case 'draft':
      return null
    case 'published':
      return (
        <>
          <ConfirmStep
            go={t('exams.open.go')}
            title={t('exams.open.title')}
            variant="primary"
            icon={<Icon name="play" />}
            onConfirm={async () => done(await call(openExam, { params }), t('exams.open.done'))}
          >
            <p>{t('exams.open.text', { code: codeOf(exam) })}</p>
          </ConfirmStep>
          <ConfirmStep
            go={t('exams.withdraw.go')}
            title={t('exams.withdraw.title')}
            onConfirm={async () => done(await call(withdrawExam, { params }), t('exams.withdraw.done'))}
          >
            <p>{t('exams.withdraw.text')}</p>
          </ConfirmStep>
        </>
      )
    case 'open':
      return (
        <>
          <LinkButton variant="primary" href={`${here}/surveillance`}>
            <Icon name="monitor" />
            {t('exams.stub.monitor')}
          </LinkButton>
          <ConfirmStep
            go={t('exams.close.go')}
            title={t('exams.close.title')}
            kind="danger"
            onConfirm={async () => done(await call(closeExam, { params }), t('exams.close.done'))}
          >
            <p>{t('exams.close.text', { started: exam.startedCount })}</p>
          </ConfirmStep>
        </>
      )
    case 'closed':
    case 'released':
      return (
        <LinkButton variant="primary" href={`${here}/resultats`}>
          <Icon name="results" />
          {t('exams.stub.results')}
        </LinkButton>
      )
  }
}
