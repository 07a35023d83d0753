import { useQuery } from '@tanstack/react-query'
import { getCourse } from '#contract/auth/auth.ts'
import { query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Page } from '#web/ui/Page.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { SheetRow } from '#web/ui/SheetRow.tsx'
import { CourseSettingsForm } from './CourseSettingsForm.tsx'
import { useCourse } from './use-course.ts'

/** The title of a course, its year and its time zone. */
export default function CourseSettingsPage() {
  const { t } = useText()
  const { courseId } = useCourse()
  const course = useQuery(query(getCourse, { params: { courseId } }))
  return (
    <Page title={t('auth.settings.title')} lead={t('auth.settings.lead')} look="sheet">
      <QueryView query={course}>
        {(data) => (
          <SheetRow label={t('auth.settings.course')}>
            <CourseSettingsForm key={`${data.title}/${data.year}/${data.timeZone}`} course={data} />
          </SheetRow>
        )}
      </QueryView>
    </Page>
  )
}
