import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { getTeamGrading } from '#contract/projects/project-grading.ts'
import { at } from '#web/addresses.ts'
import { query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Page } from '#web/ui/Page.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { usePathIds } from '#web/ui/use-path-ids.ts'
import type { TeamGrading } from './grade-draft.ts'
import { TeamGradingView } from './TeamGradingView.tsx'
import { takeTyped } from './typed-ahead.ts'
import './projects.css'
import './grade-team.css'

/** Grades one team. Never cached, so that changes saved by another grader are always displayed. */
export default function GradeTeamPage() {
  const { t } = useText()
  const { courseId, projectId, teamId } = usePathIds('courseId', 'projectId', 'teamId')
  const params = { courseId, projectId, teamId }
  // What was typed for a team is not for another page.
  useEffect(() => () => void takeTyped(), [])
  const grading = useQuery({
    ...query(getTeamGrading, { params }),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  })
  if (grading.data) {
    return (
      <TeamGradingView
        key={stateOf(grading.data)}
        place={params}
        grading={grading.data}
        onReload={() => void grading.refetch()}
      />
    )
  }
  return (
    <Page title={t('projects.team.one')} crumbs={[{ label: t('projects.title'), href: at.course(courseId).projects }]}>
      <QueryView query={grading}>{() => null}</QueryView>
    </Page>
  )
}

/** A key that changes with the server's state of the team, to reset the form to that state. */
function stateOf({ team, revision, double }: TeamGrading): string {
  return [team.id, revision, double?.isDone ?? '', double?.resolution?.at ?? ''].join('/')
}
