import type { ExamItem } from '#contract/statistics/statistics.ts'
import { useText } from '#web/text/text.tsx'
import { apart } from './apart.ts'
import { useFigureText } from './use-figure-text.ts'
import { useItemAddress } from './use-item-address.ts'

const frame = { left: 56, right: 604, top: 24, bottom: 352 }
const grave = ['key_suspect', 'negative_discrimination', 'weak_discrimination']

/** A scatter plot of facility and discrimination: one number per question, each a link to its panel. */
export function ItemScatter({ items }: { items: readonly ExamItem[] }) {
  const { t, number } = useText()
  const { ratio, flagOf } = useFigureText()
  const addressOf = useItemAddress()
  const drawn = items.filter(({ facility, itemRest }) => facility.value !== null && itemRest.value !== null)
  const least = Math.min(-0.25, ...drawn.map(({ itemRest }) => Math.floor((itemRest.value ?? 0) * 4) / 4))
  const most = Math.max(0.75, ...drawn.map(({ itemRest }) => Math.ceil((itemRest.value ?? 0) * 4) / 4))
  const x = (facility: number) => frame.left + (frame.right - frame.left) * facility
  const y = (rest: number) => frame.bottom - ((frame.bottom - frame.top) * (rest - least)) / (most - least)
  const places = apart(
    drawn.map(({ facility, itemRest }) => ({ x: x(facility.value ?? 0), y: y(itemRest.value ?? 0) })),
  )
  const rows = Array.from({ length: Math.round((most - least) * 4) + 1 }, (_, index) => least + index / 4)
  return (
    <figure className="figure">
      <svg className="chart scatter" viewBox="0 0 620 400" role="group" aria-label={t('statistics.scatter.name')}>
        <rect className="zone" x={x(0.3)} y={y(most)} width={x(0.8) - x(0.3)} height={y(0.25) - y(most)} />
        <text x={x(0.55)} y={y(most) + 18} textAnchor="middle">
          {t('statistics.scatter.zone')}
        </text>
        {rows.map((row) => (
          <g key={row}>
            <path className={row === 0 ? 'axis' : 'grid'} d={`M${frame.left} ${y(row)}H${frame.right}`} />
            <text x={frame.left - 8} y={y(row) + 5} textAnchor="end">
              {number(row, 2).replace('-', '−')}
            </text>
          </g>
        ))}
        {[0, 0.25, 0.5, 0.75, 1].map((column) => (
          <g key={column}>
            <path className="axis" d={`M${x(column)} ${frame.bottom}v7`} />
            <text x={x(column)} y={frame.bottom + 24} textAnchor="middle">
              {number(column, 2)}
            </text>
          </g>
        ))}
        <path className="axis" d={`M${frame.left} ${frame.bottom}H${frame.right}`} />
        <text x={frame.right} y={396} textAnchor="end">
          {t('statistics.scatter.x')}
        </text>
        <text x={frame.left} y={14}>
          {t('statistics.scatter.y')}
        </text>
        {drawn.map((item, index) => {
          const flags = item.flags.filter(({ code }) => grave.includes(code))
          const name = t('statistics.scatter.item', {
            position: item.position,
            opening: item.opening,
            facility: ratio(item.facility),
            rest: ratio(item.itemRest),
            flags: flags.map((flag) => `, ${flagOf(item, flag).name}`).join(''),
          })
          return (
            <a key={item.id} href={addressOf(item.position)} aria-label={name}>
              <Point place={places[index] ?? { x: 0, y: 0 }} position={item.position} isFlagged={flags.length > 0} />
            </a>
          )
        })}
      </svg>
      <figcaption>{t('statistics.scatter.caption', { left: items.length - drawn.length })}</figcaption>
    </figure>
  )
}

type PointProps = { place: { x: number; y: number }; position: number; isFlagged: boolean }

/** A circle; a solid diamond for a flagged question. */
function Point({ place: { x, y }, position, isFlagged }: PointProps) {
  return (
    <>
      {isFlagged ? (
        <path className="point point--flag" d={`M${x} ${y - 14}l14 14-14 14-14-14z`} />
      ) : (
        <circle className="point" cx={x} cy={y} r="12" />
      )}
      <text className={isFlagged ? 'point__n point__n--flag' : 'point__n'} x={x} y={y + 4.5} textAnchor="middle">
        {position}
      </text>
    </>
  )
}
