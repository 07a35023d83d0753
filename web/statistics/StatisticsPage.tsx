import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useSearchParams } from 'wouter'
import { type ExamItem, type ExamStatisticsView, getStatistics } from '#contract/statistics/statistics.ts'
import { Refusal } from '#core/refusal.ts'
import { at } from '#web/addresses.ts'
import { query } from '#web/api.ts'
import { useExam } from '#web/exams/use-exam.ts'
import { MarksTabs } from '#web/grading/MarksTabs.tsx'
import { useText } from '#web/text/text.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { Histogram } from '#web/ui/Histogram.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { Page } from '#web/ui/Page.tsx'
import { PrintButton } from '#web/ui/PrintButton.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { CopiesSwitch } from './CopiesSwitch.tsx'
import { ItemPanel } from './ItemPanel.tsx'
import { ItemScatter } from './ItemScatter.tsx'
import { ItemTable } from './ItemTable.tsx'
import { ItemTimes } from './ItemTimes.tsx'
import { ReliabilityView } from './ReliabilityView.tsx'
import { SectionsView } from './SectionsView.tsx'
import './statistics.css'

/** The reliability of the marks, and the questions to review. */
export default function StatisticsPage() {
  const { t } = useText()
  const { courseId, examId, inExam, examCrumbs } = useExam()
  const [search] = useSearchParams()
  const isComplete = search.get('copies') === 'completes'
  const statistics = useQuery({
    ...query(getStatistics, { params: { courseId, examId }, query: isComplete ? { blanks: 'listwise' } : {} }),
    // Keeps the figures of the same exam displayed while the other choice is loading, so that the switch does not move.
    placeholderData: (before, previousQuery) =>
      previousQuery?.queryKey[1].params.examId === examId ? before : undefined,
  })
  const crumbs = examCrumbs()
  const isBare = statistics.error instanceof Refusal && statistics.error.code === 'marks_missing'
  if (isBare || (statistics.data?.n === 0 && statistics.data.leftOut === 0)) {
    return (
      <Page title={t('statistics.title')} crumbs={crumbs}>
        <EmptyState
          title={t('statistics.emptyTitle')}
          actions={
            <LinkButton variant="primary" href={inExam.results}>
              {t('statistics.emptyAction')}
            </LinkButton>
          }
        >
          {t('statistics.emptyText')}
        </EmptyState>
      </Page>
    )
  }
  if (!statistics.data) {
    return (
      <Page title={t('statistics.title')} crumbs={crumbs}>
        <QueryView query={statistics}>{() => null}</QueryView>
      </Page>
    )
  }
  return <Ready statistics={statistics.data} courseId={courseId} examId={examId} crumbs={crumbs} />
}

type ReadyProps = {
  statistics: ExamStatisticsView
  courseId: string
  examId: string
  crumbs: { label: string; href: string }[]
}

function Ready({ statistics, courseId, examId, crumbs }: ReadyProps) {
  const { t, rich } = useText()
  const [search] = useSearchParams()
  const { items, n } = statistics
  const inExam = at.course(courseId).exam(examId)
  const chosen = items.find(({ position }) => String(position) === search.get('question')) ?? mostSuspect(items)
  return (
    <Page
      title={t('statistics.of', { exam: statistics.examTitle })}
      crumbs={[...crumbs, { label: statistics.examTitle, href: inExam.page }]}
      lead={rich(`statistics.standing.${statistics.standing}`, {
        n: statistics.n,
        b: (words: ReactNode) => <strong>{words}</strong>,
      })}
      actions={<PrintButton />}
    >
      <MarksTabs courseId={courseId} examId={examId} exam={statistics.examTitle} />
      <div className="statistics">
        <CopiesSwitch statistics={statistics} />
        {n > 0 && (
          <p>
            <a href="#sections">{t('statistics.sections.jump')}</a>
          </p>
        )}
        {n > 0 && (
          <>
            <div className="statistics__top">
              <section aria-labelledby="scatter">
                <div className="section-head">
                  <h2 id="scatter">{t('statistics.scatter.title', { count: items.length })}</h2>
                  <p>{t('statistics.scatter.note')}</p>
                </div>
                <ItemScatter items={items} />
              </section>
              <ReliabilityView statistics={statistics} />
            </div>
            {chosen && (
              <ItemPanel
                item={chosen}
                contexts={statistics.contexts}
                slots={statistics.slots}
                inExam={inExam}
                courseId={courseId}
              />
            )}
            <ItemTable items={items} inExam={inExam} courseId={courseId} />
            <SectionsView sections={statistics.sections} />
            <section aria-labelledby="times">
              <h2 id="times">{t('statistics.times.title')}</h2>
              <ItemTimes items={items} />
            </section>
            <Spread statistics={statistics} />
            <p className="small muted">
              {t('statistics.convention', { run: statistics.run.number, blanks: statistics.blanks })}
            </p>
          </>
        )}
      </div>
    </Page>
  )
}

function Spread({ statistics: { examTitle, marks, mean, median, outOf } }: { statistics: ExamStatisticsView }) {
  const { t } = useText()
  const onTwenty = (hundredths: number) => (hundredths * 2000) / outOf
  return (
    <section aria-labelledby="spread">
      <h2 id="spread">{t('statistics.spread')}</h2>
      <Histogram
        title={t('statistics.spreadTitle', { exam: examTitle })}
        marks={marks.map(onTwenty)}
        {...(mean.value === null ? {} : { mean: onTwenty(mean.value) })}
        {...(median.value === null ? {} : { median: onTwenty(median.value) })}
      />
    </section>
  )
}

/** The question displayed first: the one with the most severe flag, in the order of core/statistics/flags.ts. */
function mostSuspect(items: readonly ExamItem[]): ExamItem | undefined {
  const by = (code: string) => items.find(({ flags }) => flags[0]?.code === code)
  return by('key_suspect') ?? by('negative_discrimination') ?? by('weak_discrimination') ?? items[0]
}
