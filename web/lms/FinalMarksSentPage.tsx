import { at } from '#web/addresses.ts'
import { useText } from '#web/text/text.tsx'
import { Page } from '#web/ui/Page.tsx'
import { usePathIds } from '#web/ui/use-path-ids.ts'
import { MarksSentView } from './MarksSentView.tsx'

/** What learning platforms have of the final marks of the course. */
export default function FinalMarksSentPage() {
  const { t } = useText()
  const { courseId } = usePathIds('courseId')
  return (
    <Page
      title={t('lms.marks.finalTitle')}
      lead={t('lms.marks.finalLead')}
      crumbs={[{ label: t('assessment.title'), href: at.course(courseId).finalSheet }, { label: t('lms.marks.short') }]}
    >
      <MarksSentView courseId={courseId} examId={null} />
    </Page>
  )
}
