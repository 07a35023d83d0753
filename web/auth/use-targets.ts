import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Reply } from '#contract/endpoint.ts'
import { findInCourse } from '#contract/exports/find-in-course.ts'
import { isFoundBy } from '#core/students/person-name.ts'
import { at, guideAddress } from '#web/addresses.ts'
import { query } from '#web/api.ts'
import type { ShellCourse } from '#web/shell/TrainerShell.tsx'
import { hrefOf, type ShellExams, trainerPageGroups } from '#web/shell/trainer-pages.ts'
import { siteAt } from '#web/student-addresses.ts'
import { useText } from '#web/text/text.tsx'
import type { IconName } from '#web/ui/icon-paths.ts'
import { usePaused } from '#web/ui/use-paused.ts'
import { pageActions } from './page-actions.ts'

export type Where = { course: ShellCourse | null; courses: readonly ShellCourse[]; exams: ShellExams }
/** Something to open, or to do on the page. */
export type Target = { id: string; name: string; note?: string | undefined; icon: IconName } & (
  | { href: string }
  | { act: () => void }
)
type Group = { id: string; title: string; targets: readonly Target[] }

/** Typing pauses this long before the server is asked, in milliseconds. */
const pauseMs = 150

/** What holds every word, the nearest first: actions of this page, pages, then what the server finds in the course. */
export function useTargets(where: Where, search: string) {
  const { t } = useText()
  // Read once: the page does not change under the dialog.
  const [actions] = useState(pageActions)
  const pages = usePages(where)
  const asked = usePaused(search, pauseMs)
  const inCourse = useQuery({
    ...query(findInCourse, { params: { courseId: where.course?.id ?? '' }, query: { text: asked } }),
    enabled: where.course !== null && asked !== '',
    placeholderData: keepPreviousData,
    // Said at once: the next letter asks again.
    retry: false,
  })
  const near: Group[] = [
    {
      ...{ id: 'here', title: t('ui.staff.goTo.here') },
      targets: actions.map(({ name, act }) => ({ id: name, name, act, icon: 'arrow-right' })),
    },
    { id: 'pages', title: t('ui.staff.goTo.pages'), targets: pages },
    { id: 'courses', title: t('ui.staff.myCourses'), targets: otherCourses(where) },
  ]
  const isFound = ({ name, note = '' }: Target) => isFoundBy(search, [name, note])
  const groups = near
    .map((group) => ({ ...group, targets: group.targets.filter(isFound) }))
    .filter(({ targets }) => targets.length > 0)
  const isAsking = where.course !== null && search !== ''
  const foundGroups =
    isAsking && inCourse.data && !inCourse.error ? groupsOf(inCourse.data, where.course?.id ?? '', t) : []
  /** The server has not answered for these words yet. */
  const isLate = isAsking && (asked !== search || inCourse.isFetching)
  return {
    groups: [...groups, ...foundGroups],
    isLate,
    /** Undefined without one, and while the server may still give it. */
    first: groups[0]?.targets[0] ?? (isLate ? undefined : foundGroups[0]?.targets[0]),
    error: inCourse.error,
  }
}

function usePages({ course, exams }: Where): Target[] {
  const { t } = useText()
  const ofCourse = course ? trainerPageGroups.flatMap(({ places }) => places) : []
  return [
    ...ofCourse.flatMap((page): Target[] => {
      const href = hrefOf(page, course?.id ?? '', exams)
      return href === null ? [] : [{ id: page.id, name: t(page.text), icon: page.icon, href }]
    }),
    { id: 'account', name: t('auth.door.account'), icon: 'account', href: siteAt.account },
    { id: 'sessions', name: t('auth.sessions.title'), icon: 'lock', href: siteAt.sessions },
    {
      id: 'guide',
      name: t('ui.staff.guide.title'),
      icon: 'file',
      href: guideAddress({ courseId: course?.id ?? null }),
    },
    { id: 'help', name: t('common.help'), icon: 'help', href: siteAt.help },
  ]
}

function otherCourses({ course, courses }: Where): Target[] {
  return courses
    .filter(({ id }) => id !== course?.id)
    .map(({ id, name, year }) => ({ id, name, note: year, icon: 'swap', href: at.course(id).home }))
}

type Found = Reply<typeof findInCourse>

function groupsOf({ exams, students, projects, questions }: Found, courseId: string, t: Speech): Group[] {
  const to = at.course(courseId)
  const groups: Group[] = [
    {
      ...{ id: 'exams', title: t('exams.title') },
      targets: exams.map(({ id, title, status }) => ({
        ...{ id, name: title, note: t(`exams.status.${status}`), icon: 'exams', href: to.exam(id).page },
      })),
    },
    {
      ...{ id: 'students', title: t('students.title') },
      targets: students.map(({ id, name, number, group }) => ({
        ...{ id, name, icon: 'students', href: to.student(id) },
        note: [number, group].filter(Boolean).join(' · ') || undefined,
      })),
    },
    {
      ...{ id: 'projects', title: t('projects.title') },
      targets: projects.map(({ id, title }) => ({ id, name: title, icon: 'projects', href: to.project(id).page })),
    },
    {
      ...{ id: 'questions', title: t('questions.title') },
      targets: questions.map(({ id, key, opening }) => ({
        ...{ id, name: opening || key, note: key, icon: 'questions', href: to.question(id).page },
      })),
    },
  ]
  return groups.filter(({ targets }) => targets.length > 0)
}

type Speech = ReturnType<typeof useText>['t']
