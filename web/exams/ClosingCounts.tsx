import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { monitorExam } from '#contract/attempts/monitor.ts'
import { query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'

const againMs = 5_000

/** How many students closing now would affect: those still writing, with extra time left, or not started. */
export function ClosingCounts({ courseId, examId }: { courseId: string; examId: string }) {
  const { t, rich } = useText()
  const room = useQuery({ ...query(monitorExam, { params: { courseId, examId } }), refetchInterval: againMs })
  if (!room.data) return null
  const running = room.data.attempts.filter(({ status }) => status === 'in_progress' || status === 'paused')
  const extra = running.filter(({ hasExtraTime }) => hasExtraTime).length
  const waiting = room.data.attempts.filter(({ status }) => status === 'ready').length
  return (
    <>
      <p>
        {rich('exams.close.writing', {
          running: running.length,
          b: (words: ReactNode) => <strong>{words}</strong>,
        })}
      </p>
      {extra > 0 && <p>{t('exams.close.extra', { extra })}</p>}
      {waiting > 0 && <p>{t('exams.close.waiting', { waiting })}</p>}
    </>
  )
}
