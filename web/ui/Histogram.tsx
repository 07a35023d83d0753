import { useId } from 'react'
import { useText } from '#web/text/text.tsx'
import { HistogramTable } from './HistogramTable.tsx'
import { binsOf, bricksOf } from './histogram-bins.ts'

type Props = {
  title: string
  /** In hundredths, between 0 and 2000. */
  marks: readonly number[]
  pass?: number
  mean?: number
  median?: number
  caption?: string
}

const [left, right, base] = [8, 552, 250]
const perUnit = (right - left) / 20

/** The marks of a class, one brick per student, hollow below the pass mark. A table below holds the same data. */
export function Histogram({ title, marks, pass = 1000, mean, median, caption }: Props) {
  const { t, mark: write, points } = useText()
  const id = useId()
  const bins = binsOf(marks)
  const tallest = Math.max(4, ...bins.map((bin) => bin.count))
  const brick = Math.min(18, 180 / tallest)
  const top = base - brick * tallest - 64
  const x = (hundredths: number) => left + (perUnit * hundredths) / 100
  const below = marks.filter((each) => each < pass).length
  return (
    <figure className="figure">
      <svg
        className="chart"
        viewBox={`0 ${top} 560 ${base + 34 - top}`}
        role="img"
        aria-labelledby={`${id}-title`}
        aria-describedby={`${id}-text`}
      >
        <title id={`${id}-title`}>{title}</title>
        <desc id={`${id}-text`}>{t('ui.staff.histogramText', { count: marks.length, below, pass: points(pass) })}</desc>
        {bins.flatMap((bin) =>
          bricksOf(bin, brick).map((y) => (
            <Brick
              key={`${bin.from}-${y}`}
              x={x(bin.from * 100)}
              y={base - y}
              size={brick}
              isBelow={bin.to * 100 <= pass}
            />
          )),
        )}
        <path className="axis" d={`M${left} ${base}H${right}`} />
        {Array.from({ length: 21 }, (_, unit) => (
          <path key={x(unit * 100)} className="axis" d={`M${x(unit * 100)} ${base}v${unit % 5 === 0 ? 9 : 5}`} />
        ))}
        {[0, 5, 10, 15, 20].map((unit) => (
          <text
            key={unit}
            x={x(unit * 100)}
            y={base + 27}
            textAnchor={unit === 0 ? 'start' : unit === 20 ? 'end' : 'middle'}
          >
            {unit}
          </text>
        ))}
        <Line
          at={x(pass)}
          top={top + 46}
          className="pass"
          text={t('ui.staff.passLine', { value: points(pass) })}
          side="left"
        />
        {mean !== undefined && (
          <Line at={x(mean)} top={top + 4} className="mean" text={t('ui.staff.mean', { value: write(mean) })} strong />
        )}
        {median !== undefined && (
          <Line
            at={x(median)}
            top={top + 25}
            className="median"
            text={t('ui.staff.median', { value: write(median) })}
            strong
          />
        )}
      </svg>
      {caption && <figcaption>{caption}</figcaption>}
      <HistogramTable bins={bins} />
    </figure>
  )
}

/** A hollow brick is smaller, because its outline adds to its size. */
function Brick({ x, y, size, isBelow }: { x: number; y: number; size: number; isBelow: boolean }) {
  const inset = isBelow ? 3.8 : 3
  return (
    <rect
      className={isBelow ? 'brick brick--below' : 'brick'}
      x={x + inset}
      y={y + (isBelow ? 0.8 : 0)}
      width={perUnit - 2 * inset}
      height={Math.max(1.5, size - (isBelow ? 4.6 : 3))}
      rx="2"
    />
  )
}

type LineProps = { at: number; top: number; className: string; text: string; strong?: boolean; side?: 'left' | 'right' }

/** A line with its label beside it; the label changes side near the edge. */
function Line({ at, top, className, text, strong = false, side = at > 430 ? 'left' : 'right' }: LineProps) {
  return (
    <>
      <path className={className} d={`M${at} ${top}V${base}`} />
      <text
        className={strong ? 'label' : undefined}
        x={side === 'left' ? at - 6 : at + 6}
        y={top + 10}
        textAnchor={side === 'left' ? 'end' : 'start'}
      >
        {text}
      </text>
    </>
  )
}
