import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import type { Reply } from '#contract/endpoint.ts'
import { listHandIns } from '#contract/projects/hand-ins.ts'
import { getProject } from '#contract/projects/projects.ts'
import { at } from '#web/addresses.ts'
import { query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { CopyButton } from '#web/ui/CopyButton.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { Page } from '#web/ui/Page.tsx'
import { PrintButton } from '#web/ui/PrintButton.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { Status } from '#web/ui/Status.tsx'
import { Table } from '#web/ui/Table.tsx'
import type { Column } from '#web/ui/table-order.ts'
import { usePathIds } from '#web/ui/use-path-ids.ts'
import { HandInLink } from './HandInLink.tsx'
import './projects.css'

type HandIns = Reply<typeof listHandIns>
type Place = { courseId: string; projectId: string }
type Row = HandIns['teams'][number] & { place: Place; timeZone: string }

/** Who has handed in and who has not, with the addresses to write to and those of the repositories. */
export default function HandInsPage() {
  const { t } = useText()
  const params = usePathIds('courseId', 'projectId')
  const handIns = useQuery({ ...query(listHandIns, { params }), refetchInterval: 60_000 })
  const project = useQuery(query(getProject, { params }))
  const inCourse = at.course(params.courseId)
  return (
    <Page
      title={t('projects.handIns.title')}
      crumbs={[
        { label: t('projects.title'), href: inCourse.projects },
        ...(project.data ? [{ label: project.data.title, href: inCourse.project(params.projectId).page }] : []),
      ]}
      lead={handIns.data && <Lead data={handIns.data} />}
      actions={<PrintButton />}
    >
      <QueryView query={handIns}>{(data) => <Ready data={data} place={params} />}</QueryView>
    </Page>
  )
}

function Lead({ data: { teams, deadline, timeZone } }: { data: HandIns }) {
  const { t, dateTime } = useText()
  const done = teams.filter(({ handedInAt }) => handedInAt !== null).length
  return t('projects.handIns.lead', {
    ...{ done, total: teams.length },
    at: deadline === null ? 'none' : dateTime(deadline, timeZone),
  })
}

function Ready({ data, place }: { data: HandIns; place: Place }) {
  const { t } = useText()
  const missing = data.teams.filter(({ handedInAt }) => handedInAt === null)
  const emails = missing.flatMap(({ members }) => members.flatMap(({ email }) => email ?? []))
  const silent = missing.flatMap(({ members }) => members.filter(({ email }) => email === null))
  const links = data.teams.flatMap(({ name, handIns: [last] }) =>
    last ? `${name}\t${last.url}\t${last.reference}` : [],
  )
  const rows = data.teams
    .map((team) => ({ ...team, place, timeZone: data.timeZone }))
    // Those who have not come first: they are whom one looks for.
    .toSorted((a, b) => Number(a.handedInAt !== null) - Number(b.handedInAt !== null))
  return (
    <div className="stack">
      {data.isBlind && <Notice icon="eye-off">{t('projects.handIns.blind')}</Notice>}
      <div className="cluster">
        {emails.length > 0 && (
          <CopyButton text={emails.join(', ')} label={t('projects.handIns.copyEmails', { count: emails.length })} />
        )}
        {links.length > 0 && (
          <CopyButton text={links.join('\n')} label={t('projects.handIns.copyLinks', { count: links.length })} />
        )}
        {silent.length > 0 && (
          <span className="small muted">
            {t('projects.handIns.noEmail', { names: silent.map(({ name }) => name).join(', ') })}
          </span>
        )}
      </div>
      <Table caption={t('projects.handIns.title')} quietCaption columns={columns} rows={rows} rowKey={({ id }) => id} />
      {data.withoutTeam.length > 0 && (
        <p className="small muted">
          {t('projects.handIns.alone', { names: data.withoutTeam.map(({ name }) => name).join(', ') })}
        </p>
      )}
    </div>
  )
}

const columns: readonly Column<Row>[] = [
  {
    id: 'team',
    header: <Head id="team" />,
    rowHeader: true,
    cell: ({ place, id, name }) => (
      <Link href={at.course(place.courseId).project(place.projectId).team(id)}>{name}</Link>
    ),
  },
  {
    id: 'members',
    header: <Head id="members" />,
    phone: 'wide',
    cell: ({ members }) => members.map(({ name }) => name).join(', '),
  },
  { id: 'state', header: <Head id="state" />, phone: 'figure', cell: (row) => <State row={row} /> },
  { id: 'what', header: <Head id="what" />, phone: 'wide', cell: (row) => <What row={row} /> },
]

function Head({ id }: { id: 'team' | 'members' | 'state' | 'what' }) {
  return useText().t(`projects.handIns.${id}`)
}

function State({ row: { handedInAt, daysLate, timeZone } }: { row: Row }) {
  const { t, dateTime } = useText()
  if (handedInAt === null) {
    return (
      <Status shape="todo" tone="warn">
        {t('projects.handIns.missing')}
      </Status>
    )
  }
  return (
    <Status shape={daysLate > 0 ? 'warn' : 'done'} tone={daysLate > 0 ? 'warn' : 'good'} wraps>
      {t('projects.handIns.at', { at: dateTime(handedInAt, timeZone), days: daysLate })}
    </Status>
  )
}

function What({ row: { handIns, place, timeZone } }: { row: Row }) {
  const { t, dateTime } = useText()
  const [last, ...before] = handIns
  if (!last) return '–'
  return (
    <>
      <HandInLink handIn={last} place={place} />
      {before.length > 0 && (
        <details>
          <summary>{t('projects.handIns.before', { count: before.length })}</summary>
          <ul className="small">
            {before.map((handIn) => (
              <li key={handIn.id}>
                {t('projects.handIns.line', {
                  at: dateTime(handIn.at, timeZone),
                  by: handIn.by || 'none',
                  days: handIn.daysLate,
                })}{' '}
                <HandInLink handIn={handIn} place={place} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}
