import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'wouter'
import type { Reply } from '#contract/endpoint.ts'
import { exportCourseCalendar } from '#contract/exams/calendars.ts'
import { listExams } from '#contract/exams/exams.ts'
import { isExamOver } from '#core/exams/exam.ts'
import { at } from '#web/addresses.ts'
import { addressOf, query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { Page } from '#web/ui/Page.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { Table } from '#web/ui/Table.tsx'
import type { Column } from '#web/ui/table-order.ts'
import { usePathIds } from '#web/ui/use-path-ids.ts'
import { ExamStatusBadge } from './ExamStatusBadge.tsx'
import { NewExamDialog } from './NewExamDialog.tsx'
import { ProposeExamDialog } from './ProposeExamDialog.tsx'
import { useCanEdit } from './use-can-edit.ts'
import { capital, useExamText } from './use-exam-text.ts'

/** The exams of a course, the newest first. */
export default function ExamsPage() {
  const { t } = useText()
  const { courseId } = usePathIds('courseId')
  const exams = useQuery({
    ...query(listExams, { params: { courseId } }),
    select: (reply) => reply.exams.map((exam) => ({ ...exam, courseId })),
  })
  const [isCreating, setCreating] = useState(false)
  const [isProposing, setProposing] = useState(false)
  const canEdit = useCanEdit(courseId)
  const create = (
    <>
      <LinkButton href={at.course(courseId).restoreExam}>
        <Icon name="undo" />
        {t('exams.restoreArchive')}
      </LinkButton>
      <LinkButton href={at.course(courseId).importExam}>
        <Icon name="upload" />
        {t('exams.importAnswers')}
      </LinkButton>
      <Button onClick={() => setProposing(true)} reason={canEdit ? undefined : t('exams.readOnly')}>
        <Icon name="exams" />
        {t('exams.proposal.open')}
      </Button>
      <Button variant="primary" onClick={() => setCreating(true)} reason={canEdit ? undefined : t('exams.readOnly')}>
        <Icon name="plus" />
        {t('exams.new')}
      </Button>
    </>
  )
  const count = exams.data?.length
  return (
    <Page
      title={t('exams.title')}
      lead={count !== undefined && (count === 0 ? t('exams.listLeadNone') : t('exams.listLead', { count }))}
      actions={count ? create : undefined}
    >
      <QueryView
        query={exams}
        empty={
          <EmptyState title={t('exams.emptyTitle')} actions={create}>
            {t('exams.emptyText')}
          </EmptyState>
        }
      >
        {(rows) => (
          <div className="stack">
            <Table caption={t('exams.title')} quietCaption columns={columns} rows={rows} rowKey={({ id }) => id} />
            {rows.some(isDated) && (
              <p>
                <a href={addressOf(exportCourseCalendar, { params: { courseId } })} download>
                  {t('exams.calendar.all')}
                </a>
              </p>
            )}
          </div>
        )}
      </QueryView>
      <NewExamDialog courseId={courseId} open={isCreating} onClose={() => setCreating(false)} />
      <ProposeExamDialog courseId={courseId} open={isProposing} onClose={() => setProposing(false)} />
    </Page>
  )
}

type Row = Reply<typeof listExams>['exams'][number] & { courseId: string }

const isDated = ({ status, opensAt }: Row) => !isExamOver(status) && opensAt !== null

const columns: readonly Column<Row>[] = [
  {
    id: 'title',
    header: <Head id="exam" />,
    rowHeader: true,
    cell: (row) => <Title row={row} />,
  },
  {
    id: 'status',
    header: <Head id="state" />,
    phone: 'figure',
    cell: ({ status }) => <ExamStatusBadge status={status} />,
  },
  { id: 'when', header: <Head id="when" />, phone: 'wide', cell: (row) => <When row={row} /> },
  {
    id: 'questions',
    header: <Head id="questions" />,
    align: 'end',
    phone: 'hide',
    cell: ({ questionCount }) => questionCount,
  },
  {
    id: 'duration',
    header: <Head id="duration" />,
    align: 'end',
    phone: 'hide',
    cell: (row) => <Duration row={row} />,
  },
  { id: 'copies', header: <Head id="copies" />, align: 'end', phone: 'hide', cell: (row) => <Copies row={row} /> },
]

function Title({ row: { courseId, id, title, retakeOfId } }: { row: Row }) {
  const { t } = useText()
  return (
    <>
      <Link href={at.course(courseId).exam(id).page}>{title}</Link>
      {retakeOfId !== null && <small className="muted"> {t('exams.retake.row')}</small>}
    </>
  )
}

function Head({ id }: { id: 'exam' | 'state' | 'when' | 'questions' | 'duration' | 'copies' }) {
  return useText().t(`exams.${id}`)
}

function When({ row }: { row: Row }) {
  return capital(useExamText().whenOf(row))
}

function Duration({ row }: { row: Row }) {
  return useText().duration(row.limitMinutes * 60)
}

function Copies({ row }: { row: Row }) {
  const { t } = useText()
  return row.status === 'draft' ? '–' : t('exams.copiesOf', { started: row.startedCount, total: row.studentCount })
}
