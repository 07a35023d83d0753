import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { getDraw } from '#contract/exams/composition.ts'
import type { ExamView } from '#contract/exams/exams.ts'
import { publishExam, withdrawExam } from '#contract/exams/life.ts'
import { call, query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { sentenceOf } from '#web/ui/refusal-sentence.ts'
import { useToast } from '#web/ui/use-toast.ts'
import { DrawingProgress } from './DrawingProgress.tsx'
import { timesFault } from './times-fault.ts'
import type { DraftKeeper } from './use-draft.ts'

type Props = { courseId: string; exam: ExamView; keeper: DraftKeeper }

/**
 * Publishes the exam, which freezes it: at once, because the message that says so takes it back while nobody has
 * started. Disabled with a reason while the plan cannot be met.
 */
export function usePublish({ courseId, exam, keeper }: Props) {
  const text = useText()
  const { t } = text
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
    (draw.data?.unfit.length ?? 0) > 0 && t('exams.publish.whyUnfit', { keys: draw.data?.unfit.join(', ') ?? '' }),
    (draw.data?.held.length ?? 0) > 0 && t('exams.publish.whyHeld', { count: draw.data?.held.length ?? 0 }),
    fault !== null && t(`exams.access.${fault}`),
    keeper.state.status === 'failed' && t('exams.publish.whyUnsaved'),
  ]
  const why = reasons.find((reason) => reason !== false) || undefined
  const takeBack = async () => {
    try {
      keeper.adopt(await call(withdrawExam, { params }))
      say({ text: t('exams.withdraw.done'), tone: 'good' })
    } catch (refused) {
      say({ text: sentenceOf(refused, text), tone: 'warn' })
    }
  }
  const publish = useMutation({
    mutationFn: async () => {
      if (!(await keeper.flush())) throw new Error('unreachable')
      return call(publishExam, { params, body: { revision: keeper.revision() } })
    },
    onSuccess: (next) => {
      keeper.adopt(next)
      say({ text: t('exams.publish.done', { students: next.studentCount }), tone: 'good', undo: () => void takeBack() })
    },
  })
  return {
    button: (
      <Button variant="primary" reason={why} busy={publish.isPending} onClick={() => publish.mutate()}>
        {t('exams.publish.go')}
      </Button>
    ),
    /** Under the head: how many copies are prepared, or why it is refused. */
    progress: (
      <>
        {publish.isPending && <DrawingProgress {...params} />}
        <Failed error={publish.error} />
      </>
    ),
  }
}
