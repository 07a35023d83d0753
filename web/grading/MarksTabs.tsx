import { useText } from '#web/text/text.tsx'
import { Tabs } from '#web/ui/Tabs.tsx'

/** The four views of a marked exam. */
export function MarksTabs({ courseId, examId, exam }: { courseId: string; examId: string; exam: string }) {
  const { t } = useText()
  const here = `/cours/${courseId}/examens/${examId}`
  return (
    <Tabs
      label={exam}
      tabs={[
        { href: `${here}/resultats`, text: t('grading.tabs.marks') },
        { href: `${here}/statistiques`, text: t('grading.tabs.statistics') },
        { href: `${here}/corrections`, text: t('grading.tabs.corrections') },
        { href: `${here}/contestations`, text: t('grading.tabs.contestations') },
      ]}
    />
  )
}
