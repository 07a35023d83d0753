import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
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
import { StoryView } from './StoryView.tsx'
import './home.css'

/** The home of a course: next steps, progress and upcoming exam. */
export default function HomePage() {
  const { t } = useText()
  const { courseId, course, role } = useCourse()
  // Polls because exams open and attempts are submitted while the page is displayed.
  const overview = useQuery({ ...query(getOverview, { params: { courseId } }), refetchInterval: 30_000 })
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
            <div className={data.nextExam ? 'split' : undefined}>
              <NextStepsView courseId={courseId} overview={data} isTrainer={isAtLeast(role, 'trainer')} />
              {data.nextExam && (
                <NextExamView courseId={courseId} exam={data.nextExam} withoutCode={data.counts.withoutCode} />
              )}
            </div>
            <StoryView courseId={courseId} overview={data} />
            <div className="two">
              {data.markedExam && isAtLeast(role, 'trainer') && (
                <LastMarksView courseId={courseId} exam={data.markedExam} />
              )}
              {data.journal.length > 0 && <JournalView overview={data} />}
            </div>
          </div>
        )}
      </QueryView>
    </Page>
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
