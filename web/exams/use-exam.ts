import { useMemo } from 'react'
import { at } from '#web/addresses.ts'
import { useText } from '#web/text/text.tsx'
import { usePathIds } from '#web/ui/use-path-ids.ts'

/** The exam of the page's address, and the addresses of its pages: the same object as long as the exam is the same. */
export function useExam() {
  const { t } = useText()
  const { courseId, examId } = usePathIds('courseId', 'examId')
  const inExam = useMemo(() => at.course(courseId).exam(examId), [courseId, examId])
  const exams = { label: t('exams.title'), href: at.course(courseId).exams }
  /** The way to the exam's page, once its title is known; before, to the exams. */
  const examCrumbs = (title?: string) => (title === undefined ? [exams] : [exams, { label: title, href: inExam.page }])
  return { courseId, examId, inExam, examCrumbs }
}
