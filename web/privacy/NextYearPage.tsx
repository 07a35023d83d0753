import { isAtLeast, useCourse } from '#web/auth/use-course.ts'
import { useText } from '#web/text/text.tsx'
import { Page } from '#web/ui/Page.tsx'
import { SheetRow } from '#web/ui/SheetRow.tsx'
import { ArchiveCourse } from './ArchiveCourse.tsx'
import { CopyCourseForm } from './CopyCourseForm.tsx'
import { DeleteCourseForm } from './DeleteCourseForm.tsx'

/** What becomes of a course once its year is over: copied for the next class, archived, or deleted. */
export default function NextYearPage() {
  const { t } = useText()
  const { courseId, course, role } = useCourse()
  const reason = role === null || isAtLeast(role, 'owner') ? undefined : t('privacy.nextYear.ownersOnly')
  return (
    <Page title={t('privacy.nextYear.title')} lead={t('privacy.nextYear.lead')} look="sheet">
      <SheetRow label={t('privacy.nextYear.copy.title')}>
        <CopyCourseForm courseId={courseId} />
      </SheetRow>
      <SheetRow label={t('privacy.nextYear.archive.title')}>
        {course && <ArchiveCourse courseId={courseId} isArchived={course.isArchived} reason={reason} />}
      </SheetRow>
      <SheetRow label={t('privacy.nextYear.delete.title')}>
        <DeleteCourseForm courseId={courseId} reason={reason} />
      </SheetRow>
    </Page>
  )
}
