import { useQuery } from '@tanstack/react-query'
import { Link, useSearchParams } from 'wouter'
import { getRetention } from '#contract/privacy/privacy.ts'
import { getStudent } from '#contract/students/students.ts'
import { at } from '#web/addresses.ts'
import { query } from '#web/api.ts'
import { isAtLeast, useCourse } from '#web/auth/use-course.ts'
import { PersonName } from '#web/students/PersonName.tsx'
import { useText } from '#web/text/text.tsx'
import { Page } from '#web/ui/Page.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { SheetRow } from '#web/ui/SheetRow.tsx'
import { DueView } from './DueView.tsx'
import { ErasureForm } from './ErasureForm.tsx'
import { RetentionForm } from './RetentionForm.tsx'

/** How long the course keeps personal data, which are past their date, and how a student is erased. */
export default function RetentionPage() {
  const { t } = useText()
  const { courseId, role } = useCourse()
  const [params] = useSearchParams()
  const studentId = params.get('personne')
  const retention = useQuery(query(getRetention, { params: { courseId } }))
  const reason = role === null || isAtLeast(role, 'owner') ? undefined : t('privacy.ownersOnly')
  return (
    <Page title={t('privacy.title')} lead={t('privacy.lead')} look="sheet">
      <QueryView query={retention}>
        {(data) => (
          <>
            {studentId !== null && (
              <SheetRow label={t('privacy.erasure.one')}>
                <div className="stack">
                  <Who courseId={courseId} studentId={studentId} />
                  <ErasureForm
                    key={studentId}
                    courseId={courseId}
                    who={{ kind: 'student', studentId }}
                    reason={reason}
                  />
                </div>
              </SheetRow>
            )}
            <SheetRow label={t('privacy.durations')}>
              <RetentionForm key={JSON.stringify(data.retention)} courseId={courseId} data={data} reason={reason} />
            </SheetRow>
            <SheetRow label={t('privacy.due.title')}>
              <DueView courseId={courseId} data={data} reason={reason} />
            </SheetRow>
            <SheetRow label={t('privacy.year.title')}>
              <div className="stack">
                <p>{t('privacy.year.text', { named: data.namedCount, anonymous: data.anonymisedCount })}</p>
                {data.namedCount > 0 && <ErasureForm courseId={courseId} who={{ kind: 'year' }} reason={reason} />}
              </div>
            </SheetRow>
          </>
        )}
      </QueryView>
    </Page>
  )
}

/** The student to erase, displayed before the form. */
function Who({ courseId, studentId }: { courseId: string; studentId: string }) {
  const { data } = useQuery(query(getStudent, { params: { courseId, studentId } }))
  if (data === undefined) return null
  return (
    <p>
      <Link href={at.course(courseId).student(studentId)}>
        <PersonName {...data} />
      </Link>
    </p>
  )
}
