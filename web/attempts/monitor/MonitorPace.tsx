import { useId } from 'react'
import { wasHandedIn } from '#core/attempts/sitting.ts'
import { useText } from '#web/text/text.tsx'
import type { Live, MonitorLine } from './state.ts'

const [left, right, base] = [10, 490, 96]
const highest = 76

/**
 * One dot per attempt above the number of its saved answers, to compare progress. The table below holds the same data.
 */
export function MonitorPace({ live: { attempts, questionCount } }: { live: Live }) {
  const { t } = useText()
  const id = useId()
  const started = attempts.filter(({ startedAt, status }) => startedAt !== null && status !== 'voided')
  if (started.length === 0 || questionCount === 0) return null
  const median = medianOf(started.map(({ answeredCount }) => answeredCount))
  const stacks = stacksOf(started)
  const tallest = Math.max(...stacks.map((stack) => stack.lines.length))
  const step = Math.min(11, highest / tallest)
  const x = (answers: number) => left + ((right - left) * answers) / questionCount
  const every = questionCount <= 40 ? 1 : 5
  const ticks = Array.from({ length: Math.floor(questionCount / every) + 1 }, (_, index) => index * every)
  const isLabelled = (tick: number) => tick % (questionCount <= 40 ? 5 : 20) === 0 || tick === questionCount
  return (
    <figure className="monitor-pace">
      <svg className="chart" viewBox="0 -12 500 134" role="img" aria-labelledby={`${id}-title`} aria-describedby={id}>
        <title id={`${id}-title`}>{t('attempts.staff.live.pace')}</title>
        <desc id={id}>
          {t('attempts.staff.live.paceText', { count: started.length, median, total: questionCount })}
        </desc>
        <path className="pass" d={`M${x(median)} 6V${base}`} />
        <text x={x(median)} y="0" textAnchor={anchorOf(median / questionCount)}>
          {t('attempts.staff.live.median', { value: median })}
        </text>
        {stacks.flatMap(({ answers, lines }) =>
          lines.map((line, floor) => (
            <circle
              key={line.studentId}
              className={wasHandedIn(line.status) ? 'monitor-pace__closed' : 'monitor-pace__open'}
              cx={x(answers)}
              cy={base - 6 - step * floor}
              r={Math.min(4, step * 0.42)}
            />
          )),
        )}
        <path className="axis" d={`M${left} ${base}H${right}`} />
        {ticks.map((tick) => (
          <path key={tick} className="axis" d={`M${x(tick)} ${base}v${tick % 5 === 0 ? 8 : 4}`} />
        ))}
        {ticks.filter(isLabelled).map((tick) => (
          <text key={tick} x={x(tick)} y={base + 24} textAnchor={anchorOf(tick / questionCount)}>
            {tick}
          </text>
        ))}
      </svg>
    </figure>
  )
}

/** Keeps labels inside the drawing at both ends. */
function anchorOf(part: number): 'start' | 'middle' | 'end' {
  if (part < 0.12) return 'start'
  return part > 0.88 ? 'end' : 'middle'
}

function stacksOf(lines: readonly MonitorLine[]) {
  const stacks = new Map<number, MonitorLine[]>()
  for (const line of lines) stacks.set(line.answeredCount, [...(stacks.get(line.answeredCount) ?? []), line])
  return [...stacks].map(([answers, those]) => ({ answers, lines: those }))
}

function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? 0
}
