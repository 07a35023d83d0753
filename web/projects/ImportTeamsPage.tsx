import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useLocation } from 'wouter'
import type { Reply } from '#contract/endpoint.ts'
import { getProject } from '#contract/projects/projects.ts'
import { importTeams, previewTeamImport } from '#contract/projects/teams.ts'
import { Refusal } from '#core/refusal.ts'
import { at } from '#web/addresses.ts'
import { mutation, query } from '#web/api.ts'
import { Identified, NamedPeople } from '#web/students/Identified.tsx'
import { type Roster, RosterForm } from '#web/students/RosterForm.tsx'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { Page } from '#web/ui/Page.tsx'
import { sentenceOf } from '#web/ui/refusal-sentence.ts'
import { Status } from '#web/ui/Status.tsx'
import { Table } from '#web/ui/Table.tsx'
import type { Column } from '#web/ui/table-order.ts'
import { usePathIds } from '#web/ui/use-path-ids.ts'
import { useToast } from '#web/ui/use-toast.ts'
import { useProjectChange } from './use-project-change.ts'
import './projects.css'

type Preview = Reply<typeof previewTeamImport>

/** Imports teams from a spreadsheet: read, previewed row by row, then written; nothing before the last button. */
export default function ImportTeamsPage() {
  const text = useText()
  const { t } = text
  const say = useToast()
  const [, navigate] = useLocation()
  const { courseId, projectId } = usePathIds('courseId', 'projectId')
  const params = { courseId, projectId }
  const inProject = at.course(courseId).project(projectId)
  const project = useQuery(query(getProject, { params }))
  const [list, setList] = useState<Roster | null>(null)
  const preview = useMutation(mutation(previewTeamImport))
  const read = (next: Roster) => {
    setList(next)
    preview.mutate({ params, body: next })
  }
  const write = useProjectChange(importTeams, ({ placed, newTeams }) => {
    say({ text: t('projects.import.done', { placed, newTeams }) })
    navigate(inProject.page)
  })
  const refused = preview.error ?? write.error
  const isUnread = refused instanceof Refusal && refused.code === 'unreadable_file'
  return (
    <Page
      title={t('projects.import.title')}
      lead={t('projects.import.lead')}
      crumbs={[
        { label: t('projects.title'), href: at.course(courseId).projects },
        { label: project.data?.title ?? t('projects.project'), href: inProject.page },
      ]}
    >
      <div className="stack">
        <RosterForm
          busy={preview.isPending}
          hint={t('projects.import.hint')}
          error={refused && (isUnread ? t('projects.import.columns') : sentenceOf(refused, text))}
          onEdit={() => {
            write.reset()
            preview.reset()
          }}
          onRead={(next) => {
            read(next)
          }}
        />
        {preview.data && list && (
          <PreviewView
            preview={preview.data}
            busy={write.isPending}
            onImport={() =>
              write.mutate(
                { params, body: { ...list, fingerprint: preview.data.fingerprint } },
                // The class or its teams changed since the preview: preview again.
                { onError: () => read(list) },
              )
            }
          />
        )}
      </div>
    </Page>
  )
}

type TeamLine = Preview['lines'][number]
type ViewProps = { preview: Preview; busy: boolean; onImport: () => void }

function PreviewView({ preview, busy, onImport }: ViewProps) {
  const { t, list } = useText()
  const placed = preview.lines.filter(({ outcome }) => outcome === 'placed').length
  const refused = preview.lines.length - placed
  return (
    <section className="stack stack--tight" aria-labelledby="apercu">
      <div className="section-head">
        <h2 id="apercu">{t('projects.import.preview')}</h2>
        <p>{t('projects.import.counts', { placed, refused, unchanged: preview.unchanged })}</p>
      </div>
      {preview.newTeams.length > 0 && (
        <Notice>
          {t('projects.import.newTeams', { count: preview.newTeams.length, names: list(preview.newTeams) })}
        </Notice>
      )}
      {preview.lines.length > 0 && (
        <Table
          caption={t('projects.import.preview')}
          quietCaption
          columns={columns}
          rows={preview.lines}
          rowKey={({ line }) => String(line)}
        />
      )}
      <div>
        <Button
          variant="primary"
          busy={busy}
          onClick={onImport}
          reason={placed === 0 ? t('projects.import.nothing') : undefined}
        >
          {t('projects.import.place', { count: placed })}
        </Button>
      </div>
    </section>
  )
}

const columns: readonly Column<TeamLine>[] = [
  { id: 'line', header: <Head id="line" />, cell: ({ line }) => line },
  {
    id: 'student',
    header: <Head id="student" />,
    rowHeader: true,
    cell: (line) => (line.outcome === 'placed' ? <Identified person={line.person} /> : line.said || '–'),
  },
  { id: 'team', header: <Head id="team" />, cell: ({ team }) => team || '–' },
  { id: 'outcome', header: <Head id="outcome" />, phone: 'wide', cell: (line) => <Outcome line={line} /> },
]

function Head({ id }: { id: 'line' | 'student' | 'team' | 'outcome' }) {
  return useText().t(`projects.import.${id}`)
}

function Outcome({ line }: { line: TeamLine }) {
  const { t } = useText()
  if (line.outcome === 'refused')
    return (
      <>
        <Status shape="bad" tone="bad" wraps>
          {t(`projects.import.faults.${line.reason}`)}
        </Status>
        <NamedPeople people={line.people} />
      </>
    )
  return (
    <Status shape="good" tone="good">
      {line.from === null ? t('projects.import.placed') : t('projects.import.moved', { from: line.from })}
    </Status>
  )
}
