import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useEffect, useState } from 'react'
import { Redirect, useLocation, useSearch } from 'wouter'
import { listCourses, signOut } from '#contract/auth/auth.ts'
import { getCoursePath } from '#contract/exports/course-path.ts'
import { type CourseOverview, getOverview } from '#contract/exports/overview.ts'
import { at } from '#web/addresses.ts'
import { mutation, onWritten, query } from '#web/api.ts'
import { type ShellCourse, TrainerShell } from '#web/shell/TrainerShell.tsx'
import type { PageCounts } from '#web/shell/trainer-pages.ts'
import { siteAt } from '#web/student-addresses.ts'
import { useText } from '#web/text/text.tsx'
import { LeaveQuestion } from '#web/ui/LeaveQuestion.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { Refused } from '#web/ui/Refused.tsx'
import { Skeleton } from '#web/ui/Skeleton.tsx'
import { leaveThen, readsOnly } from '#web/ui/unsaved.ts'
import { GoToDialog } from './GoToDialog.tsx'
import { KeysDialog } from './KeysDialog.tsx'
import { SignInAgain, useHeldPerson } from './SignInAgain.tsx'
import { discardDrafts } from './staff-drafts.ts'
import type { Course } from './use-course.ts'
import { secondFactorPath, signInPath, startAfresh, useSession, useSessionEnd } from './use-session.ts'
import { useStaffKeys } from './use-staff-keys.ts'

/** The trainer's shell with the data of the session; without a session, the sign-in page, which leads back here. */
export function StaffShell({ children }: { children: ReactNode }) {
  const session = useSession()
  useSessionEnd()
  const [path] = useLocation()
  const search = useSearch()
  const held = useHeldPerson(session.data)
  if (session.data === undefined) {
    const again = () => void session.refetch()
    if (!session.error) return <Skeleton />
    return <Refused error={session.error} onRetry={again} busy={session.isFetching} />
  }
  const person = session.data.kind === 'staff' ? session.data : held
  if (person === null) return <Redirect to={signInPath(search ? `${path}?${search}` : path)} replace />
  // The course requires a second factor: no other page opens before it is set up.
  if (person.mustSetUpSecondFactor && path !== secondFactorPath) return <Redirect to={secondFactorPath} replace />
  return (
    <SignedInShell name={person.name} again={held && <SignInAgain person={held} />}>
      {children}
    </SignedInShell>
  )
}

type SignedInProps = { name: string; again: ReactNode; children: ReactNode }

function SignedInShell({ name, again, children }: SignedInProps) {
  const { t } = useText()
  const [path, navigate] = useLocation()
  const queryClient = useQueryClient()
  const search = useSearch()
  const courseId = courseOf(path, search)
  const { data } = useQuery(query(listCourses, {}))
  const courses = data?.courses ?? []
  const course = courses.find(({ id }) => id === courseId)
  const leave = useMutation({
    ...mutation(signOut),
    onSuccess: () => {
      discardDrafts()
      navigate(siteAt.signIn)
      startAfresh(queryClient)
    },
  })
  // One element whether or not the course is loaded, so that React does not mount the open page twice.
  const { data: overview } = useQuery({
    ...query(getOverview, { params: { courseId: course?.id ?? '' } }),
    enabled: course !== undefined,
  })
  useTrueCounts()
  const [shown, show] = useState<'go' | 'keys' | null>(null)
  const close = () => show(null)
  useStaffKeys({ onGoTo: () => show('go'), onKeys: () => show('keys') })
  const where = {
    course: course ? shellCourse(course) : null,
    courses: courses.filter(({ isArchived, id }) => !isArchived || id === courseId).map(shellCourse),
    exams: {
      running: overview?.currentExamId ?? null,
      marked: overview?.markedExam?.id ?? overview?.currentExamId ?? null,
    },
  }
  return (
    <TrainerShell
      {...where}
      person={{ name }}
      onSignOut={() => leaveThen(() => leave.mutate({}))}
      onGoTo={() => show('go')}
      onKeys={() => show('keys')}
      counts={overview ? countsOf(overview) : {}}
    >
      {again}
      {course?.isArchived && (
        <Notice wide>
          <p>{t('auth.courses.archivedNotice')}</p>
        </Notice>
      )}
      {children}
      <LeaveQuestion />
      {shown === 'go' && <GoToDialog {...where} onClose={close} />}
      {shown === 'keys' && <KeysDialog onClose={close} />}
    </TrainerShell>
  )
}

const pauseMs = 500

/** The counts of the navigation and the next steps are read again after every act, whatever page it was done on. */
function useTrueCounts() {
  const queryClient = useQueryClient()
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const stop = onWritten((path) => {
      if (readsOnly.test(path)) return
      clearTimeout(timer)
      timer = setTimeout(() => {
        for (const { path: read } of [getOverview, getCoursePath])
          void queryClient.invalidateQueries({ queryKey: [read] })
      }, pauseMs)
    })
    return () => {
      clearTimeout(timer)
      stop()
    }
  }, [queryClient])
}

/** The course of the address; the guide says which one it was opened from. */
function courseOf(path: string, search: string): string | null {
  const courseId = /^\/cours\/([^/]+)/.exec(path)?.[1]
  return courseId ?? (path.startsWith(at.guide) ? new URLSearchParams(search).get('cours') : null)
}

const shellCourse = ({ id, title, year }: Course): ShellCourse => ({ id, name: title, year })

/** What waits beside « Résultats » and « Évaluation finale », and how much there is beside the others. */
function countsOf({ counts, contestations, markedExam }: CourseOverview): PageCounts {
  const { people, students, questions, exams, teams, gradedTeams, toDecide } = counts
  const waiting = contestations.find(({ examId }) => examId === markedExam?.id)?.count
  return {
    ...{ team: people, students, questions, exams },
    ...(teams > 0 ? { projects: `${gradedTeams}\u202f/\u202f${teams}` } : {}),
    ...(waiting ? { results: waiting } : {}),
    ...(toDecide > 0 ? { assessment: toDecide } : {}),
  }
}
