import { Link } from 'wouter'
import type { Corrections } from '#contract/grading/corrections.ts'
import { at } from '#web/addresses.ts'
import { useText } from '#web/text/text.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { useCorrectionText } from './use-correction-text.ts'

type Props = { courseId: string; examId: string; corrections: Corrections }

/** Every marking run, the current one first: its author, its reason, and how to return to it. */
export function CorrectionHistory({ courseId, examId, corrections: { runs } }: Props) {
  const { t, dateTime } = useText()
  const { changeText } = useCorrectionText()
  const inExam = at.course(courseId).exam(examId)
  const [current] = runs
  return (
    <section className="correction-history" aria-labelledby="history">
      <div className="section-head">
        <h2 id="history">{t('grading.correction.history')}</h2>
        <p>{t('grading.correction.historyNote')}</p>
      </div>
      <ol>
        {runs.map((run) => (
          <li key={run.number}>
            <div>
              <p>
                <strong>{t('grading.correction.run', { number: run.number })}</strong>{' '}
                {run === current && <span className="small muted">{t('grading.correction.counts')}</span>}
              </p>
              <p>{run.correction ? changeText(run.correction) : t('grading.correction.first')}</p>
              {run.reason && <p className="small muted">{t('grading.correction.because', { reason: run.reason })}</p>}
              <p className="small muted">
                {run.correction
                  ? t('grading.correction.by_at', { name: run.byName, at: dateTime(run.createdAt) })
                  : dateTime(run.createdAt)}
              </p>
            </div>
            <div className="actions">
              {run.correction && (
                <Link href={inExam.correction(run.number)}>
                  {t('grading.correction.seeRecord', { number: run.number })}
                </Link>
              )}
              {run === current && run.correction && (
                <LinkButton size="small" href={`${inExam.corrections}?correction=${run.number - 1}`}>
                  {t('grading.correction.undo')}
                </LinkButton>
              )}
            </div>
          </li>
        ))}
      </ol>
    </section>
  )
}
