import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { listMyBriefs } from '#contract/projects/briefs.ts'
import { query } from '#web/api.ts'
import { studentAt } from '#web/student-addresses.ts'
import { useText } from '#web/text/text.tsx'
import { SheetRow } from '#web/ui/SheetRow.tsx'

/** The projects that are open for the student; the page does not wait for this request. */
export function MyProjects() {
  const { t, dateTime } = useText()
  const briefs = useQuery(query(listMyBriefs, {}))
  if (!briefs.data?.projects.length) return null
  return (
    <SheetRow label={t('attempts.exams.projects')}>
      <ul className="my-exams">
        {briefs.data.projects.map((project) => (
          <li key={project.id} className="my-exam">
            <div className="my-exam__head">
              <h3 className="my-exam__title">
                <Link href={studentAt.project(project.id)} className="text-link">
                  {project.title}
                </Link>
              </h3>
              <p className="my-exam__meta">
                {project.deadline && t('attempts.exams.projectDue', { at: dateTime(project.deadline) })}{' '}
                {project.isReleased
                  ? t('attempts.exams.projectReleased')
                  : project.handedInAt
                    ? t('attempts.exams.projectHandedIn', { at: dateTime(project.handedInAt) })
                    : t('attempts.exams.projectToHandIn')}
              </p>
            </div>
          </li>
        ))}
      </ul>
    </SheetRow>
  )
}
