import { useText } from '#web/text/text.tsx'
import type { Bin } from './histogram-bins.ts'
import { Table } from './Table.tsx'

/** The data of the histogram as a table, for screen readers and exact values. */
export function HistogramTable({ bins }: { bins: readonly Bin[] }) {
  const { t } = useText()
  return (
    <details className="disclosure">
      <summary>{t('ui.staff.readAsTable')}</summary>
      <Table
        caption={t('ui.staff.histogramCaption')}
        rows={bins.filter((bin) => bin.count > 0)}
        rowKey={(bin) => String(bin.from)}
        columns={[
          {
            id: 'range',
            header: t('ui.staff.mark'),
            cell: (bin) => t('ui.staff.markRange', { from: bin.from, to: bin.to }),
            rowHeader: true,
          },
          { id: 'count', header: t('ui.staff.copies'), cell: (bin) => bin.count, align: 'end', phone: 'figure' },
        ]}
      />
    </details>
  )
}
