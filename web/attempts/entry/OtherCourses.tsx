import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useLocation } from 'wouter'
import { chooseMyCourse, type listMyExams } from '#contract/attempts/my-exams.ts'
import { getSession } from '#contract/auth/auth.ts'
import type { Reply } from '#contract/endpoint.ts'
import { mutation, queryKeyOf } from '#web/api.ts'
import { type MyExam, myExamStateOf } from '#web/attempts/my-exam-state.ts'
import { clearPerson } from '#web/attempts/open-sittings.ts'
import { studentAt } from '#web/student-addresses.ts'
import { MoreText, useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { SheetRow } from '#web/ui/SheetRow.tsx'
import { MyExamRow } from './MyExamRow.tsx'
import '#web/attempts/attempts.css'

type Props = Pick<Reply<typeof listMyExams>, 'courses' | 'exams'>

/** The other courses of a student who came by their school: choosing one of their exams goes on in its course. */
export const OtherCourses = (props: Props) => (
  <MoreText part="school">
    <Courses {...props} />
  </MoreText>
)

function Courses({ courses, exams }: Props) {
  const { t } = useText()
  const queryClient = useQueryClient()
  const [, navigate] = useLocation()
  const choose = useMutation(mutation(chooseMyCourse))
  const go = (courseId: string, page: string) =>
    choose.mutate(
      { body: { courseId } },
      {
        onSuccess: ({ session }) => {
          clearPerson(queryClient)
          queryClient.setQueryData(queryKeyOf(getSession, {}), session)
          navigate(page)
        },
      },
    )
  return (
    <>
      {choose.error && (
        <SheetRow>
          <Failed error={choose.error} />
        </SheetRow>
      )}
      {courses
        .filter(({ isThisOne }) => !isThisOne)
        .map(({ id, title }) => (
          <SheetRow key={id}>
            <h2>{title}</h2>
            <ul className="my-exams">
              {exams
                .filter(({ courseId }) => courseId === id)
                .map((exam) => {
                  const { page, label } = nextOf(exam)
                  const act = (
                    <Button
                      disabled={choose.isPending}
                      aria-label={t(`attempts.exams.${label}Of`, { title: exam.title })}
                      onClick={() => go(id, page)}
                    >
                      {t(`attempts.exams.${label}`)}
                    </Button>
                  )
                  return <MyExamRow key={exam.id} exam={exam} act={act} />
                })}
            </ul>
            <p>
              <Button variant="quiet" size="small" disabled={choose.isPending} onClick={() => go(id, studentAt.exams)}>
                {t('attempts.school.openCourse')}
                <span className="vh"> {title}</span>
              </Button>
            </p>
          </SheetRow>
        ))}
    </>
  )
}

/** Where the row of an exam leads. */
function nextOf(exam: MyExam): { page: string; label: 'resume' | 'read' | 'receipt' | 'detail' } {
  const copy = studentAt.copy(exam.attempt?.id ?? '')
  switch (myExamStateOf(exam)) {
    case 'running':
    case 'paused':
      return { page: studentAt.exam(exam.id), label: 'resume' }
    case 'submitted':
    case 'voided':
      return { page: copy.receipt, label: 'receipt' }
    case 'results':
      return { page: copy.review, label: 'detail' }
    case 'open':
    case 'soon':
    case 'missed':
      return { page: studentAt.exam(exam.id), label: 'read' }
  }
}
