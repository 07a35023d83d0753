import { useId } from 'react'
import type { ExamResults } from '#contract/grading/grading.ts'
import { useText } from '#web/text/text.tsx'
import { Histogram } from '#web/ui/Histogram.tsx'
import { Stat } from '#web/ui/Stat.tsx'
import { Stats } from '#web/ui/Stats.tsx'

/** Below this number of attempts, a single one can shift the mean noticeably. */
const fewCopies = 30

/** The distribution of the marks as a chart and figures, for the whole class even when the table below is filtered. */
export function DistributionView({ results: { rows, outOf, distribution, examTitle } }: { results: ExamResults }) {
  const { t, mark, points } = useText()
  const id = useId()
  const marks = rows.flatMap((row) => row.mark ?? [])
  const pass = outOf / 2
  // The chart is always out of 20, so that exams can be compared.
  const onTwenty = (value: number) => (value * 2000) / outOf
  const { n, mean, median, standardDeviation } = distribution
  const passed = marks.filter((each) => each >= pass).length
  const scale = `/ ${points(outOf)}`
  const isTwenty = outOf === 2000
  return (
    <section className="distribution" aria-labelledby={id}>
      <div>
        <div className="section-head">
          <h2 id={id}>{t('grading.stats.title')}</h2>
          <p>{t(isTwenty ? 'grading.stats.note' : 'grading.stats.scaled', { outOf: points(outOf) })}</p>
        </div>
        <Histogram
          title={t('grading.table.caption', { exam: examTitle })}
          marks={marks.map(onTwenty)}
          {...(mean === null ? {} : { mean: onTwenty(mean) })}
          {...(median === null ? {} : { median: onTwenty(median) })}
        />
      </div>
      <div>
        <Stats>
          {mean !== null && <Stat label={t('grading.stats.mean')} value={mark(mean)} unit={scale} />}
          {median !== null && <Stat label={t('grading.stats.median')} value={mark(median)} unit={scale} />}
          {standardDeviation !== null && (
            <Stat
              label={t('grading.stats.deviation')}
              value={mark(standardDeviation)}
              unit={t('grading.stats.points')}
            />
          )}
          <Stat
            label={t('grading.stats.range')}
            value={
              <>
                {mark(Math.min(...marks))} <small>{t('grading.stats.to')}</small> {mark(Math.max(...marks))}
              </>
            }
          />
          <Stat
            label={t('grading.stats.pass', { pass: points(pass) })}
            value={passed}
            unit={t('grading.stats.of', { count: n })}
          />
        </Stats>
        {n < fewCopies && <p className="small muted distribution__few">{t('grading.stats.few', { count: n })}</p>}
      </div>
    </section>
  )
}
