import type { JournalLine } from '#contract/exports/journal-line.ts'
import { JournalChanges } from '#web/shell/JournalChanges.tsx'
import { JournalSentence } from '#web/shell/JournalSentence.tsx'
import { useText } from '#web/text/text.tsx'
import { Table } from '#web/ui/Table.tsx'
import type { Column } from '#web/ui/table-order.ts'

/** Each action in a sentence, with its date and its reason; what changed expands below. */
export function JournalTable({ courseId, lines }: { courseId: string; lines: readonly JournalLine[] }) {
  const { t, dateTime } = useText()
  const columns: Column<JournalLine>[] = [
    {
      id: 'what',
      header: t('exports.journalPage.what'),
      rowHeader: true,
      cell: (line) => (
        <>
          <JournalSentence courseId={courseId} line={line} />
          <JournalChanges changes={line.changes} />
        </>
      ),
    },
    { id: 'at', header: t('exports.journalPage.at'), cell: (line) => dateTime(line.at) },
    { id: 'why', header: t('exports.journalPage.why'), cell: ({ reason }) => reason || '–' },
  ]
  return (
    <Table
      caption={t('exports.journalPage.title')}
      quietCaption
      columns={columns}
      rows={lines}
      rowKey={({ id }) => id}
    />
  )
}
