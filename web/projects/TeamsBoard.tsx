import { type DragEvent, type ReactNode, useRef, useState } from 'react'
import type { ProjectView } from '#contract/projects/projects.ts'
import { moveStudent } from '#contract/projects/teams.ts'
import { useText } from '#web/text/text.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { useToast } from '#web/ui/use-toast.ts'
import { dragType, type Move } from './board.ts'
import { StudentChip } from './StudentChip.tsx'
import { TeamCard } from './TeamCard.tsx'
import { useProjectChange } from './use-project-change.ts'

type Props = { courseId: string; project: ProjectView; tools: ReactNode }

/** Every student by team: moved by a menu or by dragging, with an undo for each move. */
export function TeamsBoard({ courseId, project, tools }: Props) {
  const text = useText()
  const { t } = text
  const say = useToast()
  const undoing = useProjectChange(moveStudent)
  // In the options of the mutation itself: callbacks of `mutate` would not run for a move followed by another.
  const moving = useProjectChange(moveStudent, (_reply, { params: { studentId }, body: { teamId } }) => {
    const move = moves.current.get(studentId)
    moves.current.delete(studentId)
    if (!move || move.to !== teamId) return
    say({ text: move.done, undo: () => undoing.mutate({ params: move.params, body: { teamId: move.was } }) })
    requestAnimationFrame(() => focusStudent(studentId))
  })
  /** The moves in flight, by student. */
  const moves = useRef(new Map<string, Moving>())
  const refused = moving.error ?? undoing.error
  const teamOf = (studentId: string) =>
    project.teams.find(({ members }) => members.some((member) => member.studentId === studentId))?.id ?? null
  const move: Move = (student, teamId) => {
    const was = teamOf(student.studentId)
    if (was === teamId) return
    const params = { courseId, projectId: project.id, studentId: student.studentId }
    const name = `${student.givenName} ${student.familyName}`
    const team = project.teams.find(({ id }) => id === teamId)?.name ?? ''
    const done = teamId ? t('projects.team.moved', { name, team }) : t('projects.team.movedOut', { name })
    moves.current.set(student.studentId, { params, was, to: teamId, done })
    moving.mutate({ params, body: { teamId } })
  }
  const everybody = [...project.withoutTeam, ...project.teams.flatMap(({ members }) => members)]
  const drop = (studentId: string, teamId: string | null) => {
    const student = everybody.find((one) => one.studentId === studentId)
    if (student) move(student, teamId)
  }
  return (
    <section className="stack" aria-label={t('projects.team.all')}>
      <div className="section-head">
        <p>{t(project.isBlind ? 'projects.blind.board' : 'projects.team.moveHint')}</p>
        {!project.isBlind && <div className="cluster">{tools}</div>}
      </div>
      <Failed error={refused} />
      <div className="teams">
        {project.teams.map((team) => (
          <DropZone key={team.id} onDrop={(studentId) => drop(studentId, team.id)}>
            <TeamCard courseId={courseId} project={project} team={team} onMove={move} />
          </DropZone>
        ))}
        {project.isBlind ? null : (
          <DropZone onDrop={(studentId) => drop(studentId, null)}>
            <section className="team team--none" aria-labelledby="sans-equipe">
              <h2 className="team__name" id="sans-equipe">
                {t('projects.team.aloneTitle')}
              </h2>
              {project.withoutTeam.length === 0 && <p className="small muted">{t('projects.team.aloneNone')}</p>}
              <ul className="team__members">
                {project.withoutTeam.map((student) => (
                  <StudentChip
                    key={student.studentId}
                    student={student}
                    teams={project.teams}
                    here={null}
                    onMove={move}
                  />
                ))}
              </ul>
            </section>
          </DropZone>
        )}
      </div>
    </section>
  )
}

type Moving = {
  params: { courseId: string; projectId: string; studentId: string }
  was: string | null
  to: string | null
  done: string
}

/** A drop target for the mouse; keyboard and touch use the menu of each name. */
function DropZone({ onDrop, children }: { onDrop: (studentId: string) => void; children: ReactNode }) {
  const [isOver, setOver] = useState(false)
  const accept = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes(dragType)) return
    event.preventDefault()
    setOver(true)
  }
  return (
    <div
      className="teams__zone"
      data-over={isOver || undefined}
      onDragOver={accept}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        setOver(false)
        onDrop(event.dataTransfer.getData(dragType))
      }}
    >
      {children}
    </div>
  )
}

/**
 * Moves focus with the student, so that another move is one key away, unless focus is already elsewhere: a menu opened
 * meanwhile stays open.
 */
function focusStudent(studentId: string) {
  const { activeElement } = document
  if (activeElement !== null && activeElement !== document.body) return
  document.getElementById(`etudiant-${studentId}`)?.querySelector('summary')?.focus()
}
