import { useMutation } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useSearchParams } from 'wouter'
import { giveAccessCodes } from '#contract/students/access-codes.ts'
import { at } from '#web/addresses.ts'
import { mutation } from '#web/api.ts'
import { StudentAddress } from '#web/auth/StudentAddress.tsx'
import { StudentAddressForm } from '#web/auth/StudentAddressForm.tsx'
import { isAtLeast, useCourse } from '#web/auth/use-course.ts'
import { useStudentAddress } from '#web/auth/use-student-address.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { Page } from '#web/ui/Page.tsx'
import { PrintButton } from '#web/ui/PrintButton.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { sentenceOf } from '#web/ui/refusal-sentence.ts'
import { SendCodes } from './SendCodes.tsx'
import { SlipsView } from './SlipsView.tsx'
import type { Student } from './student.ts'
import { useClass, useRefreshClass } from './use-class.ts'
import './students.css'
import './slips.css'

/**
 * Generates the personal codes, which are displayed only on this page: print or copy them now, or generate new ones.
 */
export default function CodesPage() {
  const { t, has } = useText()
  const { courseId, course, role } = useCourse()
  const list = useClass(courseId)
  const refresh = useRefreshClass()
  const [isAsked, setAsked] = useState(false)
  const give = useMutation({
    ...mutation(giveAccessCodes),
    onSuccess: () => {
      setAsked(false)
      refresh()
    },
  })
  const [place] = useSearchParams()
  const some = place.get('pour')?.split('.') ?? []
  const codes = give.data?.codes ?? []
  useWarningBeforeLeaving(codes.length > 0)
  const reason = role === null || isAtLeast(role, 'trainer') ? undefined : t('students.trainersOnly')
  const inCourse = at.course(courseId)
  const address = useStudentAddress(courseId)
  const isUnknown = address.isKnown && address.typed === null
  const print = !isUnknown && (
    <PrintButton variant="primary">{t('students.codes.print', { count: codes.length })}</PrintButton>
  )
  return (
    <Page
      title={t('students.codes.title')}
      lead={t('students.codes.lead')}
      crumbs={[{ label: t('students.title'), href: inCourse.students }, { label: t('students.codes.title') }]}
      actions={codes.length > 0 && print}
    >
      {give.error && !isAsked && <Failed error={give.error} />}
      <div className="no-print">
        {isUnknown ? (
          <Notice tone="warn">
            <p>{t('auth.address.unknown')}</p>
            {address.data && role !== null && isAtLeast(role, 'trainer') && (
              <StudentAddressForm {...{ courseId, address: address.data }} />
            )}
          </Notice>
        ) : (
          <div className="cluster">
            <span className="muted">{t('auth.address.printed')}</span>
            <StudentAddress courseId={courseId} />
          </div>
        )}
      </div>
      {codes.length > 0 ? (
        <div className="stack stack--tight">
          <div className="no-print">
            <Notice tone="warn" live="status">
              <p>
                <strong>{t('students.codes.shownOnce')}</strong> {t('students.codes.printNow')}
              </p>
            </Notice>
          </div>
          <SendCodes {...{ courseId, codes, origin: address.origin }} />
          <SlipsView codes={codes} courseTitle={course?.title ?? ''} address={address.typed} />
        </div>
      ) : (
        <QueryView
          query={list}
          isEmpty={({ counts }) => counts.active === 0}
          empty={
            <EmptyState
              title={t('students.emptyTitle')}
              actions={<LinkButton href={inCourse.importStudents}>{t('students.import.title')}</LinkButton>}
            >
              {t('students.codes.needClass')}
            </EmptyState>
          }
        >
          {({ counts, students }) =>
            some.length > 0 ? (
              <SomeCodes
                students={students.filter(({ id, archivedAt }) => some.includes(id) && archivedAt === null)}
                reason={reason}
                busy={give.isPending}
                onGive={(studentIds) => give.mutate({ params: { courseId }, body: { studentIds } })}
              />
            ) : (
              <>
                <EmptyState
                  title={t('students.codes.without', { count: counts.withoutCode })}
                  actions={
                    <>
                      <Button
                        variant="primary"
                        busy={give.isPending && !isAsked}
                        reason={reason ?? (counts.withoutCode === 0 ? t('students.codes.allHave') : undefined)}
                        onClick={() => give.mutate({ params: { courseId }, body: {} })}
                      >
                        {t('students.codes.make', { count: counts.withoutCode })}
                      </Button>
                      {counts.withoutCode < counts.active && reason === undefined && (
                        <Button variant="quiet" onClick={() => setAsked(true)}>
                          {t('students.codes.makeAll')}
                        </Button>
                      )}
                    </>
                  }
                >
                  {t('students.codes.how')}
                </EmptyState>
                <ConfirmDialog
                  open={isAsked}
                  onClose={() => setAsked(false)}
                  onConfirm={() => {
                    const studentIds = students.filter(({ archivedAt }) => archivedAt === null).map(({ id }) => id)
                    give.mutate({ params: { courseId }, body: { studentIds } })
                  }}
                  title={t('students.codes.makeAllTitle', { count: counts.active })}
                  confirm={t('students.codes.makeAllYes')}
                  kind="danger"
                  busy={give.isPending}
                  error={give.error && <p>{sentenceOf(give.error, { t, has })}</p>}
                >
                  <p>{t('students.codes.makeAllText')}</p>
                </ConfirmDialog>
              </>
            )
          }
        </QueryView>
      )}
    </Page>
  )
}

type SomeProps = {
  students: readonly Student[]
  reason: string | undefined
  busy: boolean
  onGive: (studentIds: string[]) => void
}

/** For the students chosen in the class list: who had a code is told before it stops working. */
function SomeCodes({ students, reason, busy, onGive }: SomeProps) {
  const { t } = useText()
  const count = students.length
  const renewed = students.filter(({ codeSetAt }) => codeSetAt !== null).length
  return (
    <EmptyState
      title={t('students.codes.forSome', { count })}
      actions={
        <Button
          variant={renewed > 0 ? 'danger' : 'primary'}
          busy={busy}
          reason={reason ?? (count === 0 ? t('students.bulk.first') : undefined)}
          onClick={() => onGive(students.map(({ id }) => id))}
        >
          {t('students.codes.make', { count })}
        </Button>
      }
    >
      {t('students.codes.how')}
      {t('students.codes.renewSome', { count: renewed })}
    </EmptyState>
  )
}

/** Asks for confirmation before leaving, because the codes cannot be displayed again. */
function useWarningBeforeLeaving(hasCodes: boolean) {
  useEffect(() => {
    if (!hasCodes) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', warn)
    return () => removeEventListener('beforeunload', warn)
  }, [hasCodes])
}
