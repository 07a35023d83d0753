import type { Reply } from '#contract/endpoint.ts'
import type { previewSheetImport } from '#contract/exports/exports.ts'
import { exactText } from '#core/exact-text.ts'
import { toRational } from '#core/rational.ts'
import { Identified, NamedPeople } from '#web/students/Identified.tsx'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { Stat } from '#web/ui/Stat.tsx'
import { Stats } from '#web/ui/Stats.tsx'
import { Status } from '#web/ui/Status.tsx'
import { Table } from '#web/ui/Table.tsx'
import type { Column } from '#web/ui/table-order.ts'

type Preview = Reply<typeof previewSheetImport>
type SheetImportLine = Preview['lines'][number]
type Change = Extract<SheetImportLine, { outcome: 'changed' }>['changes'][number]
type Names = ReadonlyMap<string, string>
type Props = { preview: Preview; names: Names; busy: boolean; reason: string | undefined; onImport: () => void }

/** What the file would change, and what cannot be imported; the button writes exactly that. */
export function SheetImportPreview({ preview, names, busy, reason, onImport }: Props) {
  const { t } = useText()
  const { counts, ignored, lines } = preview
  const none = counts.changed === 0 ? t('assessment.import.nothing') : undefined
  return (
    <section className="stack" aria-labelledby="differences">
      <div className="section-head">
        <h2 id="differences">{t('assessment.import.differences')}</h2>
      </div>
      <Stats>
        <Stat label={t('assessment.import.changed')} value={counts.changed} />
        <Stat label={t('assessment.import.unchanged')} value={counts.unchanged} />
        <Stat label={t('assessment.import.refused')} value={counts.refused} />
      </Stats>
      {ignored.length > 0 && (
        <Notice>
          <p>{t('assessment.import.ignored', { titles: ignored.join(', ') })}</p>
        </Notice>
      )}
      {lines.length > 0 && (
        <Table
          caption={t('assessment.import.differences')}
          quietCaption
          columns={columnsOf((id) => t(`assessment.import.${id}`))}
          rows={lines.map((line) => ({ line, names }))}
          rowKey={({ line }) => String(line.line)}
          toneOf={({ line }) => (line.outcome === 'refused' ? 'warn' : undefined)}
        />
      )}
      <div>
        <Button variant="primary" busy={busy} reason={reason ?? none} onClick={onImport}>
          {t('assessment.import.write', { count: counts.changed })}
        </Button>
      </div>
    </section>
  )
}

type Row = { line: SheetImportLine; names: Names }

const columnsOf = (title: (id: 'line' | 'student' | 'what') => string): Column<Row>[] => [
  { id: 'student', header: title('student'), rowHeader: true, cell: ({ line }) => <Who line={line} /> },
  { id: 'line', header: title('line'), align: 'end', cell: ({ line }) => line.line },
  { id: 'what', header: title('what'), cell: (row) => <What {...row} /> },
]

function Who({ line }: { line: SheetImportLine }) {
  const { t } = useText()
  if (line.person) return <Identified person={line.person} />
  return line.outcome === 'refused' && line.said !== '' ? line.said : t('assessment.import.nobody')
}

function What({ line, names }: Row) {
  const { t } = useText()
  switch (line.outcome) {
    case 'changed':
      return (
        <ul>
          {line.changes.map((change) => (
            <li key={change.kind === 'jury' ? 'jury' : `${change.kind}/${change.component}`}>
              <ChangeView change={change} names={names} />
            </li>
          ))}
        </ul>
      )
    case 'unchanged':
      return t('assessment.import.unchanged')
    case 'refused':
      return (
        <>
          <Status shape="warn" tone="warn" wraps>
            {t(`assessment.import.fault.${line.reason}`, { column: line.column ?? '', said: line.said })}
          </Status>
          <NamedPeople people={line.people} />
        </>
      )
  }
}

function ChangeView({ change, names }: { change: Change; names: Names }) {
  const { t, mark, points, language } = useText()
  switch (change.kind) {
    case 'mark':
    case 'retake': {
      const before = change.before === null ? '–' : exactText(toRational(change.before), 2, language)
      const after = change.after === null ? '–' : mark(change.after)
      const component = names.get(change.component) ?? change.component
      return t(`assessment.import.${change.kind}`, { component, before, after })
    }
    case 'status':
      return t('assessment.import.status', {
        component: names.get(change.component) ?? change.component,
        before: t(`assessment.student.statuses.${change.before}`),
        after: t(`assessment.student.statuses.${change.after}`),
      })
    case 'jury': {
      const said = (jury: typeof change.before) => (jury === null ? '–' : `${points(jury.points)} (${jury.reason})`)
      return t('assessment.import.jury', { before: said(change.before), after: said(change.after) })
    }
  }
}
