import type { ExamItem } from '#contract/statistics/statistics.ts'
import { useText } from '#web/text/text.tsx'
import { Table } from '#web/ui/Table.tsx'

/**
 * The facility in each fifth of the class, the weakest first; it rises for a question that discriminates. Values are
 * written on the curve.
 */
export function QuintileCurve({ item: { quintiles, position } }: { item: ExamItem }) {
  const { t, percent } = useText()
  if (quintiles.length === 0) return <p className="small muted">{t('statistics.quintiles.none')}</p>
  const x = (fifth: number) => 34 + fifth * 60
  const y = (value: number) => 142 - 110 * Math.min(1, Math.max(0, value))
  const line = quintiles.map((value, fifth) => `${fifth === 0 ? 'M' : 'L'}${x(fifth)} ${y(value)}`).join('')
  const told = quintiles.map((value) => percent(value)).join(', ')
  return (
    <figure className="figure">
      <svg
        className="chart quintiles"
        viewBox="0 0 310 190"
        role="img"
        aria-label={t('statistics.quintiles.text', { position, told })}
      >
        <path className="grid" d="M14 32H300M14 87H300" />
        <path className="axis" d="M14 142H300" />
        <path className="curve" d={line} />
        {quintiles.map((value, fifth) => (
          <g key={x(fifth)}>
            <circle className="curve__dot" cx={x(fifth)} cy={y(value)} r="4" />
            <text className="label" x={x(fifth)} y={y(value) - 9} textAnchor="middle">
              {percent(value)}
            </text>
            <text x={x(fifth)} y="160" textAnchor="middle">
              {fifth + 1}
            </text>
          </g>
        ))}
        <text x="14" y="182">
          {t('statistics.quintiles.weakest')}
        </text>
        <text x="300" y="182" textAnchor="end">
          {t('statistics.quintiles.strongest')}
        </text>
      </svg>
      <figcaption>{t('statistics.quintiles.caption')}</figcaption>
      <details className="disclosure">
        <summary>{t('ui.staff.readAsTable')}</summary>
        <Table
          caption={t('statistics.quintiles.table', { position })}
          rows={quintiles.map((value, fifth) => ({ value, fifth }))}
          rowKey={({ fifth }) => String(fifth)}
          columns={[
            {
              id: 'fifth',
              header: t('statistics.quintiles.fifth'),
              rowHeader: true,
              cell: ({ fifth }) => t('statistics.quintiles.nth', { fifth: fifth + 1 }),
            },
            {
              id: 'facility',
              header: t('statistics.item.facility'),
              align: 'end',
              phone: 'figure',
              cell: ({ value }) => percent(value),
            },
          ]}
        />
      </details>
    </figure>
  )
}
