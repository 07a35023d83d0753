import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { getResults } from '#contract/grading/grading.ts'
import { at } from '#web/addresses.ts'
import { query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Histogram } from '#web/ui/Histogram.tsx'

type Props = { courseId: string; exam: { id: string; title: string; status: string } }

/** The marks of the last exam. Out of another total than 20, only a link to them. */
export function LastMarksView({ courseId, exam }: Props) {
  const { t } = useText()
  const { data } = useQuery(query(getResults, { params: { courseId, examId: exam.id } }))
  const marks = (data?.rows ?? []).flatMap(({ mark }) => (mark === null ? [] : [mark]))
  const inExam = at.course(courseId).exam(exam.id)
  const { mean = null, median = null } = data?.distribution ?? {}
  return (
    <section aria-labelledby="last-marks">
      <div className="section-head">
        <h2 id="last-marks">{t('exports.home.lastMarks', { title: exam.title })}</h2>
        <Link href={inExam.results}>{t('exports.home.allMarks')}</Link>
      </div>
      {data?.outOf === 2000 && marks.length > 0 ? (
        <Histogram
          title={t('ui.staff.mark')}
          marks={marks}
          {...(mean === null ? {} : { mean })}
          {...(median === null ? {} : { median })}
          caption={t(exam.status === 'released' ? 'exports.home.released' : 'exports.home.notReleased')}
        />
      ) : (
        <p className="muted">{t('exports.home.noMarks')}</p>
      )}
    </section>
  )
}
