import { Link, useSearchParams } from 'wouter'
import { at, type CourseAddresses } from '#web/addresses.ts'
import { isAtLeast, useCourse } from '#web/auth/use-course.ts'
import { useText } from '#web/text/text.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { Page } from '#web/ui/Page.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { ClassFilter, type ClassView } from './ClassFilter.tsx'
import { ClassTable } from './ClassTable.tsx'
import type { Student } from './student.ts'
import { useClass } from './use-class.ts'
import './students.css'

/** The class list, with extra time and whether each student has a code. */
export default function StudentsPage() {
  const { t } = useText()
  const { courseId, course, role } = useCourse()
  const list = useClass(courseId)
  const [view, setView] = useClassView()
  const mayChange = isAtLeast(role, 'trainer')
  const counts = list.data?.counts
  const isEmpty = counts?.active === 0 && counts.archived === 0
  const inCourse = at.course(courseId)
  return (
    <Page
      title={t('students.title')}
      lead={
        counts && counts.active > 0
          ? t('students.lead', { count: counts.active, without: counts.withoutCode })
          : undefined
      }
      crumbs={course ? [{ label: course.title, href: inCourse.home }, { label: t('students.title') }] : undefined}
      actions={
        mayChange &&
        !isEmpty && (
          <>
            <LinkButton href={inCourse.newStudent}>
              <Icon name="plus" />
              {t('students.add')}
            </LinkButton>
            <LinkButton href={inCourse.codes}>
              <Icon name="print" />
              {t('students.codes.title')}
            </LinkButton>
            <LinkButton href={inCourse.importStudents} variant="primary">
              <Icon name="upload" />
              {t('students.import.title')}
            </LinkButton>
          </>
        )
      }
    >
      <QueryView
        query={list}
        isEmpty={({ students }) => students.length === 0}
        empty={<NoClass inCourse={inCourse} mayChange={mayChange} />}
      >
        {(data) => (
          <>
            <ToComplete students={data.students} />
            <ClassFilter groups={data.groups} counts={data.counts} view={view} onChange={setView} />
            <ClassTable
              courseId={courseId}
              students={data.students}
              groups={data.groups}
              view={view}
              isReadOnly={!mayChange}
            />
          </>
        )}
      </QueryView>
    </Page>
  )
}

/** After an import: whose extra time could not be read, until each was given one or the list is closed. */
function ToComplete({ students }: { students: readonly Student[] }) {
  const { t } = useText()
  const { courseId } = useCourse()
  const [params] = useSearchParams()
  const ids = params.get('apreciser')?.split('.') ?? []
  const waiting = students.filter(({ id, extraTime }) => ids.includes(id) && extraTime.kind === 'none')
  if (waiting.length === 0) return null
  return (
    <Notice tone="warn">
      <p>
        <strong>{t('students.toComplete')}</strong>
      </p>
      <ul className="cluster">
        {waiting.map(({ id, familyName, givenName }) => (
          <li key={id}>
            <Link href={at.course(courseId).student(id)}>
              {familyName} {givenName}
            </Link>
          </li>
        ))}
      </ul>
    </Notice>
  )
}

function NoClass({ inCourse, mayChange }: { inCourse: CourseAddresses; mayChange: boolean }) {
  const { t } = useText()
  const actions = (
    <>
      <LinkButton href={inCourse.importStudents} variant="primary">
        {t('students.import.title')}
      </LinkButton>
      <LinkButton href={inCourse.newStudent} variant="quiet">
        {t('students.addByHand')}
      </LinkButton>
    </>
  )
  return (
    <EmptyState title={t('students.emptyTitle')} actions={mayChange && actions}>
      {t(mayChange ? 'students.emptyText' : 'students.emptyInvigilator')}
    </EmptyState>
  )
}

/** The filters are in the query string, so that a list can be shared and reached by the back button. */
function useClassView(): [ClassView, (view: ClassView) => void] {
  const [params, setParams] = useSearchParams()
  const view: ClassView = {
    search: params.get('recherche') ?? '',
    group: params.get('groupe') ?? '',
    archived: params.get('archives') === 'oui',
  }
  const change = ({ search, group, archived }: ClassView) => {
    const said = { recherche: search, groupe: group, archives: archived ? 'oui' : '' }
    const toComplete = params.get('apreciser') ?? ''
    const all = { ...said, apreciser: toComplete }
    setParams(new URLSearchParams(Object.entries(all).filter(([, value]) => value !== '')), { replace: true })
  }
  return [view, change]
}
