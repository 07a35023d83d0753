import { useQuery } from '@tanstack/react-query'
import { listBatches } from '#contract/questions/question-batches.ts'
import { query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { useBatchText } from './use-batch-text.ts'
import { useUndoBatch } from './use-undo-batch.ts'
import './import.css'

/** The latest imports, each with an undo that lasts longer than the toast: as long as nothing depends on the import. */
export function LatestBatches({ courseId }: { courseId: string }) {
  const { t, dateTime } = useText()
  const describe = useBatchText()
  const { undo, isUndoing } = useUndoBatch(courseId)
  const { data } = useQuery(query(listBatches, { params: { courseId } }))
  if (!data || data.batches.length === 0) return null
  return (
    <section aria-labelledby="latest">
      <div className="section-head">
        <h2 id="latest">{t('questions.batch.latest')}</h2>
      </div>
      <ul className="batches">
        {data.batches.map((batch) => (
          <li key={batch.id}>
            <span>
              {describe(batch)}
              <span className="small muted">{` ${t('questions.batch.by', { date: dateTime(batch.at), name: batch.byName })}`}</span>
            </span>
            <Button size="small" busy={isUndoing} onClick={() => undo(batch.id)}>
              {t('common.undo')}
              <span className="vh"> {describe(batch)}</span>
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}
