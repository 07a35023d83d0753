import type { ExamStatisticsView } from '#contract/statistics/statistics.ts'
import { useText } from '#web/text/text.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { Stat } from '#web/ui/Stat.tsx'
import { Stats } from '#web/ui/Stats.tsx'
import { useFigureText } from './use-figure-text.ts'

/** The usual threshold above which the questions are considered consistent. */
const enough = 0.7

/** Alpha with its interval, the standard error of a mark, and the shape of the distribution. */
export function ReliabilityView({ statistics }: { statistics: ExamStatisticsView }) {
  const { t, points, mark, number } = useText()
  const { ratio, marked, reasonOf, between } = useFigureText()
  const { alpha, alphaInterval, standardError, outOf, mean, meanInterval } = statistics
  const unit = t('statistics.unit', { outOf: points(outOf) })
  const toRead = statistics.items.filter(({ flags }) => flags.length > 0).length
  return (
    <section className="stack" aria-labelledby="reliability">
      <h2 id="reliability">{t('statistics.alpha.title')}</h2>
      {alpha.value === null ? (
        <p className="muted">{t('statistics.alpha.none', { why: reasonOf(alpha) })}</p>
      ) : (
        <div>
          <p className="mark__figure statistics__alpha">
            {ratio(alpha)} <span className="mark__on">{t('statistics.alpha.name')}</span>
          </p>
          <AlphaRule value={alpha.value} interval={alphaInterval} />
          <p className="small">
            {alphaInterval && t('statistics.alpha.interval', { between: between(alphaInterval) })}{' '}
            {t(`statistics.alpha.${verdictOf(alpha.value, alphaInterval)}`, { least: number(enough, 1) })}{' '}
            <Better statistics={statistics} />
          </p>
        </div>
      )}
      <Stats small>
        <Stat label={t('statistics.sem')} value={marked(standardError)} unit={t('statistics.pointUnit')} />
        <Stat
          label={t('statistics.mean')}
          value={marked(mean)}
          unit={unit}
          note={meanInterval && t('statistics.between', { low: mark(meanInterval.low), high: mark(meanInterval.high) })}
        />
        <Stat label={t('statistics.median')} value={marked(statistics.median)} unit={unit} />
        <Stat
          label={t('statistics.deviation')}
          value={marked(statistics.standardDeviation)}
          unit={t('statistics.pointUnit')}
        />
        <Stat label={t('statistics.skewness')} value={ratio(statistics.skewness)} />
        <Stat label={t('statistics.kurtosis')} value={ratio(statistics.kurtosis)} />
        <Stat label={t('statistics.errorRatio')} value={ratio(statistics.errorRatio)} />
        <Stat label={t('statistics.toRead')} value={toRead} />
      </Stats>
      {standardError.value !== null && mean.value !== null && (
        <Notice>
          <p className="small">
            {t('statistics.readMark', {
              mark: mark(mean.value),
              low: mark(Math.max(0, mean.value - standardError.value)),
              high: mark(Math.min(outOf, mean.value + standardError.value)),
            })}
          </p>
        </Notice>
      )}
    </section>
  )
}

function verdictOf(value: number, interval: { low: number; high: number } | null) {
  if (interval && interval.low <= enough && interval.high >= enough) return 'unsure' as const
  return value >= enough ? ('above' as const) : ('below' as const)
}

/** The question whose removal would raise alpha most, if any. */
function Better({ statistics: { items, alpha } }: { statistics: ExamStatisticsView }) {
  const { t } = useText()
  const { ratio } = useFigureText()
  const best = items.reduce<(typeof items)[number] | null>(
    (found, item) =>
      (item.alphaIfDeleted.value ?? -1) > (found?.alphaIfDeleted.value ?? alpha.value ?? 1) ? item : found,
    null,
  )
  if (!best) return null
  return t('statistics.alpha.without', { position: best.position, alpha: ratio(best.alphaIfDeleted) })
}

/** A scale from 0 to 1. An interval with a negative bound is cut at 0; its exact bounds are written below. */
function AlphaRule({ value, interval }: { value: number; interval: { low: number; high: number } | null }) {
  const { number } = useText()
  const x = (alpha: number) => 6 + 288 * Math.min(1, Math.max(0, alpha))
  return (
    <svg className="chart alpha-rule" viewBox="0 0 300 46" aria-hidden="true">
      <path className="axis" d="M6 26H294" />
      {Array.from({ length: 11 }, (_, tick) => (
        <path key={x(tick / 10)} className="axis" d={`M${x(tick / 10)} ${tick % 5 === 0 ? 18 : 22}V26`} />
      ))}
      {interval && <path className="alpha-rule__interval" d={`M${x(interval.low)} 12H${x(interval.high)}`} />}
      <circle className="alpha-rule__dot" cx={x(value)} cy="12" r="5" />
      <path className="pass" d={`M${x(enough)} 4V26`} />
      {[0, 0.5, enough, 1].map((tick) => (
        <text key={tick} x={x(tick)} y="44" textAnchor={tick === 0 ? 'start' : tick === 1 ? 'end' : 'middle'}>
          {number(tick, 1)}
        </text>
      ))}
    </svg>
  )
}
