import { useQuery } from '@tanstack/react-query'
import { getOverview } from '#contract/exports/overview.ts'
import { query } from '#web/api.ts'

/** The contestations of an exam that wait for an answer: the figure of the menu, so that both always agree. */
export function useContestationCount(courseId: string, examId: string): number {
  const { data } = useQuery(query(getOverview, { params: { courseId } }))
  return data?.contestations.find((one) => one.examId === examId)?.count ?? 0
}
