import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { readServiceState } from '#contract/auth/service-state.ts'
import type { Reply } from '#contract/endpoint.ts'
import { type ServicePart, type ServiceVerdict, serviceParts } from '#core/service-state.ts'
import { query } from '#web/api.ts'
import { siteAt } from '#web/student-addresses.ts'
import type { TextId } from '#web/text/ids.ts'
import { useText } from '#web/text/text.tsx'
import type { Tone } from '#web/ui/Badge.tsx'
import { Facts } from '#web/ui/Facts.tsx'
import { Page } from '#web/ui/Page.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { SheetRow } from '#web/ui/SheetRow.tsx'
import { Status } from '#web/ui/Status.tsx'
import type { GlyphShape } from '#web/ui/StatusGlyph.tsx'
import { Table } from '#web/ui/Table.tsx'
import type { Column } from '#web/ui/table-order.ts'

type State = Reply<typeof readServiceState>
type Server = State['servers'][number]
type Job = State['jobs'][number]

/** How the service is, and what to do about each part; read again every ten seconds. */
export default function ServiceStatePage() {
  const { t, exactTime } = useText()
  const state = useQuery({ ...query(readServiceState, {}), refetchInterval: 10_000 })
  return (
    <Page
      title={t('auth.service.title')}
      lead={state.data ? t(leadOf(state.data)) : t('auth.service.lead')}
      crumbs={[{ label: t('auth.door.account'), href: siteAt.account }, { label: t('auth.service.title') }]}
      look="sheet"
    >
      <QueryView query={state}>
        {(data) => (
          <>
            {serviceParts.map((part) => (
              <SheetRow key={part} label={t(`auth.service.part.${part}`)}>
                <div className="stack">
                  <Verdict part={part} verdict={data.verdicts[part]} />
                  <Part part={part} state={data} />
                </div>
              </SheetRow>
            ))}
            <SheetRow label={t('auth.service.read')}>
              <p>{t('auth.service.readAt', { time: exactTime(data.readAt), version: data.version })}</p>
            </SheetRow>
          </>
        )}
      </QueryView>
    </Page>
  )
}

function leadOf({ verdicts }: State): TextId {
  const said = Object.values(verdicts)
  if (said.includes('bad')) return 'auth.service.someBad'
  return said.includes('warn') ? 'auth.service.someWarn' : 'auth.service.allGood'
}

const looks: Record<ServiceVerdict, { shape: GlyphShape; tone: Tone }> = {
  good: { shape: 'good', tone: 'good' },
  warn: { shape: 'warn', tone: 'warn' },
  bad: { shape: 'bad', tone: 'bad' },
  unknown: { shape: 'part', tone: 'muted' },
}

/** The state in a word, and what to do when something is to be done. */
function Verdict({ part, verdict }: { part: ServicePart; verdict: ServiceVerdict }) {
  const { t } = useText()
  return (
    <Status {...looks[verdict]} wraps>
      {verdict === 'good' || verdict === 'unknown' ? (
        t(`auth.service.${verdict}`)
      ) : (
        <>
          <strong>{t(`auth.service.${verdict}`)}</strong> {t(`auth.service.advice.${part}`)}
        </>
      )}
    </Status>
  )
}

function Part({ part, state }: { part: ServicePart; state: State }): ReactNode {
  switch (part) {
    case 'database':
      return <DatabaseView {...state.database} />
    case 'servers':
      return <ServersView servers={state.servers} />
    case 'jobs':
      return <JobsView jobs={state.jobs} now={state.readAt} />
    case 'backup':
      return <BackupView {...state.backup} now={state.readAt} />
    case 'disk':
      return <DiskView disk={state.disk} />
  }
}

function DatabaseView({ version, bytes, latencyMs, migrationCount, lastMigration }: State['database']) {
  const { t, number, dateTime } = useText()
  const size = useSize()
  return (
    <Facts
      facts={[
        [t('auth.service.engine'), `PostgreSQL ${version}`],
        [t('auth.service.size'), size(bytes)],
        [t('auth.service.latency'), `${number(latencyMs, 1)}\u00a0ms`],
        [
          t('auth.service.migrations'),
          lastMigration
            ? t('auth.service.migrationsUntil', { count: migrationCount, at: dateTime(lastMigration.at) })
            : number(migrationCount),
        ],
      ]}
    />
  )
}

