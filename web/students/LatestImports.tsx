import { useQuery } from '@tanstack/react-query'
import { listImports } from '#contract/students/roster-import.ts'
import { query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'

/** The latest imports, each with an undo that lasts longer than the toast: as long as nothing depends on the import. */
export function LatestImports({ courseId, onUndo }: { courseId: string; onUndo: (importId: string) => void }) {
  const { t, dateTime } = useText()
  const { data } = useQuery(query(listImports, { params: { courseId } }))
  if (!data || data.imports.length === 0) return null
  return (
    <section aria-labelledby="latest">
      <div className="section-head">
        <h2 id="latest">{t('students.import.latest')}</h2>
      </div>
      <ul className="stack stack--tight">
        {data.imports.map(({ id, at, byName, added, changed }) => (
          <li key={id} className="cluster">
            <span>{t('students.import.latestLine', { date: dateTime(at), name: byName, added, changed })}</span>
            <Button size="small" onClick={() => onUndo(id)}>
              {t('students.import.undo')}
              <span className="vh"> {dateTime(at)}</span>
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}
