import type { ReactNode } from 'react'
import type { ExtraTime } from '#core/timing.ts'
import { useText } from '#web/text/text.tsx'
import { Status } from '#web/ui/Status.tsx'
import { Table } from '#web/ui/Table.tsx'
import type { Column } from '#web/ui/table-order.ts'
import { Identified, NamedPeople } from './Identified.tsx'
import type { RosterPreview } from './roster-preview.ts'
import { useExtraTimeText } from './use-extra-time-text.ts'

type RosterLine = RosterPreview['lines'][number]
type Props = { lines: readonly RosterLine[]; view: 'written' | 'left' | 'same'; caption: string }

const outcomes = {
  written: ['new', 'changed'],
  left: ['duplicated', 'unusable'],
  same: ['unchanged'],
} as const satisfies Record<Props['view'], readonly RosterLine['outcome'][]>

/** Enough to check the import; thousands of rows would slow the page down. */
const mostShown = 300

/** The rows of the list, each with its outcome. */
export function PreviewTable({ lines, view, caption }: Props) {
  const { t } = useText()
  const wanted = lines.filter(({ outcome }) => outcomes[view].some((each) => each === outcome))
  const columns: Column<RosterLine>[] = [
    {
      id: 'line',
      header: t('students.import.line'),
      align: 'end',
      sortValue: ({ line }) => line,
      cell: ({ line }) => line,
    },
    { id: 'who', header: t('students.name'), rowHeader: true, cell: (line) => whoOf(line) },
    { id: 'what', header: t('students.import.what'), phone: 'wide', cell: (line) => <Outcome line={line} /> },
  ]
  const isCut = wanted.length > mostShown
  return (
    <Table
      caption={caption}
      note={isCut ? t('students.import.cut', { shown: mostShown, count: wanted.length }) : undefined}
      columns={columns}
      rows={wanted.slice(0, mostShown)}
      rowKey={({ line }) => String(line)}
    />
  )
}

function whoOf(line: RosterLine): ReactNode {
  switch (line.outcome) {
    case 'new':
      return `${line.student.familyName} ${line.student.givenName}`
    case 'changed':
    case 'unchanged':
      return <Identified person={line.name} />
    case 'duplicated':
    case 'unusable':
      return line.said
  }
}

function Outcome({ line }: { line: RosterLine }) {
  const { t } = useText()
  const extraTimeText = useExtraTimeText()
  switch (line.outcome) {
    case 'new': {
      const { number, email, group, extraTime } = line.student
      const facts = [number, email, group, extraTimeText(extraTime)].filter(Boolean).join(' · ')
      return (
        <>
          <Status shape="good" tone="good">
            {t('students.import.outcome.new')}
          </Status>
          {facts && <p className="small muted class__email">{facts}</p>}
          <Doubts line={line} />
        </>
      )
    }
    case 'changed':
      return (
        <>
          <Changes changes={line.changes} />
          {line.isArchived && <p className="small muted">{t('students.import.staysArchived')}</p>}
          <Doubts line={line} />
        </>
      )
    case 'unchanged':
      return (
        <Status shape="open" tone="muted">
          {t(line.isArchived ? 'students.import.staysArchived' : 'students.import.outcome.unchanged')}
        </Status>
      )
    case 'duplicated':
      return (
        <>
          <Status shape="warn" tone="warn">
            {t('students.import.outcome.duplicated', { line: line.of })}
          </Status>
          <Changes changes={line.changes} />
        </>
      )
    case 'unusable':
      return (
        <>
          <Status shape="bad" tone="bad" wraps>
            {t(`students.fault.${line.reason}`)}
          </Status>
          <NamedPeople people={line.people} />
        </>
      )
  }
}

/** Warnings about a row that is imported as it is. */
function Doubts({ line: { doubts } }: { line: Extract<RosterLine, { outcome: 'new' | 'changed' }> }) {
  const { t } = useText()
  return doubts.map((doubt) => (
    <p key={doubt} className="small">
      <Status shape="warn" tone="warn" wraps>
        {t(`students.import.doubts.${doubt}`)}
      </Status>
    </p>
  ))
}

type Changed = Extract<RosterLine, { outcome: 'changed' }>['changes']

function Changes({ changes }: { changes: Changed }) {
  const { t } = useText()
  const extraTimeText = useExtraTimeText()
  const text = (value: string | ExtraTime | null) => {
    const said = value === null || typeof value === 'string' ? value : extraTimeText(value)
    return said || t('students.import.empty')
  }
  return (
    <ul className="import-changes small">
      {changes.map(({ field, before, after }) => (
        <li key={field}>
          <span className="muted">{t(`students.${field}`)} </span>
          <del>
            <span className="vh">{t('students.import.before')} </span>
            {text(before)}
          </del>{' '}
          <span aria-hidden="true">→</span>{' '}
          <ins>
            <span className="vh">{t('students.import.after')} </span>
            {text(after)}
          </ins>
        </li>
      ))}
    </ul>
  )
}
