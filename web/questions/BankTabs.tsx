import { useText } from '#web/text/text.tsx'
import { Tabs } from '#web/ui/Tabs.tsx'

/** The views of the bank. */
export function BankTabs({ courseId }: { courseId: string }) {
  const { t } = useText()
  const at = `/cours/${courseId}/questions`
  return (
    <Tabs
      label={t('questions.coverage.views')}
      tabs={[
        { href: at, text: t('questions.coverage.list') },
        { href: `${at}/couverture`, text: t('questions.coverage.title') },
      ]}
    />
  )
}
