import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useSearchParams } from 'wouter'
import { getDraw } from '#contract/exams/composition.ts'
import type { ExamView } from '#contract/exams/exams.ts'
import { publishExam } from '#contract/exams/life.ts'
import { call, query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { useToast } from '#web/ui/use-toast.ts'
import { ConfirmStep } from './ConfirmStep.tsx'
import { DrawingProgress } from './DrawingProgress.tsx'
import { SharedBySlots } from './OwnQuestions.tsx'
import { PublishRemarks } from './PublishRemarks.tsx'
import { timesFault } from './times-fault.ts'
import type { DraftKeeper } from './use-draft.ts'
import { capital, useExamText } from './use-exam-text.ts'

type Props = { courseId: string; exam: ExamView; keeper: DraftKeeper }

/** In the address of a draft: its publication is asked for at once. */
export const publishing = 'publier'

/** Publishes the exam, which freezes it; disabled with a reason while the plan cannot be met. */
export function PublishButton({ courseId, exam, keeper }: Props) {
  const { t } = useText()
  const { whenOf } = useExamText()
  const say = useToast()
  const params = { courseId, examId: exam.id }
  const draw = useQuery(query(getDraw, { params }))
  const [arrivedAt] = useState(() => new Date())
  const fault = timesFault(keeper.draft, arrivedAt)
  const reasons = [
    draw.data?.wanted === 0 && t('exams.publish.whyNone'),
    (draw.data?.shortfalls.length ?? 0) > 0 && t('exams.publish.whyShort'),
    (draw.data?.unshown.length ?? 0) > 0 &&
      t('exams.publish.whyUnshown', { keys: draw.data?.unshown.join(', ') ?? '' }),
    (draw.data?.held.length ?? 0) > 0 && t('exams.publish.whyHeld', { count: draw.data?.held.length ?? 0 }),
    fault !== null && t(`exams.access.${fault}`),
    keeper.state.status === 'failed' && t('exams.publish.whyUnsaved'),
  ]
  const why = reasons.find((reason) => reason !== false) || undefined
  const [search] = useSearchParams()
  const isAsked = search.has(publishing) && draw.isSuccess && why === undefined
  const [isDrawing, setDrawing] = useState(false)
  const publish = async () => {
    if (!(await keeper.flush())) throw new Error('unreachable')
    setDrawing(true)
    try {
      keeper.adopt(await call(publishExam, { params, body: { revision: keeper.revision() } }))
    } finally {
      setDrawing(false)
    }
    say({ text: t('exams.publish.done'), tone: 'good' })
  }
  return (
    <ConfirmStep
      go={t('exams.publish.go')}
      title={t('exams.publish.title', { title: keeper.draft.title })}
      variant="primary"
      onConfirm={publish}
      reason={why}
      isAsked={isAsked}
    >
      <p>{t('exams.publish.text', { count: draw.data?.questions.length ?? 0, students: exam.studentCount })}</p>
      {draw.data && draw.data.asked < draw.data.questions.length && (
        <p>{t('exams.publish.textPools', { asked: draw.data.asked, count: draw.data.questions.length })}</p>
      )}
      {draw.data && draw.data.slots.length > 0 && <SharedBySlots draw={draw.data} />}
      {draw.data && <PublishRemarks draw={draw.data} outOf={keeper.draft.markRule.outOf} />}
      <p>{t('exams.publish.after', { when: capital(whenOf(keeper.draft)) })}</p>
      {isDrawing && <DrawingProgress {...params} />}
    </ConfirmStep>
  )
}
