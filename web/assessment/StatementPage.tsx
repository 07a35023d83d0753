import { useQuery } from '@tanstack/react-query'
import { getMyStatement } from '#contract/assessment/my-statement.ts'
import { listMyProjects } from '#contract/projects/projects.ts'
import { query } from '#web/api.ts'
import { ToReview } from '#web/attempts/review/ToReview.tsx'
import { MyProjectView } from '#web/projects/MyProjectView.tsx'
import { studentAt } from '#web/student-addresses.ts'
import { useText } from '#web/text/text.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { Page } from '#web/ui/Page.tsx'
import { PrintButton } from '#web/ui/PrintButton.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { SheetRow } from '#web/ui/SheetRow.tsx'
import { StatementView } from './StatementView.tsx'
import './statement.css'

/** The student's statement: the final grade with its working, and the rubric of their projects, once released. */
export default function StatementPage() {
  const { t, date, list } = useText()
  const statement = useQuery(query(getMyStatement, {}))
  const projects = useQuery(query(listMyProjects, {}))
  const isWithheld = isNotReleased(statement.error)
  const hasProjects = (projects.data?.projects.length ?? 0) > 0
  const released = statement.data
  // The working of a project mark appears once: in the final grade when it counts there, otherwise with the project.
  const said = new Set(released?.projectWorkings.map(({ projectId }) => projectId))
  if (isWithheld && projects.data && !hasProjects) {
    return (
      <Page title={t('assessment.student.title')} look="read">
        <EmptyState
          title={t('assessment.student.nothingTitle')}
          actions={<LinkButton href={studentAt.exams}>{t('assessment.student.toExams')}</LinkButton>}
        >
          {t('assessment.student.nothingText')}
        </EmptyState>
        <ToReview />
      </Page>
    )
  }
  return (
    <Page
      title={t('assessment.student.title')}
      look="sheet"
      lead={
        released &&
        t('assessment.student.lead', {
          course: released.courseTitle,
          year: released.year || 'none',
          date: date(released.releasedAt),
        })
      }
      actions={(released || hasProjects) && <PrintButton />}
    >
      {!isWithheld && <QueryView query={statement}>{(data) => <StatementView statement={data} />}</QueryView>}
      <QueryView query={projects} loading={null}>
        {({ projects: mine }) =>
          mine.map((project) => (
            <SheetRow key={project.id} label={project.title}>
              <p className="muted">
                {t('projects.student.team', { name: project.team.name, members: list(project.team.members) })}
              </p>
              <MyProjectView project={project} working={said.has(project.id) ? null : project.working} />
            </SheetRow>
          ))
        }
      </QueryView>
      <ToReview />
    </Page>
  )
}

function isNotReleased(error: Error | null): boolean {
  return error !== null && 'code' in error && error.code === 'not_released'
}
