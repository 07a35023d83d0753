import { Link } from 'wouter'
import type { CourseOverview } from '#contract/exports/overview.ts'
import { at } from '#web/addresses.ts'
import { JournalSentence } from '#web/shell/JournalSentence.tsx'
import { useText } from '#web/text/text.tsx'

type Props = { courseId: string; overview: CourseOverview }

/** The latest actions and their authors. */
export function JournalView({ courseId, overview: { journal, serverNow } }: Props) {
  const { t, relative } = useText()
  return (
    <section aria-labelledby="journal">
      <div className="section-head">
        <h2 id="journal">{t('exports.home.journal')}</h2>
        <p>
          <Link href={at.course(courseId).journal}>{t('exports.home.wholeJournal')}</Link>
        </p>
      </div>
      <ol className="journal">
        {journal.map((line) => (
          <li key={line.id}>
            <time dateTime={line.at}>{relative(line.at, serverNow)}</time>
            <span>
              <JournalSentence courseId={courseId} line={line} />
            </span>
          </li>
        ))}
      </ol>
    </section>
  )
}
