import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { ProjectAddresses } from '#web/addresses.ts'
import { useText } from '#web/text/text.tsx'
import { StatusGlyph } from '#web/ui/StatusGlyph.tsx'
import type { GradeDraft, TeamGrading } from './grade-draft.ts'

type Props = {
  grading: TeamGrading
  draft: GradeDraft
  /** The current mark of the team on the page, saved or not. */
  mark: number | null
  inProject: ProjectAddresses
  /** How the keys behave. */
  children?: ReactNode
}

/** The list of teams, with the current one and those left to grade. */
export function TeamList({ grading, draft, mark: currentMark, inProject, children }: Props) {
  const { t, rich, mark } = useText()
  const teams = grading.teams.map((team) =>
    team.id === grading.team.id
      ? { ...team, mark: currentMark, criteriaGraded: Object.keys(draft.levels).length }
      : team,
  )
  const most = Math.max(2, ...grading.rubric.criteria.map(({ levels }) => levels.length))
  const k = (words: React.ReactNode) => <kbd key={String(words)}>{words}</kbd>
  return (
    <nav aria-label={t('projects.team.all')} className="grading__teams">
      <div className="section-head">
        <h2>{t('projects.team.all')}</h2>
        <p className="num">
          {teams.filter((team) => team.mark !== null).length}&#8239;/&#8239;{teams.length}
        </p>
      </div>
      <ul className="team-list">
        {teams.map((team) => {
          const state = stateOf(team)
          return (
            <li key={team.id}>
              <Link href={inProject.team(team.id)} aria-current={team.id === grading.team.id ? 'page' : undefined}>
                <StatusGlyph shape={state} />
                <span>
                  {team.name}
                  <span className="vh">, {t('projects.team.state', { state })}</span>
                </span>
                <span className="num">{team.mark === null ? '' : mark(team.mark)}</span>
              </Link>
            </li>
          )
        })}
      </ul>
      <div className="small muted grading__keys">
        <p>{rich('projects.grade.keys', { most, k })}</p>
        {children}
      </div>
    </nav>
  )
}

function stateOf({ mark, criteriaGraded }: { mark: number | null; criteriaGraded: number }) {
  if (mark !== null) return 'done'
  return criteriaGraded > 0 ? 'current' : 'todo'
}
