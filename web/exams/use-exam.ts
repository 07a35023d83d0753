import { useMemo } from 'react'
import { at } from '#web/addresses.ts'
import { useText } from '#web/text/text.tsx'
import { usePathIds } from '#web/ui/use-path-ids.ts'

/** The exam of the URL, and the URLs of its pages; the same object for the same exam. */
export function useExam() {
  const { t } = useText()
  const { courseId, examId } = usePathIds('courseId', 'examId')
  const inExam = useMemo(() => at.course(courseId).exam(examId), [courseId, examId])
  const exams = { label: t('exams.title'), href: at.course(courseId).exams }
  /** The breadcrumbs: to the exam once its title is known, before that to the list of exams. */
  const examCrumbs = (title?: string) => (title === undefined ? [exams] : [exams, { label: title, href: inExam.page }])
  return { courseId, examId, inExam, examCrumbs }
}
