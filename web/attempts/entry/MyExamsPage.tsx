import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Suspense } from 'react'
import { useLocation } from 'wouter'
import { exportMyCalendar, listMyExams } from '#contract/attempts/my-exams.ts'
import { signOut } from '#contract/auth/auth.ts'
import type { Reply } from '#contract/endpoint.ts'
import { exportMyData } from '#contract/exports/personal-data.ts'
import { listPractice } from '#contract/questions/practice.ts'
import { addressOf, mutation, query } from '#web/api.ts'
import { isFinished, type MyExam, myExamStateOf, urgencyOf } from '#web/attempts/my-exam-state.ts'
import { clearPerson } from '#web/attempts/open-sittings.ts'
import { StudentFaces } from '#web/attempts/StudentFaces.tsx'
import { siteAt, studentAt } from '#web/student-addresses.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { lazy } from '#web/ui/lazy.ts'
import { Page } from '#web/ui/Page.tsx'
import { SheetRow } from '#web/ui/SheetRow.tsx'
import { MyExamRow } from './MyExamRow.tsx'
import { MyProjects } from './MyProjects.tsx'
import '#web/attempts/attempts.css'

/** Most students are in one course here: the code of the others comes with them. */
const OtherCourses = lazy(async () => ({ default: (await import('./OtherCourses.tsx')).OtherCourses }))

/** Every exam of the course, those that need an action first. */
export default function MyExamsPage() {
  const { t } = useText()
  // Polls because an exam may open, or results be released, while the page is shown.
  const exams = useQuery({ ...query(listMyExams, {}), refetchInterval: 30_000 })
  return <StudentFaces query={exams}>{(data) => <MyExams data={data} heading={t('attempts.myExams')} />}</StudentFaces>
}

function MyExams({ data: { courses, exams: all }, heading }: { data: Reply<typeof listMyExams>; heading: string }) {
  const { t } = useText()
  const here = courses.find(({ isThisOne }) => isThisOne)
  const exams = all.filter(({ courseId }) => courseId === here?.id)
  const todo = exams.filter((exam) => !isFinished(myExamStateOf(exam))).sort((a, b) => urgencyOf(a) - urgencyOf(b))
  const done = exams.filter((exam) => isFinished(myExamStateOf(exam)))
  return (
    <Page title={heading} lead={courses.length > 1 ? here?.title : undefined} look="sheet">
      {exams.length === 0 && (
        <SheetRow>
          <EmptyState
            title={t('attempts.exams.empty')}
            actions={
              <LinkButton href={siteAt.join} variant="primary">
                {t('attempts.exams.enterCode')}
              </LinkButton>
            }
          >
            {t('attempts.exams.emptyText')}
          </EmptyState>
        </SheetRow>
      )}
      {todo.length > 0 && (
        <SheetRow label={t('attempts.exams.todo')}>
          <ExamList exams={todo} />
          {todo.some(({ opensAt }) => opensAt !== null) && (
            <a className="text-link" href={addressOf(exportMyCalendar, {})} download>
              {t('attempts.calendar')}
            </a>
          )}
        </SheetRow>
      )}
      {done.length > 0 && (
        <SheetRow label={t('attempts.exams.done')}>
          <ExamList exams={done} />
        </SheetRow>
      )}
      {courses.length > 1 && (
        <Suspense>
          <OtherCourses courses={courses} exams={all} />
        </Suspense>
      )}
      <MyProjects />
      <Practice />
      <SheetRow label={t('attempts.exams.data')}>
        <p>{t('attempts.exams.dataText')}</p>
        <p>
          <a className="text-link" href={addressOf(exportMyData, {})} download>
            {t('attempts.exams.dataGet')}
          </a>
        </p>
      </SheetRow>
      <SheetRow>
        <Leave />
      </SheetRow>
    </Page>
  )
}

function ExamList({ exams }: { exams: MyExam[] }) {
  return (
    <ul className="my-exams">
      {exams.map((exam) => (
        <MyExamRow key={exam.id} exam={exam} />
      ))}
    </ul>
  )
}

/** Shown only when there are questions to practise; the page does not wait for this request. */
function Practice() {
  const { t } = useText()
  const practice = useQuery(query(listPractice, {}))
  if (!practice.data?.sections.length) return null
  return (
    <SheetRow label={t('attempts.practice.title')}>
      <p>{t('attempts.practice.lead')}</p>
      <div className="actions practice-door">
        <LinkButton href={studentAt.practice}>{t('attempts.practice.choose')}</LinkButton>
        <LinkButton href={studentAt.mockExam}>{t('attempts.practice.mock.title')}</LinkButton>
      </div>
    </SheetRow>
  )
}

function Leave() {
  const { t } = useText()
  const [, navigate] = useLocation()
  const queryClient = useQueryClient()
  const leave = useMutation({
    ...mutation(signOut),
    onSuccess: () => {
      clearPerson(queryClient)
      navigate(siteAt.join)
    },
  })
  return (
    <div className="leave">
      <Button variant="quiet" size="small" busy={leave.isPending} onClick={() => leave.mutate({})}>
        {t('attempts.exams.signOut')}
      </Button>
    </div>
  )
}
