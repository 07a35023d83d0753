import { useQuery } from '@tanstack/react-query'
import { getBank } from '#contract/questions/questions.ts'
import { at } from '#web/addresses.ts'
import { query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Tabs } from '#web/ui/Tabs.tsx'

/** The tabs of the bank; one displays how many questions wait to be reviewed. */
export function BankTabs({ courseId }: { courseId: string }) {
  const { t } = useText()
  const { data } = useQuery(query(getBank, { params: { courseId } }))
  const inCourse = at.course(courseId)
  return (
    <Tabs
      label={t('questions.coverage.views')}
      tabs={[
        { href: inCourse.questions, text: t('questions.coverage.list') },
        { href: inCourse.coverage, text: t('questions.coverage.title') },
        {
          href: inCourse.questionsToReRead,
          text: t('questions.reread.title'),
          ...(data && data.toRead > 0 ? { count: data.toRead } : {}),
        },
      ]}
    />
  )
}
