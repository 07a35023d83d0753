import { useMemo } from 'react'
import { at } from '#web/addresses.ts'
import { usePathIds } from '#web/ui/use-path-ids.ts'

/** The exam of the page's address, and the addresses of its pages: the same object as long as the exam is the same. */
export function useExam() {
  const { courseId, examId } = usePathIds('courseId', 'examId')
  const inExam = useMemo(() => at.course(courseId).exam(examId), [courseId, examId])
  return { courseId, examId, inExam }
}
