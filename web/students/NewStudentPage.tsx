import { useMutation } from '@tanstack/react-query'
import { useLocation } from 'wouter'
import { addStudent } from '#contract/students/students.ts'
import { at } from '#web/addresses.ts'
import { mutation } from '#web/api.ts'
import { isAtLeast, useCourse } from '#web/auth/use-course.ts'
import { useText } from '#web/text/text.tsx'
import { Page } from '#web/ui/Page.tsx'
import { useToast } from '#web/ui/use-toast.ts'
import { StudentForm } from './StudentForm.tsx'
import { blankDraft } from './student-fields.ts'
import { useRefreshClass } from './use-class.ts'

/** Adds one student by hand. */
export default function NewStudentPage() {
  const { t } = useText()
  const say = useToast()
  const refresh = useRefreshClass()
  const [, navigate] = useLocation()
  const { courseId, role } = useCourse()
  const inCourse = at.course(courseId)
  const add = useMutation({
    ...mutation(addStudent),
    onSuccess: ({ id, familyName, givenName }) => {
      refresh()
      say({ text: t('students.added', { name: `${givenName} ${familyName}`.trim() }) })
      navigate(inCourse.student(id))
    },
  })
  const isBarred = role !== null && !isAtLeast(role, 'trainer')
  return (
    <Page
      title={t('students.addTitle')}
      look="read"
      crumbs={[{ label: t('students.title'), href: inCourse.students }, { label: t('students.addTitle') }]}
    >
      <StudentForm
        courseId={courseId}
        first={blankDraft}
        submit={t('students.addToClass')}
        busy={add.isPending}
        error={add.error}
        reason={isBarred ? t('students.trainersOnly') : undefined}
        onSubmit={(body) => add.mutate({ params: { courseId }, body })}
      />
    </Page>
  )
}
