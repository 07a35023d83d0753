import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { getStudent, updateStudent } from '#contract/students/students.ts'
import { at } from '#web/addresses.ts'
import { mutation, query } from '#web/api.ts'
import { isAtLeast, useCourse } from '#web/auth/use-course.ts'
import { useText } from '#web/text/text.tsx'
import { Badge } from '#web/ui/Badge.tsx'
import { Page } from '#web/ui/Page.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { SheetRow } from '#web/ui/SheetRow.tsx'
import { usePathIds } from '#web/ui/use-path-ids.ts'
import { useToast } from '#web/ui/use-toast.ts'
import { ArchiveForm } from './ArchiveForm.tsx'
import type { Student } from './ClassTable.tsx'
import { MergeForm } from './MergeForm.tsx'
import { RenewCodeForm } from './RenewCodeForm.tsx'
import { StudentDataView } from './StudentDataView.tsx'
import { StudentForm } from './StudentForm.tsx'
import { studentDraftOf } from './student-fields.ts'
import { useRefreshClass } from './use-class.ts'
import './students.css'

/** One student: their data, their code, merging and archiving. */
export default function StudentPage() {
  const { t } = useText()
  const { courseId, role } = useCourse()
  const { studentId } = usePathIds('studentId')
  const found = useQuery(query(getStudent, { params: { courseId, studentId } }))
  const name = found.data ? `${found.data.givenName} ${found.data.familyName}`.trim() : t('students.title')
  const reason = role === null || isAtLeast(role, 'trainer') ? undefined : t('students.trainersOnly')
  return (
    <Page
      title={name}
      lead={found.data?.archivedAt && <Badge shape="absent">{t('students.archivedOne')}</Badge>}
      look="sheet"
      crumbs={[{ label: t('students.title'), href: at.course(courseId).students }, { label: name }]}
    >
      <QueryView query={found}>
        {(student) => <StudentRows courseId={courseId} student={student} reason={reason} />}
      </QueryView>
    </Page>
  )
}

function StudentRows({
  courseId,
  student,
  reason,
}: {
  courseId: string
  student: Student
  reason: string | undefined
}) {
  const { t } = useText()
  const say = useToast()
  const refresh = useRefreshClass()
  const update = useMutation({
    ...mutation(updateStudent),
    onSuccess: () => {
      refresh()
      say({ text: t('students.saved') })
    },
  })
  const params = { courseId, studentId: student.id }
  const inCourse = at.course(courseId)
  if (student.anonymisedAt !== null) return <p>{t('students.anonymisedText')}</p>
  if (student.mergedIntoId !== null) {
    return (
      <p>
        {t('students.mergedText')} <Link href={inCourse.student(student.mergedIntoId)}>{t('students.seeSame')}</Link>
      </p>
    )
  }
  return (
    <>
      <SheetRow label={t('students.file')}>
        <StudentForm
          courseId={courseId}
          first={studentDraftOf(student)}
          submit={t('common.save')}
          busy={update.isPending}
          error={update.error}
          reason={reason}
          onSubmit={(body) => update.mutate({ params, body })}
        />
      </SheetRow>
      <SheetRow label={t('students.code')}>
        <RenewCodeForm courseId={courseId} student={student} reason={reason} />
      </SheetRow>
      <SheetRow label={t('students.data')}>
        <StudentDataView courseId={courseId} studentId={student.id} reason={reason} />
      </SheetRow>
      <SheetRow label={t('students.merge.title')}>
        <MergeForm courseId={courseId} student={student} reason={reason} />
      </SheetRow>
      <SheetRow label={t('students.leaving')}>
        <div className="stack">
          <ArchiveForm courseId={courseId} student={student} reason={reason} />
          {reason === undefined && (
            <p>
              <Link href={`${inCourse.retention}?personne=${student.id}`}>{t('students.toErasure')}</Link>
            </p>
          )}
        </div>
      </SheetRow>
    </>
  )
}
