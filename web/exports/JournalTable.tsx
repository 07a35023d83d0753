import type { Reply } from '#contract/endpoint.ts'
import type { readJournal } from '#contract/exports/exports.ts'
import { useText } from '#web/text/text.tsx'
import { Table } from '#web/ui/Table.tsx'
import type { Column } from '#web/ui/table-order.ts'

type JournalLine = Reply<typeof readJournal>['lines'][number]

/** The action, its author and its reason; the values before and after expand below. */
export function JournalTable({ lines }: { lines: readonly JournalLine[] }) {
  const { t } = useText()
  return (
    <Table
      caption={t('exports.journalPage.title')}
      quietCaption
      columns={columnsOf((id) => t(`exports.journalPage.${id}`))}
      rows={lines}
      rowKey={({ id }) => id}
    />
  )
}

const columnsOf = (title: (id: 'at' | 'what' | 'why') => string): Column<JournalLine>[] => [
  { id: 'what', header: title('what'), rowHeader: true, cell: (line) => <What line={line} /> },
  { id: 'at', header: title('at'), cell: ({ at }) => <At at={at} /> },
  { id: 'why', header: title('why'), cell: ({ reason }) => reason || '–' },
]

function At({ at }: { at: string }) {
  return useText().dateTime(at)
}

/** An action without a sentence is displayed by its name, so that no line is hidden. */
function What({ line }: { line: JournalLine }) {
  const { t, has } = useText()
  const id = `exports.journal.${line.action.replace('.', '_')}`
  const values = [
    { title: t('exports.journalPage.before'), value: line.before },
    { title: t('exports.journalPage.after'), value: line.after },
  ].filter(({ value }) => value !== '')
  return (
    <>
      {has(id)
        ? t(id, { name: line.actorName })
        : t('exports.journalPage.other', { name: line.actorName, action: line.action })}
      {values.length > 0 && (
        <details className="journal-values">
          <summary>{t('exports.journalPage.values')}</summary>
          {values.map(({ title, value }) => (
            <p key={title} className="small">
              {title} <span className="mono">{value}</span>
            </p>
          ))}
        </details>
      )}
    </>
  )
}
