import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { listFinalisations } from '#contract/assessment/finalisation.ts'
import { at } from '#web/addresses.ts'
import { query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { shortHash } from './SealNotice.tsx'

/** Every finalised version of the sheet, the current one first. */
export function FinalisationsView({ courseId }: { courseId: string }) {
  const { t, dateTime } = useText()
  const kept = useQuery(query(listFinalisations, { params: { courseId } }))
  return (
    <QueryView query={kept} loading={null}>
      {({ finalisations }) =>
        finalisations.length === 0 ? null : (
          <section aria-labelledby="finalisations">
            <div className="section-head">
              <h2 id="finalisations">{t('assessment.final.kept')}</h2>
            </div>
            <ol className="sealed-list">
              {finalisations.map(({ number, hash, sealedAt, sealedByName, reopened }) => (
                <li key={number}>
                  <Link href={at.course(courseId).record(number)}>{t('assessment.final.recordOf', { number })}</Link>
                  <span>
                    {t('assessment.final.sealedBy', { name: sealedByName, at: dateTime(sealedAt) })}{' '}
                    <span className="mono small muted">{shortHash(hash)}</span>
                  </span>
                  {reopened && (
                    <span className="muted">
                      {t('assessment.final.reopenedBy', {
                        name: reopened.byName,
                        at: dateTime(reopened.at),
                        reason: reopened.reason,
                      })}
                    </span>
                  )}
                </li>
              ))}
            </ol>
          </section>
        )
      }
    </QueryView>
  )
}
