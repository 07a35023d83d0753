import { at } from '#web/addresses.ts'
import { useText } from '#web/text/text.tsx'
import { Tabs } from '#web/ui/Tabs.tsx'

/** What the course is made of: its outline, its text, the material they come from. */
export function CourseTabs({ courseId }: { courseId: string }) {
  const { t } = useText()
  const inCourse = at.course(courseId)
  return (
    <Tabs
      label={t('courses.tabs.label')}
      tabs={[
        { href: inCourse.outline, text: t('courses.tabs.outline') },
        { href: inCourse.text, text: t('courses.tabs.text') },
        { href: inCourse.materials, text: t('courses.tabs.material') },
      ]}
    />
  )
}
