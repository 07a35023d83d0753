import type { CourseOverview } from '#contract/exports/overview.ts'
import { useText } from '#web/text/text.tsx'

/** The latest actions and their authors. */
export function JournalView({ overview: { journal, serverNow } }: { overview: CourseOverview }) {
  const { t, has, relative } = useText()
  const sentence = (action: string, name: string) => {
    const id = `exports.journal.${action.replace('.', '_')}`
    return t(has(id) ? id : 'exports.journal.other', { name })
  }
  return (
    <section aria-labelledby="journal">
      <div className="section-head">
        <h2 id="journal">{t('exports.home.journal')}</h2>
      </div>
      <ol className="journal">
        {journal.map(({ at, actorName, action }) => (
          <li key={`${at}/${action}/${actorName}`}>
            <time dateTime={at}>{relative(at, serverNow)}</time>
            <span>{sentence(action, actorName)}</span>
          </li>
        ))}
      </ol>
    </section>
  )
}
