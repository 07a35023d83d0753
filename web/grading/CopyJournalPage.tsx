import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useSearchParams } from 'wouter'
import { getJournal } from '#contract/grading/journal.ts'
import { wasHandedIn } from '#core/attempts/sitting.ts'
import { query } from '#web/api.ts'
import { useExam } from '#web/exams/use-exam.ts'
import { useText } from '#web/text/text.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { Page } from '#web/ui/Page.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { Table } from '#web/ui/Table.tsx'
import { usePathIds } from '#web/ui/use-path-ids.ts'
import { CopyHistory } from './CopyHistory.tsx'
import { LateForm } from './LateForm.tsx'
import { type Journal, useEntryText } from './use-entry-text.ts'
import '#web/attempts/monitor/timeline.css'
import './grading.css'

type Params = { courseId: string; examId: string; attemptId: string }

/** Every save of an attempt in order of arrival, to settle a dispute. */
export default function CopyJournalPage() {
  const { courseId, examId, attemptId } = usePathIds('courseId', 'examId', 'attemptId')
  const params = { courseId, examId, attemptId }
  const [place] = useSearchParams()
  const page = Math.max(1, Math.floor(Number(place.get('page')) || 1))
  const journal = useQuery({
    ...query(getJournal, { params, query: { page: Math.min(page, 1_000) } }),
    placeholderData: keepPreviousData,
  })
  return <QueryView query={journal}>{(data) => <Ready journal={data} {...params} />}</QueryView>
}

function Ready({ journal, courseId, examId, attemptId }: { journal: Journal } & Params) {
  const { inExam, examCrumbs } = useExam()
  const { t } = useText()
  const { studentName, examTitle, entryCount, late, events, timeZone } = journal
  const isHandedIn = wasHandedIn(journal.status)
  return (
    <Page
      title={t('grading.journal.title')}
      tabTitle={t('grading.journal.tab', { name: studentName })}
      crumbs={[...examCrumbs(examTitle), { label: t('grading.results'), href: inExam.results }, { label: studentName }]}
      lead={
        <>
          <strong>{studentName}</strong>, {t('grading.journal.lead', { exam: examTitle, count: entryCount })}
        </>
      }
      actions={isHandedIn && <LinkButton href={inExam.copy(attemptId).page}>{t('grading.journal.copy')}</LinkButton>}
    >
      <div className="stack">
        {journal.status !== 'voided' && late.length > 0 && (
          <LateForm journal={journal} params={{ courseId, examId, attemptId }} />
        )}
        <Entries journal={journal} />
        {journal.pageCount > 1 && <Pages journal={journal} here={inExam.copy(attemptId).journal} />}
        <CopyHistory copy={{ timeZone, history: events.map(({ by, ...event }) => ({ ...event, actorName: by })) }} />
      </div>
    </Page>
  )
}

/** The pagination; the page number is in the query string, so that the back button restores it. */
function Pages({ journal: { page, pageCount }, here }: { journal: Journal; here: string }) {
  const { t } = useText()
  return (
    <nav className="cluster" aria-label={t('grading.journal.pages')}>
      {page > 1 && <LinkButton href={`${here}?page=${page - 1}`}>{t('grading.journal.previous')}</LinkButton>}
      <span role="status">{t('grading.journal.page', { page, count: pageCount })}</span>
      {page < pageCount && <LinkButton href={`${here}?page=${page + 1}`}>{t('grading.journal.next')}</LinkButton>}
    </nav>
  )
}

function Entries({ journal: { entries, timeZone } }: { journal: Journal }) {
  const { t, exactTime } = useText()
  const words = useEntryText()
  return (
    <Table
      caption={t('grading.journal.caption')}
      rows={entries}
      rowKey={({ device, sequence }) => `${device} ${sequence}`}
      toneOf={({ standing }) => (standing === 'late' ? 'warn' : undefined)}
      columns={[
        {
          id: 'at',
          header: t('grading.journal.at'),
          rowHeader: true,
          cell: ({ receivedAt }) => <time dateTime={receivedAt}>{exactTime(receivedAt, timeZone)}</time>,
        },
        { id: 'question', header: t('grading.journal.question'), align: 'end', cell: ({ position }) => position },
        {
          id: 'answer',
          header: t('grading.journal.answer'),
          cell: (entry) => (entry.isHeld ? <strong>{words(entry)}</strong> : words(entry)),
        },
        { id: 'device', header: t('grading.journal.device'), align: 'end', cell: ({ deviceNumber }) => deviceNumber },
        { id: 'sequence', header: t('grading.journal.sequence'), align: 'end', cell: ({ sequence }) => sequence },
        {
          id: 'standing',
          header: t('grading.journal.standing'),
          phone: 'wide',
          cell: ({ standing, decision }) => (
            <>
              {t(`grading.journal.standings.${standing}`)}
              {decision && <span className="timeline__reason muted">{t('grading.journal.decision', decision)}</span>}
            </>
          ),
        },
      ]}
    />
  )
}
