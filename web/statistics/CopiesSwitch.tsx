import { useSearchParams } from 'wouter'
import type { ExamStatisticsView } from '#contract/statistics/statistics.ts'
import { useText } from '#web/text/text.tsx'
import { Checkbox } from '#web/ui/Checkbox.tsx'

/** Chooses whether attempts with blanks count in the statistics; the choice is in the query string. */
export function CopiesSwitch({ statistics: { n, leftOut, blanks } }: { statistics: ExamStatisticsView }) {
  const { t } = useText()
  const [search, setSearch] = useSearchParams()
  const isComplete = search.get('copies') === 'completes'
  const choose = (complete: boolean) => {
    setSearch(
      (before) => {
        const next = new URLSearchParams(before)
        if (complete) next.set('copies', 'completes')
        else next.delete('copies')
        return next
      },
      { replace: true },
    )
  }
  // Describes the displayed statistics, also while those of the other choice are loading.
  const kind = n === 0 ? 'nobody' : blanks === 'listwise' ? 'complete' : 'all'
  return (
    <div className="statistics__copies">
      <div className="no-print">
        <Checkbox
          label={t('statistics.copies.only')}
          hint={t('statistics.copies.hint')}
          checked={isComplete}
          onChange={({ target }) => choose(target.checked)}
        />
      </div>
      <p role="status" className="small muted">
        {t(`statistics.copies.${kind}`, { n, leftOut })}
      </p>
    </div>
  )
}
