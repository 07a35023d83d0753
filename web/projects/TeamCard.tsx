import { useState } from 'react'
import { Link } from 'wouter'
import type { ProjectView, TeamView } from '#contract/projects/projects.ts'
import { deleteTeam } from '#contract/projects/teams.ts'
import { at } from '#web/addresses.ts'
import { useText } from '#web/text/text.tsx'
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { MarkOnTwenty } from '#web/ui/MarkOnTwenty.tsx'
import { MenuItem } from '#web/ui/MenuItem.tsx'
import { MoreMenu } from '#web/ui/MoreMenu.tsx'
import { ProgressRule } from '#web/ui/ProgressRule.tsx'
import { Status } from '#web/ui/Status.tsx'
import type { Move } from './board.ts'
import { StudentChip } from './StudentChip.tsx'
import { TeamNameDialog } from './TeamNameDialog.tsx'
import { useProjectChange } from './use-project-change.ts'

type Props = { courseId: string; project: ProjectView; team: TeamView; onMove: Move }

/** A team: a link to its grading, its members, its progress and its mark, if any. */
export function TeamCard({ courseId, project, team, onMove }: Props) {
  const text = useText()
  const { t } = text
  const [dialog, setDialog] = useState<'rename' | 'delete' | null>(null)
  const close = () => setDialog(null)
  const deletion = useProjectChange(deleteTeam, close)
  const params = { courseId, projectId: project.id, teamId: team.id }
  return (
    <section className="team" aria-labelledby={`equipe-${team.id}`}>
      <div className="team__head">
        <h2 className="team__name" id={`equipe-${team.id}`}>
          <Link href={at.course(courseId).project(project.id).team(team.id)}>{team.name}</Link>
        </h2>
        {team.grade.mark !== null && <MarkOnTwenty mark={team.grade.mark} size="small" />}
        {!project.isBlind && (
          <MoreMenu name={t('projects.team.actions', { name: team.name })} size="small">
            <MenuItem icon="edit" onChoose={() => setDialog('rename')}>
              {t('projects.team.rename')}
            </MenuItem>
            <MenuItem icon="trash" danger onChoose={() => setDialog('delete')}>
              {t('projects.team.delete')}
            </MenuItem>
          </MoreMenu>
        )}
      </div>
      <ProgressRule done={team.criteriaGraded} total={project.rubric.criteria.length} />
      {team.isToResolve && (
        <Status shape="warn" tone="warn">
          {t('projects.double.toResolve')}
        </Status>
      )}
      {team.members.length === 0 && !project.isBlind && <p className="small muted">{t('projects.team.noMembers')}</p>}
      <ul className="team__members">
        {team.members.map((student) => (
          <StudentChip
            key={student.studentId}
            student={student}
            teams={project.teams}
            here={team.id}
            onMove={project.isBlind ? undefined : onMove}
          />
        ))}
      </ul>
      <TeamNameDialog
        courseId={courseId}
        projectId={project.id}
        team={team}
        open={dialog === 'rename'}
        onClose={close}
      />
      <ConfirmDialog
        open={dialog === 'delete'}
        onClose={close}
        onConfirm={() => deletion.mutate({ params })}
        title={t('projects.team.deleteTitle', { name: team.name })}
        confirm={t('projects.team.delete')}
        kind="danger"
        busy={deletion.isPending}
        error={deletion.error && <Failed error={deletion.error} />}
      >
        {t('projects.team.deleteText', { count: team.members.length })}
      </ConfirmDialog>
    </section>
  )
}
