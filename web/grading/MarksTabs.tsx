import { at } from '#web/addresses.ts'
import { useText } from '#web/text/text.tsx'
import { Tabs } from '#web/ui/Tabs.tsx'
import { useContestationCount } from './use-contestation-count.ts'

/** The four tabs of a marked exam. */
export function MarksTabs({ courseId, examId, exam }: { courseId: string; examId: string; exam: string }) {
  const { t } = useText()
  const waiting = useContestationCount(courseId, examId)
  const inExam = at.course(courseId).exam(examId)
  return (
    <Tabs
      label={exam}
      tabs={[
        { href: inExam.results, text: t('grading.tabs.marks') },
        { href: inExam.statistics, text: t('grading.tabs.statistics') },
        { href: inExam.corrections, text: t('grading.tabs.corrections') },
        { href: inExam.contestations, text: t('grading.tabs.contestations'), ...(waiting > 0 && { count: waiting }) },
      ]}
    />
  )
}
