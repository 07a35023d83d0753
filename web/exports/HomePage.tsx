import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { type CoursePath, getCoursePath } from '#contract/exports/course-path.ts'
import { type CourseOverview, getOverview } from '#contract/exports/overview.ts'
import { query } from '#web/api.ts'
import { isAtLeast, useCourse } from '#web/auth/use-course.ts'
import { useText } from '#web/text/text.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { Page } from '#web/ui/Page.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { capitalised } from './capitalised.ts'
import { JournalView } from './JournalView.tsx'
import { LastMarksView } from './LastMarksView.tsx'
import { NextExamView } from './NextExamView.tsx'
import { NextStepsView } from './NextStepsView.tsx'
import { PathView } from './PathView.tsx'
import { StoryView } from './StoryView.tsx'
import './home.css'

/** The home of a course: next steps, progress and upcoming exam. */
export default function HomePage() {
  const { t } = useText()
  const { courseId, course, role } = useCourse()
  // Polls because exams open and attempts are submitted while the page is displayed.
  const overview = useQuery({ ...query(getOverview, { params: { courseId } }), refetchInterval: 30_000 })
  const isTrainer = isAtLeast(role, 'trainer')
  const path = useQuery({
    ...query(getCoursePath, { params: { courseId } }),
    refetchInterval: 30_000,
    enabled: isTrainer,
  })
  return (
    <Page title={course?.title ?? t('ui.home')} lead={overview.data && <Lead overview={overview.data} />}>
      <QueryView query={overview}>
        {(data) => (
          <div className="stack">
            {data.isPlainHttp && (
              <Notice>
                <p>
                  <strong>{t('exports.home.plainHttpTitle')}.</strong> {t('exports.home.plainHttp')}
                </p>
              </Notice>
            )}
            {isTrainer ? (
              <QueryView query={path}>
                {(reached) => <TrainerSteps courseId={courseId} overview={data} path={reached} />}
              </QueryView>
            ) : (
              <Steps courseId={courseId} overview={data} isTrainer={false} />
            )}
            <div className="two">
              {data.markedExam && isTrainer && <LastMarksView courseId={courseId} exam={data.markedExam} />}
              {data.journal.length > 0 && <JournalView courseId={courseId} overview={data} />}
            </div>
          </div>
        )}
      </QueryView>
    </Page>
  )
}

type StepsProps = { courseId: string; overview: CourseOverview }

/** Before the first published exam, the path that leads there; afterwards, what to do next and the ten steps. */
function TrainerSteps({ courseId, overview, path }: StepsProps & { path: CoursePath }) {
  if (path.isComplete)
    return (
      <>
        <Steps courseId={courseId} overview={overview} isTrainer />
        <PathView courseId={courseId} path={path} />
      </>
    )
  const others = overview.nextSteps.filter(({ kind }) => !onPath.includes(kind))
  return (
    <>
      <PathView courseId={courseId} path={path} />
      {(others.length > 0 || overview.nextExam) && (
        <div className={others.length > 0 && overview.nextExam ? 'split' : undefined}>
          {others.length > 0 && (
            <NextStepsView courseId={courseId} overview={{ ...overview, nextSteps: others }} isTrainer />
          )}
          {overview.nextExam && <NextExamView courseId={courseId} exam={overview.nextExam} counts={overview.counts} />}
        </div>
      )}
    </>
  )
}

/** The steps that the path already shows. */
const onPath: readonly CourseOverview['nextSteps'][number]['kind'][] = [
  'import_class',
  'write_questions',
  'compose_exam',
  'publish_exam',
  'give_codes',
]

function Steps({ courseId, overview, isTrainer }: StepsProps & { isTrainer: boolean }) {
  return (
    <>
      <div className={overview.nextExam ? 'split' : undefined}>
        <NextStepsView courseId={courseId} overview={overview} isTrainer={isTrainer} />
        {overview.nextExam && <NextExamView courseId={courseId} exam={overview.nextExam} counts={overview.counts} />}
      </div>
      <StoryView courseId={courseId} overview={overview} />
    </>
  )
}

/** Today's date and the time until the next exam. */
function Lead({ overview: { serverNow, nextExam } }: { overview: CourseOverview }) {
  const { t, rich, date, relative } = useText()
  const today = capitalised(date(serverNow))
  const bold = (chunks: ReactNode) => <strong>{chunks}</strong>
  if (nextExam?.status === 'open') return rich('exports.home.leadOpen', { today, title: nextExam.title, b: bold })
  if (nextExam?.opensAt && nextExam.opensAt > serverNow) {
    const when = relative(nextExam.opensAt, serverNow)
    return rich('exports.home.leadNext', { today, title: nextExam.title, when, b: bold })
  }
  return t('exports.home.lead', { today })
}
