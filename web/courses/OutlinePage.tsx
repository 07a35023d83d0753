import { useQuery } from '@tanstack/react-query'
import { getOutline } from '#contract/courses/outline.ts'
import { query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { Page } from '#web/ui/Page.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { usePathIds } from '#web/ui/use-path-ids.ts'
import { CourseTabs } from './CourseTabs.tsx'

/** The sessions of the course, their sections, and what each has. */
export default function OutlinePage() {
  const { t } = useText()
  const { courseId } = usePathIds('courseId')
  const outline = useQuery(query(getOutline, { params: { courseId } }))
  return (
    <Page title={t('courses.outline.title')}>
      <CourseTabs courseId={courseId} />
      <QueryView
        query={outline}
        isEmpty={({ sessions }) => sessions.length === 0}
        empty={<EmptyState title={t('courses.outline.emptyTitle')}>{t('courses.outline.emptyText')}</EmptyState>}
      >
        {({ sessions }) => (
          <ol>
            {sessions.map((session) => (
              <li key={session.id}>
                <h2>{session.title}</h2>
                <ul>
                  {session.sections.map((section) => (
                    <li key={section.id}>
                      {t('courses.outline.section', { title: section.title, exam: section.exam })}
                    </li>
                  ))}
                </ul>
              </li>
            ))}
          </ol>
        )}
      </QueryView>
    </Page>
  )
}
