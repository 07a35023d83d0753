import { useQuery } from '@tanstack/react-query'
import { getCourse } from '#contract/auth/auth.ts'
import { getAssistant } from '#contract/courses/assistant.ts'
import { query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Page } from '#web/ui/Page.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { SheetRow } from '#web/ui/SheetRow.tsx'
import { CourseAssistantForm } from './CourseAssistantForm.tsx'
import { CourseMailForm } from './CourseMailForm.tsx'
import { CourseSettingsForm } from './CourseSettingsForm.tsx'
import { PracticeCode } from './PracticeCode.tsx'
import { PublishRuleForm } from './PublishRuleForm.tsx'
import { StudentAddress } from './StudentAddress.tsx'
import { isAtLeast, useCourse } from './use-course.ts'

/** The title of a course, its year and its time zone, and the assistant that it may be sent to. */
export default function CourseSettingsPage() {
  const { t } = useText()
  const { courseId, role } = useCourse()
  const course = useQuery(query(getCourse, { params: { courseId } }))
  const assistant = useQuery({
    ...query(getAssistant, { params: { courseId } }),
    enabled: role !== null && isAtLeast(role, 'trainer'),
  })
  return (
    <Page title={t('auth.settings.title')} lead={t('auth.settings.lead')} look="sheet">
      <QueryView query={course}>
        {(data) => (
          <SheetRow label={t('auth.settings.course')}>
            <CourseSettingsForm key={`${data.title}/${data.year}/${data.timeZone}`} course={data} />
          </SheetRow>
        )}
      </QueryView>
      <SheetRow label={t('auth.mail.title')}>
        <CourseMailForm courseId={courseId} />
      </SheetRow>
      <SheetRow label={t('auth.publishRule.title')}>
        <PublishRuleForm courseId={courseId} mayChange={role === 'owner'} />
      </SheetRow>
      <SheetRow label={t('auth.address.title')}>
        <StudentAddress courseId={courseId} />
      </SheetRow>
      <SheetRow label={t('auth.practice.title')}>
        <PracticeCode courseId={courseId} />
      </SheetRow>
      {assistant.data?.assistant && (
        <SheetRow label={t('auth.settings.assistant.title')}>
          <CourseAssistantForm
            {...{ courseId, assistant: assistant.data.assistant, isOn: assistant.data.isOn }}
            mayChange={role === 'owner'}
          />
        </SheetRow>
      )}
    </Page>
  )
}
