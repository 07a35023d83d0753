import type { ExamItem } from '#contract/statistics/statistics.ts'
import { useText } from '#web/text/text.tsx'
import { ScrollBox } from '#web/ui/ScrollBox.tsx'
import { Table } from '#web/ui/Table.tsx'
import { useFigureText } from './use-figure-text.ts'
import { useItemAddress } from './use-item-address.ts'

const frame = { left: 56, right: 1104, top: 18, bottom: 172 }

/** The time spent on each question, in the order of the exam: one bar per question, each a link to its panel. */
export function ItemTimes({ items }: { items: readonly ExamItem[] }) {
  const { t } = useText()
  const { spent } = useFigureText()
  const addressOf = useItemAddress()
  const timed = items.flatMap(({ seconds, ...item }) => (seconds.value === null ? [] : [{ ...item, s: seconds.value }]))
  if (timed.length === 0) return <p className="small muted">{t('statistics.times.none')}</p>
  const most = Math.max(...timed.map(({ s }) => s), 1)
  const step = stepOf(most)
  const top = Math.ceil(most / step) * step
  const wide = (frame.right - frame.left) / timed.length
  const y = (s: number) => frame.bottom - ((frame.bottom - frame.top) * s) / top
  const marks = Array.from({ length: Math.round(top / step) + 1 }, (_, index) => index * step)
  // Labels every n-th bar, so that at most 42 numbers are displayed.
  const every = Math.ceil(timed.length / 42)
  return (
    <figure className="figure">
      <ScrollBox className="times__scroll" name={t('ui.chartScroll')}>
        <svg className="chart times" viewBox="0 0 1112 212" role="group" aria-label={t('statistics.times.name')}>
          {marks.map((s) => (
            <g key={s}>
              <path className={s === 0 ? 'axis' : 'grid'} d={`M${frame.left} ${y(s)}H${frame.right}`} />
              <text x={frame.left - 8} y={y(s) + 5} textAnchor="end">
                {s === 0 ? '0' : spent(s)}
              </text>
            </g>
          ))}
          {timed.map(({ id, position, opening, s }, index) => {
            const x = frame.left + wide * index
            const bar = Math.min(22, wide * 0.7)
            return (
              <a
                key={id}
                href={addressOf(position)}
                aria-label={t('statistics.times.item', { position, opening, time: spent(s) })}
              >
                <rect
                  className="times__reach"
                  x={x}
                  y={frame.top}
                  width={wide}
                  height={frame.bottom - frame.top + 26}
                />
                <rect
                  className="bar"
                  x={x + (wide - bar) / 2}
                  y={y(s)}
                  width={bar}
                  height={frame.bottom - y(s)}
                  rx="2"
                />
                {index % every === 0 && (
                  <text x={x + wide / 2} y={frame.bottom + 20} textAnchor="middle">
                    {position}
                  </text>
                )}
              </a>
            )
          })}
          <text x={frame.right} y={208} textAnchor="end">
            {t('statistics.times.x')}
          </text>
        </svg>
      </ScrollBox>
      <figcaption>{t('statistics.times.caption', { left: items.length - timed.length })}</figcaption>
      <details className="disclosure">
        <summary>{t('ui.staff.readAsTable')}</summary>
        <Table
          caption={t('statistics.times.name')}
          rows={timed}
          rowKey={({ id }) => id}
          columns={[
            {
              id: 'question',
              header: t('statistics.items.question'),
              rowHeader: true,
              sortValue: ({ position }) => position,
              cell: ({ position, opening }) => t('statistics.items.name', { position, opening }),
            },
            {
              id: 'time',
              header: t('statistics.items.time'),
              align: 'end',
              phone: 'figure',
              sortValue: ({ s }) => s,
              cell: ({ s }) => spent(s),
            },
          ]}
        />
      </details>
    </figure>
  )
}

/** The step between four or five grid lines: in seconds below two minutes, in minutes above. */
function stepOf(most: number): number {
  const steps = [5, 10, 15, 30, 60, 120, 300, 600, 1_200]
  return steps.find((step) => most / step <= 5) ?? Math.ceil(most / 5 / 3_600) * 3_600
}
