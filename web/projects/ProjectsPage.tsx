import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'wouter'
import type { Reply } from '#contract/endpoint.ts'
import { listProjects } from '#contract/projects/projects.ts'
import { at } from '#web/addresses.ts'
import { query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { Page } from '#web/ui/Page.tsx'
import { ProgressRule } from '#web/ui/ProgressRule.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { Status } from '#web/ui/Status.tsx'
import { Table } from '#web/ui/Table.tsx'
import type { Column } from '#web/ui/table-order.ts'
import { usePathIds } from '#web/ui/use-path-ids.ts'
import { NewProjectDialog } from './NewProjectDialog.tsx'
import './projects.css'

/** The projects of a course, with the progress of their grading. */
export default function ProjectsPage() {
  const { t } = useText()
  const { courseId } = usePathIds('courseId')
  const projects = useQuery({
    ...query(listProjects, { params: { courseId } }),
    select: (reply) => reply.projects.map((project) => ({ ...project, courseId })),
  })
  const [isCreating, setCreating] = useState(false)
  const count = projects.data?.length ?? 0
  const create = (
    <Button variant="primary" onClick={() => setCreating(true)}>
      <Icon name="plus" />
      {t('projects.new')}
    </Button>
  )
  return (
    <Page
      title={t('projects.title')}
      lead={count > 0 && t('projects.listLead', { count })}
      actions={count > 0 && create}
    >
      <QueryView
        query={projects}
        empty={
          <EmptyState title={t('projects.emptyTitle')} actions={create}>
            {t('projects.emptyText')}
          </EmptyState>
        }
      >
        {(rows) => (
          <Table caption={t('projects.title')} quietCaption columns={columns} rows={rows} rowKey={({ id }) => id} />
        )}
      </QueryView>
      <NewProjectDialog courseId={courseId} open={isCreating} onClose={() => setCreating(false)} />
    </Page>
  )
}

type Row = Reply<typeof listProjects>['projects'][number] & { courseId: string }

const columns: readonly Column<Row>[] = [
  {
    id: 'title',
    header: <Head id="project" />,
    rowHeader: true,
    cell: ({ courseId, id, title }) => <Link href={at.course(courseId).project(id).page}>{title}</Link>,
  },
  {
    id: 'graded',
    header: <Head id="graded" />,
    phone: 'wide',
    cell: ({ gradedCount, teamCount }) =>
      teamCount === 0 ? '–' : <ProgressRule done={gradedCount} total={teamCount} />,
  },
  {
    id: 'alone',
    header: <Head id="withoutTeam" />,
    align: 'end',
    phone: 'hide',
    cell: ({ withoutTeamCount }) => withoutTeamCount,
  },
  { id: 'released', header: <Head id="visibility" />, phone: 'figure', cell: (row) => <Visibility row={row} /> },
]

function Head({ id }: { id: 'project' | 'graded' | 'withoutTeam' | 'visibility' }) {
  return useText().t(`projects.${id}`)
}

function Visibility({ row }: { row: Row }) {
  const { t } = useText()
  return row.releasedAt ? (
    <Status shape="done" tone="good">
      {t('projects.released')}
    </Status>
  ) : (
    <Status shape="todo" tone="muted">
      {t('projects.withheld')}
    </Status>
  )
}
