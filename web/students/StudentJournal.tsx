import { useQuery } from '@tanstack/react-query'
import { readJournal } from '#contract/exports/exports.ts'
import { query } from '#web/api.ts'
import { JournalChanges } from '#web/shell/JournalChanges.tsx'
import { JournalSentence } from '#web/shell/JournalSentence.tsx'
import { useText } from '#web/text/text.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'

const shownFirst = 12

/** What was changed about a student, newest first. */
export function StudentJournal({ courseId, studentId }: { courseId: string; studentId: string }) {
  const { t, dateTime } = useText()
  const journal = useQuery(query(readJournal, { params: { courseId }, query: { studentId } }))
  return (
    <QueryView
      query={journal}
      isEmpty={({ lines }) => lines.length === 0}
      empty={<p className="muted">{t('students.noJournal')}</p>}
    >
      {({ lines }) => {
        const rows = (some: typeof lines) => (
          <ul className="student-lines">
            {some.map((line) => (
              <li key={line.id}>
                <time className="small muted" dateTime={line.at}>
                  {dateTime(line.at)}
                </time>
                <div>
                  <JournalSentence courseId={courseId} line={aboutOthers(line, studentId)} />
                  {line.reason && <p className="small muted">{line.reason}</p>}
                  <JournalChanges changes={line.changes} />
                </div>
              </li>
            ))}
          </ul>
        )
        return (
          <>
            {rows(lines.slice(0, shownFirst))}
            {lines.length > shownFirst && (
              <details className="disclosure">
                <summary>{t('students.moreJournal', { count: lines.length - shownFirst })}</summary>
                {rows(lines.slice(shownFirst))}
              </details>
            )}
          </>
        )
      }}
    </QueryView>
  )
}

type Line = Parameters<typeof JournalSentence>[0]['line'] & { id: string }

/** On the page of a student, their own name says nothing; of many others, neither do theirs. */
function aboutOthers<L extends Line>(line: L, studentId: string): L {
  const subject = line.subject.id === studentId ? { ...line.subject, name: null } : line.subject
  const others = line.people.filter(({ id }) => id !== studentId)
  return { ...line, subject, people: others.length > 1 ? [] : others }
}
