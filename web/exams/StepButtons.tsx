import { useQuery, useQueryClient } from '@tanstack/react-query'
import { monitorExam } from '#contract/attempts/monitor.ts'
import type { ExamView } from '#contract/exams/exams.ts'
import { closeExam, openExam, reopenExam, withdrawExam } from '#contract/exams/life.ts'
import { getWhoSits } from '#contract/exams/who-sits.ts'
import { at } from '#web/addresses.ts'
import { call, query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { sentenceOf } from '#web/ui/refusal-sentence.ts'
import { useToast } from '#web/ui/use-toast.ts'
import { ClosingCounts } from './ClosingCounts.tsx'
import { ConfirmStep } from './ConfirmStep.tsx'
import { ReopenExam } from './ReopenExam.tsx'
import { useExamText } from './use-exam-text.ts'

type Props = { courseId: string; exam: ExamView; onDone: (exam: ExamView) => void }

/** The possible next steps, the most likely first. */
export function StepButtons({ courseId, exam, onDone }: Props) {
  const text = useText()
  const { t } = text
  const { codeOf } = useExamText()
  const say = useToast()
  const client = useQueryClient()
  const params = { courseId, examId: exam.id }
  const who = useQuery({ ...query(getWhoSits, { params }), enabled: exam.status === 'open' })
  const isToCome = who.data?.slots.some(({ opensAt }) => opensAt && Date.parse(opensAt) > who.dataUpdatedAt) === true
  const inExam = at.course(courseId).exam(exam.id)
  const done = (next: ExamView, sentence: string) => {
    onDone(next)
    say({ text: sentence, tone: 'good' })
  }
  const undoClosing = async () => {
    try {
      done(await call(reopenExam, { params, body: { reason: t('exams.reopen.undone') } }), t('exams.reopen.done'))
    } catch (refused) {
      say({ text: sentenceOf(refused, text), tone: 'warn' })
    }
  }
  const results = (
    <LinkButton variant="primary" href={inExam.results}>
      <Icon name="results" />
      {t('exams.stub.results')}
    </LinkButton>
  )
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
          <LinkButton variant="primary" href={inExam.monitor}>
            <Icon name="monitor" />
            {t('exams.stub.monitor')}
          </LinkButton>
          <ConfirmStep
            go={t('exams.close.go')}
            title={t('exams.close.title')}
            kind="danger"
            prepare={() => client.prefetchQuery(query(monitorExam, { params }))}
            onConfirm={async () => {
              onDone(await call(closeExam, { params }))
              say({ text: t('exams.close.done'), tone: 'good', undo: () => void undoClosing() })
            }}
          >
            <p>{t('exams.close.text')}</p>
            <ClosingCounts {...params} />
            {isToCome && <p>{t('exams.who.toCome')}</p>}
            <p>{t('exams.close.undo')}</p>
          </ConfirmStep>
        </>
      )
    case 'closed':
      return (
        <>
          {results}
          {!exam.isImported && (
            <ReopenExam courseId={courseId} exam={exam} onDone={(next) => done(next, t('exams.reopen.done'))} />
          )}
        </>
      )
    case 'released':
      return results
  }
}
