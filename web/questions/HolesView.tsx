import { Link } from 'wouter'
import { noSection } from '#core/courses/outline.ts'
import { at } from '#web/addresses.ts'
import { useText } from '#web/text/text.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import type { Coverage } from './coverage.ts'

/** The gaps in words: sections without a question, and what the plan would lack. */
export function HolesView({ courseId, coverage }: { courseId: string; coverage: Coverage }) {
  const { t } = useText()
  const sections = coverage.sessions.flatMap((session) => session.sections)
  const missing = sections.reduce((sum, section) => sum + section.missing, 0)
  const hasPlan = coverage.examId !== null || coverage.planId !== null
  const bare = sections.filter(({ total }) => total === 0)
  const holes = sections.filter((section) => section.bare.length > 0)
  const passages = holes.reduce((sum, section) => sum + section.bare.length, 0)
  return (
    <Notice tone={missing + bare.length + passages + coverage.unplaced > 0 ? 'warn' : 'good'}>
      {hasPlan && <p>{t('questions.coverage.holes', { count: missing })}</p>}
      {coverage.examId !== null && missing > 0 && (
        <p>
          <Link href={at.course(courseId).exam(coverage.examId).page}>
            {coverage.exams.find(({ id }) => id === coverage.examId)?.title}
          </Link>
        </p>
      )}
      {bare.length > 0 && (
        <>
          <p>
            <strong>{t('questions.coverage.emptySections', { count: bare.length })}</strong>
          </p>
          <ul>
            {bare.map(({ id, title }) => (
              <li key={id}>{title}</li>
            ))}
          </ul>
        </>
      )}
      {coverage.unplaced > 0 && (
        <p>
          <Link href={`${at.course(courseId).questions}?section=${noSection}`}>
            {t('questions.coverage.waiting', { count: coverage.unplaced })}
          </Link>
        </p>
      )}
      {passages > 0 && (
        <details>
          <summary>{t('questions.coverage.barePassages', { count: passages })}</summary>
          <ul>
            {holes.map(({ id, title, bare: headings }) => (
              <li key={id}>
                {title}
                <ul>
                  {headings.map((heading) => (
                    <li key={heading}>
                      <Link
                        href={`${at.course(courseId).newQuestion}?${new URLSearchParams({ section: id, titre: heading })}`}
                      >
                        {heading}
                      </Link>
                    </li>
                  ))}
                </ul>
              </li>
            ))}
          </ul>
        </details>
      )}
      {!hasPlan && bare.length + passages === 0 && <p>{t('questions.coverage.allCovered')}</p>}
    </Notice>
  )
}
