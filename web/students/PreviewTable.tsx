import type { RosterDoubt } from '#core/students/roster.ts'
import { type RosterField, rosterFields } from '#core/students/roster-columns.ts'
import type { ExtraTime } from '#core/timing.ts'
import { useText } from '#web/text/text.tsx'
import { Status } from '#web/ui/Status.tsx'
import { Table } from '#web/ui/Table.tsx'
import type { Column } from '#web/ui/table-order.ts'
import { Identified, NamedPeople } from './Identified.tsx'
import { MendCell } from './MendCell.tsx'
import type { KeptMend, PreviewLine } from './roster-preview.ts'
import { useExtraTimeText } from './use-extra-time-text.ts'

export type PreviewView = 'all' | 'check' | 'written' | 'left' | 'same'
export type OnMend = (line: PreviewLine, field: RosterField, text: string) => void
type Props = {
  lines: readonly PreviewLine[]
  view: PreviewView
  caption: string
  mended: readonly KeptMend[]
  onMend: OnMend
}

const outcomes = {
  all: ['new', 'changed', 'duplicated', 'unusable', 'unchanged'],
  check: ['new', 'changed', 'duplicated', 'unusable', 'unchanged'],
  written: ['new', 'changed'],
  left: ['duplicated', 'unusable'],
  same: ['unchanged'],
} as const satisfies Record<PreviewView, readonly PreviewLine['outcome'][]>

/** What the trainer should look at: what cannot be used, and what may not be what was meant. */
export const toCheck = (line: PreviewLine) =>
  line.outcome === 'unusable' || line.outcome === 'duplicated' || line.doubts.length > 0

/** Enough to check the import; thousands of rows would slow the page down. */
const mostShown = 300

/** The cell that a doubt is about. */
const doubtful = {
  number_like_power: 'number',
  group_like_date: 'group',
  name_whole: 'familyName',
  extra_time_unread: 'extraTime',
  homonym: 'familyName',
} as const satisfies Record<RosterDoubt, RosterField>

function toneOf(line: PreviewLine, field: RosterField): 'bad' | 'warn' | undefined {
  if (line.outcome === 'unusable') return line.field === field ? 'bad' : undefined
  if (line.outcome === 'duplicated') return undefined
  return line.doubts.some((doubt) => doubtful[doubt] === field) ? 'warn' : undefined
}

/** The rows of the list as a table: each cell can be mended, and each row says what it would do. */
export function PreviewTable({ lines, view, caption, mended, onMend }: Props) {
  const { t } = useText()
  const wanted = lines.filter(
    (line) => outcomes[view].some((each) => each === line.outcome) && (view !== 'check' || toCheck(line)),
  )
  const isMended = new Set(mended.map(({ line, field }) => `${line} ${field}`))
  const fields = rosterFields.filter(
    (field) => field === 'familyName' || field === 'givenName' || lines.some(({ cells }) => cells[field] !== undefined),
  )
  const columns: Column<PreviewLine>[] = [
    {
      id: 'line',
      header: t('students.import.line'),
      align: 'end',
      sortValue: ({ line }) => line,
      cell: ({ line }) => line,
    },
    ...fields.map(
      (field): Column<PreviewLine> => ({
        id: field,
        header: t(`students.${field}`),
        rowHeader: field === 'familyName',
        cell: (line) => (
          <MendCell
            label={t('students.import.cell', { field: t(`students.${field}`), line: line.line })}
            text={line.cells[field] ?? ''}
            tone={toneOf(line, field)}
            isMended={isMended.has(`${line.line} ${field}`)}
            onMend={(text) => onMend(line, field, text)}
          />
        ),
      }),
    ),
    { id: 'what', header: t('students.import.what'), phone: 'wide', cell: (line) => <LineOutcome line={line} /> },
  ]
  const isCut = wanted.length > mostShown
  return (
    <Table
      caption={caption}
      note={isCut ? t('students.import.cut', { shown: mostShown, count: wanted.length }) : undefined}
      columns={columns}
      rows={wanted.slice(0, mostShown)}
      rowKey={({ line }) => String(line)}
      toneOf={(line) => (line.outcome === 'unusable' ? 'warn' : undefined)}
    />
  )
}

export function LineOutcome({ line }: { line: PreviewLine }) {
  const { t } = useText()
  const extraTimeText = useExtraTimeText()
  switch (line.outcome) {
    case 'new': {
      const extra = extraTimeText(line.student.extraTime)
      return (
        <>
          <Status shape="good" tone="good">
            {t('students.import.outcome.new')}
          </Status>
          {extra && <p className="small muted">{t('students.import.extra', { extra })}</p>}
          <Doubts line={line} />
        </>
      )
    }
    case 'changed':
      return (
        <>
          <Identified person={line.name} />
          <Changes changes={line.changes} />
          {line.isArchived && <p className="small muted">{t('students.import.staysArchived')}</p>}
          <Doubts line={line} />
        </>
      )
    case 'unchanged':
      return (
        <>
          <Status shape="open" tone="muted">
            {t(line.isArchived ? 'students.import.staysArchived' : 'students.import.outcome.unchanged')}
          </Status>
          <Doubts line={line} />
        </>
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
function Doubts({ line: { doubts } }: { line: Exclude<PreviewLine, { outcome: 'duplicated' | 'unusable' }> }) {
  const { t } = useText()
  return doubts.map((doubt) => (
    <p key={doubt} className="small">
      <Status shape="warn" tone="warn" wraps>
        {t(`students.import.doubts.${doubt}`)}
      </Status>
    </p>
  ))
}

type Changed = Extract<PreviewLine, { outcome: 'changed' }>['changes']

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
