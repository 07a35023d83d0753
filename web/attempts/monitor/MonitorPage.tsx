import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { getCourse } from '#contract/auth/auth.ts'
import { type ExamView, getExam } from '#contract/exams/exams.ts'
import { at } from '#web/addresses.ts'
import { query } from '#web/api.ts'
import { useSlotInAddress } from '#web/exams/SlotFilter.tsx'
import { useExam } from '#web/exams/use-exam.ts'
import { useExamActs } from '#web/exams/use-exam-acts.tsx'
import { useText } from '#web/text/text.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { Page } from '#web/ui/Page.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { MonitorBoard } from './MonitorBoard.tsx'
import { MonitorHead } from './MonitorHead.tsx'
import { MonitorProjector } from './MonitorProjector.tsx'
import { MonitorRoom } from './MonitorRoom.tsx'
import { ReceiptCheckForm } from './ReceiptCheckForm.tsx'
import { attendanceTotals, inSlot, type Live } from './state.ts'
import { isLive, useMonitor } from './use-monitor.ts'
import './monitor.css'

type Params = { courseId: string; examId: string }

/** The room during the exam: alerts first, then every student, with the actions available. */
export default function MonitorPage() {
  const { courseId, examId } = useExam()
  const live = useMonitor({ courseId, examId })
  const exam = useQuery(query(getExam, { params: { courseId, examId } }))
  return (
    <QueryView query={live}>
      {(data) => (
        <QueryView query={exam}>
          {(settings) => <Room live={data} exam={settings} courseId={courseId} examId={examId} />}
        </QueryView>
      )}
    </QueryView>
  )
}

function Room({ live, exam, courseId, examId }: { live: Live; exam: ExamView } & Params) {
  const { examCrumbs } = useExam()
  // The room is asked every two seconds: an exam that closed by itself is known from it first.
  const { buttons, asked } = useExamActs(courseId, { ...exam, status: live.examStatus }, 'monitor')
  const { t } = useText()
  const course = useQuery(query(getCourse, { params: { courseId } }))
  const [isProjecting, setProjecting] = useState(false)
  const [slot] = useSlotInAddress()
  const seen = inSlot(live, slot)
  const { total, present, done } = attendanceTotals(live.attempts)
  const inCourse = at.course(courseId)
  const isTrainer = course.data !== undefined && course.data.role !== 'invigilator'
  return (
    <Page
      title={live.examTitle}
      tabTitle={t('attempts.staff.live.tab', { exam: live.examTitle, done, total: present })}
      crumbs={[
        ...(course.data ? [{ label: course.data.title, href: inCourse.home }] : []),
        ...examCrumbs(live.examTitle),
        { label: t('attempts.staff.monitor') },
      ]}
      lead={<Lead live={live} />}
      actions={isTrainer && live.examStatus !== 'draft' && buttons}
    >
      {isTrainer && asked}
      <MonitorProjector open={isProjecting} onClose={() => setProjecting(false)} live={seen} />
      {total === 0 ? (
        <EmptyState
          title={t('attempts.staff.live.emptyTitle')}
          actions={
            <LinkButton variant="primary" href={inCourse.students}>
              {t('attempts.staff.live.emptyGo')}
            </LinkButton>
          }
        >
          {t('attempts.staff.live.emptyText')}
        </EmptyState>
      ) : (
        <>
          <MonitorBoard live={live} role={course.data?.role} courseId={courseId} examId={examId}>
            <MonitorHead live={seen} isOneSlot={slot !== null} onProject={() => setProjecting(true)} />
          </MonitorBoard>
          <MonitorRoom courseId={courseId} examId={examId} isLive={isLive(live)} />
        </>
      )}
      <ReceiptCheckForm courseId={courseId} canReadCopies={course.data?.role !== 'invigilator'} />
    </Page>
  )
}

const bold = { b: (words: ReactNode) => <strong>{words}</strong> }

function Lead({ live }: { live: Live }) {
  const { t, rich, time } = useText()
  const totals = attendanceTotals(live.attempts)
  const away = totals.waiting + totals.absent
  switch (live.examStatus) {
    case 'draft':
      return t('attempts.staff.live.draft')
    case 'published':
      return t('attempts.staff.live.published', totals)
    case 'open':
      return live.pause
        ? rich('attempts.staff.pause.lead', { ...totals, at: time(live.pause.since, live.timeZone), ...bold })
        : rich('attempts.staff.live.open', { ...totals, ...bold })
    case 'closed':
    case 'released':
      return t('attempts.staff.live.closed', { ...totals, away })
  }
}
