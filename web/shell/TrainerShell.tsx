import type { ReactNode } from 'react'
import { Link, useLocation } from 'wouter'
import { at, guideAddress } from '#web/addresses.ts'
import { siteAt } from '#web/student-addresses.ts'
import { useText } from '#web/text/text.tsx'
import { ActionsRow } from '#web/ui/ActionsRow.tsx'
import { DisplayItems } from '#web/ui/DisplayItems.tsx'
import { DisplayMenu } from '#web/ui/DisplayMenu.tsx'
import { HeadActionsContext } from '#web/ui/head-actions.ts'
import { HeadLinkContext } from '#web/ui/head-link.ts'
import { Icon } from '#web/ui/Icon.tsx'
import { Menu } from '#web/ui/Menu.tsx'
import { MenuItem } from '#web/ui/MenuItem.tsx'
import { Wordmark } from '#web/ui/Wordmark.tsx'
import { GuideLink } from './GuideLink.tsx'
import { TrainerNav } from './TrainerNav.tsx'
import {
  currentPageOf,
  hrefOf,
  type PageCounts,
  phonePages,
  type ShellExams,
  trainerPageGroups,
} from './trainer-pages.ts'

const noExams: ShellExams = { running: null, marked: null }

export type ShellCourse = { id: string; name: string; year: string }

export type TrainerShellProps = {
  course?: ShellCourse | null
  /** The other courses of this person. */
  courses?: readonly ShellCourse[]
  exams?: ShellExams
  counts?: PageCounts
  person?: { name: string } | null
  onSignOut?: () => void
  /** Opens the search of everything that can be opened. */
  onGoTo?: () => void
  /** Lists the keys of the page. */
  onKeys?: () => void
  children: ReactNode
}

/**
 * The layout of a trainer's pages: navigation on the left; on a phone, four links at the bottom and the others under «
 * Plus ».
 */
export function TrainerShell({
  course = null,
  courses = [],
  exams = noExams,
  counts = {},
  person = null,
  onSignOut,
  onGoTo,
  onKeys,
  children,
}: TrainerShellProps) {
  const { t } = useText()
  const [path] = useLocation()
  const home = course ? at.course(course.id).home : at.courses
  const here = course ? currentPageOf(path, course.id) : null
  const nav = course && <TrainerNav courseId={course.id} exams={exams} counts={counts} here={here} />
  return (
    <div className="staff-shell">
      <nav className="skip" aria-label={t('ui.quickAccess')}>
        <a href="#contenu">{t('ui.skipToContent')}</a>
      </nav>
      <header className="staff-shell__side">
        <Wordmark href={home} name={t('common.appName')} />
        {course && <CourseSwitch course={course} courses={courses} />}
        {onGoTo && (
          <button type="button" className="staff-shell__go-to" onClick={onGoTo}>
            <Icon name="search" />
            {t('ui.staff.goTo.title')}
            <kbd aria-hidden="true">Ctrl K</kbd>
          </button>
        )}
        <nav className="staff-nav" aria-label={t('ui.staff.mainNavigation')}>
          {nav}
        </nav>
        <div className="staff-shell__person">
          {person && <strong>{person.name}</strong>}
          <Link href={siteAt.account}>{t('auth.door.account')}</Link>
          <Link href={siteAt.sessions}>{t('auth.sessions.title')}</Link>
          <Link href={guideAddress({ courseId: course?.id ?? null })}>{t('ui.staff.guide.title')}</Link>
          <Link href={siteAt.help}>{t('common.help')}</Link>
          {onKeys && (
            <button type="button" onClick={onKeys}>
              {t('ui.staff.keys.title')}
            </button>
          )}
          <DisplayMenu summaryClass="staff-shell__display" />
          {onSignOut && (
            <button type="button" onClick={onSignOut}>
              {t('auth.door.signOut')}
            </button>
          )}
        </div>
      </header>
      <header className="staff-shell__top">
        <Wordmark href={home} name={t('common.appName')} />
        <Link href={at.courses}>{course?.name ?? t('ui.staff.myCourses')}</Link>
      </header>
      <main id="contenu" tabIndex={-1}>
        <div className="staff-shell__page">
          <HeadActionsContext value={ActionsRow}>
            <HeadLinkContext.Provider value={<GuideLink path={path} />}>{children}</HeadLinkContext.Provider>
          </HeadActionsContext>
        </div>
      </main>
      <nav className="staff-shell__bottom" aria-label={t('ui.staff.mainNavigation')}>
        <ul className="staff-shell__thumbs">
          {course && <PhoneLinks courseId={course.id} here={here} />}
          <li>
            <Menu
              label={
                <>
                  <Icon name="more" />
                  {t('ui.staff.more')}
                </>
              }
              summaryClass="staff-shell__bottom-item"
              chevron={false}
              opens="up"
            >
              {onGoTo && (
                <MenuItem icon="search" onChoose={onGoTo}>
                  {t('ui.staff.goTo.title')}
                </MenuItem>
              )}
              {nav}
              <MenuItem href={at.courses} icon="swap">
                {t('ui.staff.changeCourse')}
              </MenuItem>
              <MenuItem href={siteAt.account} icon="account" note={person?.name}>
                {t('auth.door.account')}
              </MenuItem>
              <MenuItem href={siteAt.sessions} icon="lock">
                {t('auth.sessions.title')}
              </MenuItem>
              <MenuItem href={guideAddress({ courseId: course?.id ?? null })} icon="file">
                {t('ui.staff.guide.title')}
              </MenuItem>
              <MenuItem href={siteAt.help} icon="help">
                {t('common.help')}
              </MenuItem>
              {onSignOut && (
                <MenuItem icon="sign-out" onChoose={onSignOut}>
                  {t('auth.door.signOut')}
                </MenuItem>
              )}
              <DisplayItems />
            </Menu>
          </li>
        </ul>
      </nav>
    </div>
  )
}

function PhoneLinks({ courseId, here }: { courseId: string; here: string | null }) {
  const { t } = useText()
  const places = trainerPageGroups.flatMap((group) => group.places).filter((place) => phonePages.includes(place.id))
  return places.map((place) => (
    <li key={place.id}>
      <Link
        href={hrefOf(place, courseId, null) ?? at.courses}
        className="staff-shell__bottom-item"
        aria-current={here === place.id ? 'page' : undefined}
      >
        <Icon name={place.icon} />
        {t(place.text)}
      </Link>
    </li>
  ))
}

function CourseSwitch({ course, courses }: { course: ShellCourse; courses: readonly ShellCourse[] }) {
  const { t } = useText()
  const label = (
    <>
      <strong>{course.name}</strong>
      <small>{course.year}</small>
      <span className="vh">, {t('ui.staff.changeCourse')}</span>
    </>
  )
  return (
    <Menu label={label} className="course-switch" summaryClass="course-switch__name" opens="start">
      {courses.map(({ id, name, year }) => (
        <MenuItem key={id} href={at.course(id).home} note={year} current={id === course.id}>
          {name}
        </MenuItem>
      ))}
      <MenuItem href={at.courses} icon="swap">
        {t('ui.staff.myCourses')}
      </MenuItem>
    </Menu>
  )
}
