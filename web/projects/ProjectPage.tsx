import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { getProject, type ProjectView } from '#contract/projects/projects.ts'
import { at } from '#web/addresses.ts'
import { query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { Menu } from '#web/ui/Menu.tsx'
import { MenuItem } from '#web/ui/MenuItem.tsx'
import { Page } from '#web/ui/Page.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { usePathIds } from '#web/ui/use-path-ids.ts'
import { BlindDialog, BlindNotice } from './BlindNotice.tsx'
import { DrawTeamsDialog } from './DrawTeamsDialog.tsx'
import { OpeningNotice } from './OpeningNotice.tsx'
import { ReleaseProject } from './ReleaseProject.tsx'
import { TeamNameDialog } from './TeamNameDialog.tsx'
import { TeamsBoard } from './TeamsBoard.tsx'
import { TermsDialog } from './TermsDialog.tsx'
import { TermsView } from './TermsView.tsx'
import './projects.css'

/** The teams of a project, with their members and the progress of their grading. */
export default function ProjectPage() {
  const { t } = useText()
  const { courseId, projectId } = usePathIds('courseId', 'projectId')
  const project = useQuery(query(getProject, { params: { courseId, projectId } }))
  const crumbs = [{ label: t('projects.title'), href: at.course(courseId).projects }]
  if (project.data) return <Ready courseId={courseId} project={project.data} crumbs={crumbs} />
  return (
    <Page title={t('projects.project')} crumbs={crumbs}>
      <QueryView query={project}>{() => null}</QueryView>
    </Page>
  )
}

type ReadyProps = { courseId: string; project: ProjectView; crumbs: readonly { label: string; href: string }[] }

function Ready({ courseId, project, crumbs }: ReadyProps) {
  const { t, rich } = useText()
  const inProject = at.course(courseId).project(project.id)
  const [dialog, setDialog] = useState<'team' | 'draw' | 'terms' | 'blind' | null>(null)
  const close = () => setDialog(null)
  const next = project.teams.find(({ grade, members }) => grade.mark === null && members.length > 0)
  const hasTeams = project.teams.length > 0
  const draw = (
    <Button
      variant={hasTeams ? 'secondary' : 'primary'}
      onClick={() => setDialog('draw')}
      reason={project.withoutTeam.length === 0 ? t('projects.team.drawNone') : undefined}
    >
      <Icon name="team" />
      {t('projects.team.draw')}
    </Button>
  )
  const create = (
    <Button onClick={() => setDialog('team')}>
      <Icon name="plus" />
      {t('projects.team.new')}
    </Button>
  )
  const bring = (
    <LinkButton href={inProject.importTeams}>
      <Icon name="upload" />
      {t('projects.import.open')}
    </LinkButton>
  )
  const b = (words: React.ReactNode) => <strong key="b">{words}</strong>
  return (
    <Page
      title={project.title}
      crumbs={crumbs}
      lead={
        hasTeams
          ? rich('projects.lead', {
              graded: project.gradedCount,
              teams: project.teamCount,
              alone: project.withoutTeamCount,
              released: project.releasedAt !== null,
              b,
            })
          : rich('projects.leadNoTeams', { count: project.withoutTeamCount, b })
      }
      actions={
        <>
          {next && (
            <LinkButton variant="primary" href={inProject.team(next.id)}>
              {t('projects.gradeNext')}
            </LinkButton>
          )}
          {hasTeams && <ReleaseProject courseId={courseId} project={project} isNext={!next} />}
          <LinkButton href={inProject.rubric}>{t('projects.rubric')}</LinkButton>
          <Menu label={t('projects.settings')}>
            <MenuItem icon="calendar" note={t('projects.terms.note')} onChoose={() => setDialog('terms')}>
              {t('projects.terms.title')}
            </MenuItem>
            {!project.isBlind && (
              <MenuItem
                icon="eye-off"
                note={t('projects.blind.note')}
                reason={project.releasedAt ? t('projects.blind.released') : undefined}
                onChoose={() => setDialog('blind')}
              >
                {t('projects.blind.hide')}
              </MenuItem>
            )}
          </Menu>
        </>
      }
    >
      <div className="stack stack--tight">
        <OpeningNotice courseId={courseId} project={project} />
        {project.isBlind && <BlindNotice courseId={courseId} projectId={project.id} />}
        <TermsView terms={project.terms} />
      </div>
      {hasTeams ? (
        <TeamsBoard
          courseId={courseId}
          project={project}
          tools={
            <>
              {create}
              {draw}
              {bring}
            </>
          }
        />
      ) : (
        <EmptyState
          title={t('projects.team.emptyTitle')}
          actions={
            <>
              {draw}
              {bring}
              {create}
            </>
          }
        >
          {t('projects.team.emptyText')}
        </EmptyState>
      )}
      <TeamNameDialog courseId={courseId} projectId={project.id} team={null} open={dialog === 'team'} onClose={close} />
      <DrawTeamsDialog courseId={courseId} project={project} open={dialog === 'draw'} onClose={close} />
      {dialog === 'terms' && (
        <TermsDialog courseId={courseId} projectId={project.id} terms={project.terms} onClose={close} />
      )}
      <BlindDialog courseId={courseId} projectId={project.id} isBlind open={dialog === 'blind'} onClose={close} />
    </Page>
  )
}
