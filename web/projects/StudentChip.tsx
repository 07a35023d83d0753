/* oxlint-disable jsx-a11y/no-noninteractive-element-interactions -- dragging is a comfort: the menu of each name does the same by keyboard */
import { PersonName } from '#web/students/PersonName.tsx'
import { useText } from '#web/text/text.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { Menu } from '#web/ui/Menu.tsx'
import { MenuItem } from '#web/ui/MenuItem.tsx'
import { type BoardStudent, dragType, type Move } from './board.ts'

type Props = {
  student: BoardStudent
  teams: readonly { id: string; name: string }[]
  /** The student's current team. */
  here: string | null
  /** Undefined when moving is disabled: while names are hidden. */
  onMove: Move | undefined
}

/** A student on the board: a name that can be dragged, and a menu to move it. */
export function StudentChip({ student, teams, here, onMove }: Props) {
  const { t } = useText()
  const name = `${student.givenName} ${student.familyName}`.trim()
  return (
    <li
      className="student-chip"
      id={`etudiant-${student.studentId}`}
      draggable={onMove !== undefined}
      onDragStart={(event) => {
        event.dataTransfer.setData(dragType, student.studentId)
        event.dataTransfer.effectAllowed = 'move'
      }}
    >
      <Icon name={onMove ? 'drag' : 'account'} className="student-chip__grip" />
      <span className="student-chip__name">
        <PersonName {...student} />
      </span>
      {onMove && (
        <Menu
          label={
            <>
              <Icon name="swap" />
              <span className="vh">{t('projects.team.move', { name })}</span>
            </>
          }
          chevron={false}
          summaryClass="button button--icon button--small"
        >
          {teams
            .filter(({ id }) => id !== here)
            .map((team) => (
              <MenuItem key={team.id} onChoose={() => onMove(student, team.id)}>
                {t('projects.team.moveTo', { team: team.name })}
              </MenuItem>
            ))}
          {here && (
            <MenuItem icon="cross" onChoose={() => onMove(student, null)}>
              {t('projects.team.moveOut')}
            </MenuItem>
          )}
        </Menu>
      )}
    </li>
  )
}
