import { useMutation, useQuery } from '@tanstack/react-query'
import { Link, useSearchParams } from 'wouter'
import { getStudent, updateStudent } from '#contract/students/students.ts'
import { at } from '#web/addresses.ts'
import { mutation, query } from '#web/api.ts'
import { isAtLeast, useCourse } from '#web/auth/use-course.ts'
import { useText } from '#web/text/text.tsx'
import { Badge } from '#web/ui/Badge.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Facts } from '#web/ui/Facts.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { Page } from '#web/ui/Page.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { SheetRow } from '#web/ui/SheetRow.tsx'
import { leaveThen } from '#web/ui/unsaved.ts'
import { usePathIds } from '#web/ui/use-path-ids.ts'
import { useToast } from '#web/ui/use-toast.ts'
import { ArchiveForm } from './ArchiveForm.tsx'
import { MergeForm } from './MergeForm.tsx'
import { RenewCodeForm } from './RenewCodeForm.tsx'
import { StudentDataView } from './StudentDataView.tsx'
import { StudentForm } from './StudentForm.tsx'
import { StudentJournal } from './StudentJournal.tsx'
import { StudentRecord } from './StudentRecord.tsx'
import type { Student } from './student.ts'
import { studentDraftOf } from './student-fields.ts'
import { useRefreshClass } from './use-class.ts'
import { useExtraTimeText } from './use-extra-time-text.ts'
import './students.css'

/** One student: who they are, what they did, what was changed about them; the form is behind « Modifier ». */
export default function StudentPage() {
  const { t } = useText()
  const { courseId, role } = useCourse()
  const { studentId } = usePathIds('studentId')
  const found = useQuery(query(getStudent, { params: { courseId, studentId } }))
  const name = found.data ? `${found.data.givenName} ${found.data.familyName}`.trim() : t('students.title')
  const reason = role === null || isAtLeast(role, 'trainer') ? undefined : t('students.trainersOnly')
  const [place, setPlace] = useSearchParams()
  const isEdited = place.has('modifier')
  const edit = (isOpen: boolean) => setPlace(isOpen ? { modifier: 'oui' } : {}, { replace: !isOpen })
  const isLiving = found.data !== undefined && found.data.anonymisedAt === null && found.data.mergedIntoId === null
  return (
    <Page
      title={name}
      lead={found.data?.archivedAt && <Badge shape="absent">{t('students.archivedOne')}</Badge>}
      look="sheet"
      crumbs={[{ label: t('students.title'), href: at.course(courseId).students }, { label: name }]}
      actions={
        isLiving &&
        !isEdited && (
          <Button reason={reason} onClick={() => edit(true)}>
            <Icon name="edit" />
            {t('students.edit')}
          </Button>
        )
      }
    >
      <QueryView query={found}>
        {(student) => (
          <StudentRows
            courseId={courseId}
            student={student}
            reason={reason}
            isEdited={isEdited}
            onClose={() => edit(false)}
          />
        )}
      </QueryView>
    </Page>
  )
}

type Props = {
  courseId: string
  student: Student
  reason: string | undefined
  isEdited: boolean
  onClose: () => void
}

function StudentRows({ courseId, student, reason, isEdited, onClose }: Props) {
  const { t } = useText()
  const say = useToast()
  const refresh = useRefreshClass()
  const former = useMutation({
    ...mutation(updateStudent),
    onSuccess: () => {
      refresh()
      say({ text: t('students.restoredFile') })
    },
  })
  const update = useMutation({
    ...mutation(updateStudent),
    onSuccess: () => {
      refresh()
      const { familyName, givenName, email, number, group, extraTime } = student
      const body = { familyName, givenName, email, number, group, extraTime }
      say({ text: t('students.saved'), undo: () => former.mutate({ params, body }) })
      onClose()
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
        {isEdited ? (
          <StudentForm
            courseId={courseId}
            first={studentDraftOf(student)}
            submit={t('common.save')}
            busy={update.isPending}
            error={update.error}
            reason={reason}
            onSubmit={(body) => update.mutate({ params, body })}
            onCancel={() => leaveThen(onClose)}
          />
        ) : (
          <StudentFacts student={student} />
        )}
      </SheetRow>
      {reason === undefined && <StudentRecord courseId={courseId} studentId={student.id} />}
      {reason === undefined && (
        <SheetRow label={t('students.journal')}>
          <StudentJournal courseId={courseId} studentId={student.id} />
        </SheetRow>
      )}
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

function StudentFacts({ student }: { student: Student }) {
  const { t } = useText()
  const extraTimeText = useExtraTimeText()
  const none = (
    <span key="none" className="muted">
      {t('students.none')}
    </span>
  )
  return (
    <Facts
      facts={[
        [t('students.name'), `${student.familyName} ${student.givenName}`.trim()],
        [
          t('students.number'),
          student.number ? (
            <span key="number" className="mono">
              {student.number}
            </span>
          ) : (
            none
          ),
        ],
        [t('students.group'), student.group || none],
        [t('students.extraTime'), extraTimeText(student.extraTime) ?? none],
        [t('students.email'), student.email ?? none],
      ]}
    />
  )
}