function ServersView({ servers }: { servers: readonly Server[] }) {
  const { t, dateTime, number } = useText()
  const columns: Column<Server>[] = [
    {
      id: 'host',
      header: t('auth.service.host'),
      rowHeader: true,
      cell: ({ host, isThisOne }) => (isThisOne ? t('auth.service.thisServer', { host }) : host),
    },
    { id: 'version', header: t('auth.service.version'), cell: ({ version }) => version },
    { id: 'since', header: t('auth.service.since'), phone: 'wide', cell: ({ startedAt }) => dateTime(startedAt) },
    {
      id: 'pool',
      header: t('auth.service.connections'),
      align: 'end',
      cell: ({ pool }) =>
        t('auth.service.connectionsOf', { used: number(pool.used), size: number(pool.size), waiting: pool.waiting }),
    },
  ]
  return (
    <Table
      caption={t('auth.service.serverCount', { count: servers.length })}
      columns={columns}
      rows={servers}
      rowKey={({ id }) => id}
      empty={<p>{t('auth.service.noServer')}</p>}
    />
  )
}

function JobsView({ jobs, now }: { jobs: readonly Job[]; now: string }) {
  const { t, has, relative } = useText()
  const columns: Column<Job>[] = [
    {
      id: 'name',
      header: t('auth.service.job'),
      rowHeader: true,
      cell: ({ name }) => {
        const id = `auth.service.jobs.${name}`
        return has(id) ? t(id) : name
      },
    },
    {
      id: 'success',
      header: t('auth.service.lastSuccess'),
      cell: ({ lastSuccessAt }) => (lastSuccessAt === null ? t('auth.service.never') : relative(lastSuccessAt, now)),
    },
    {
      id: 'failures',
      header: t('auth.service.failures'),
      cell: ({ failures, lastFailureAt }) =>
        failures > 0 ? (
          <Status shape="bad" tone="bad">
            {t('auth.service.failuresInARow', { count: failures })}
          </Status>
        ) : lastFailureAt === null ? (
          t('auth.service.none')
        ) : (
          t('auth.service.lastFailure', { ago: relative(lastFailureAt, now) })
        ),
    },
  ]
  return (
    <Table
      caption={t('auth.service.part.jobs')}
      quietCaption
      columns={columns}
      rows={jobs}
      rowKey={({ name }) => name}
      toneOf={({ failures }) => (failures > 1 ? 'warn' : undefined)}
      empty={<p>{t('auth.service.noJob')}</p>}
    />
  )
}

function BackupView({ at, bytes, now }: State['backup'] & { now: string }) {
  const { t, dateTime, relative } = useText()
  const size = useSize()
  if (at === null) return <p>{t('auth.service.noBackup')}</p>
  return (
    <Facts
      facts={[
        [t('auth.service.lastBackup'), `${dateTime(at)} (${relative(at, now)})`],
        [t('auth.service.size'), bytes === null ? '' : size(bytes)],
      ]}
    />
  )
}

function DiskView({ disk }: Pick<State, 'disk'>) {
  const { t, percent } = useText()
  const size = useSize()
  if (disk === null) return <p>{t('auth.service.noDisk')}</p>
  return (
    <Facts
      facts={[
        [t('auth.service.used'), percent(1 - disk.free / disk.total)],
        [t('auth.service.free'), t('auth.service.freeOf', { free: size(disk.free), total: size(disk.total) })],
      ]}
    />
  )
}

/** Bytes as people read them: « 12,4 Mo », in powers of a thousand, as disks are sold. */
function useSize() {
  const { t, number } = useText()
  return (bytes: number) => {
    const units = ['ko', 'mo', 'go', 'to'] as const
    const rank = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3) - 1))
    return `${number(bytes / 1000 ** (rank + 1), 1)}\u00a0${t(`auth.service.unit.${units[rank] ?? 'ko'}`)}`
  }
}
