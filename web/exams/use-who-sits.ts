import { useQueryClient } from '@tanstack/react-query'
import { monitorExam } from '#contract/attempts/monitor.ts'
import { getAttendanceList } from '#contract/attempts/room.ts'
import type { Reply } from '#contract/endpoint.ts'
import { type ExamView, getExam, listExams } from '#contract/exams/exams.ts'
import { getWhoSits } from '#contract/exams/who-sits.ts'
import { call } from '#web/api.ts'
import { replaceKnown } from './replace-known.ts'

export type WhoSitsView = Reply<typeof getWhoSits>
export type SittingPerson = WhoSitsView['people'][number]
export type SlotView = WhoSitsView['slots'][number]

export type WhoSitsForm = {
  courseId: string
  exam: ExamView
  who: WhoSitsView
  /** Sends a change, and shows what the server replies. */
  change: (send: () => Promise<WhoSitsView>) => Promise<WhoSitsView>
}

type Around = {
  /** Of a draft: saves what is being typed first, so that neither overwrites the other. */
  flush?: (() => Promise<boolean>) | undefined
  /** Receives the exam as it is after the change. */
  onChanged?: ((exam: ExamView) => void) | undefined
}

/** How a change of who sits is sent: the exam, its counts and its lists are read again. */
export function useWhoSitsChange({ courseId, examId }: { courseId: string; examId: string }, around: Around) {
  const client = useQueryClient()
  const params = { courseId, examId }
  return async (send: () => Promise<WhoSitsView>) => {
    if (around.flush && !(await around.flush())) throw new Error('unreachable')
    const next = await send()
    await replaceKnown(client, { endpoint: getWhoSits, input: { params }, reply: next })
    const exam = await call(getExam, { params })
    if (around.onChanged) around.onChanged(exam)
    else await replaceKnown(client, { endpoint: getExam, input: { params }, reply: exam })
    for (const { path } of [listExams, monitorExam, getAttendanceList])
      void client.invalidateQueries({ queryKey: [path] })
    return next
  }
}
