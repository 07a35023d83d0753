import { useQuery } from '@tanstack/react-query'
import { countCopies } from '#contract/exams/life.ts'
import { query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { ProgressBar } from '#web/ui/ProgressBar.tsx'

type Props = { courseId: string; examId: string }

const askEveryMs = 400

/**
 * The number of papers drawn, polled while the exam is being published. A small class may be done before the first
 * reply.
 */
export function DrawingProgress({ courseId, examId }: Props) {
  const { t } = useText()
  const copies = useQuery({
    ...query(countCopies, { params: { courseId, examId } }),
    refetchInterval: askEveryMs,
    gcTime: 0,
  })
  if (copies.data === undefined) return null
  const { drawn, students } = copies.data
  return (
    <ProgressBar done={drawn} total={students} label={t('exams.drawing.label')}>
      {t('exams.drawing.of', { drawn, students })}
    </ProgressBar>
  )
}
