import type { Reply } from '#contract/endpoint.ts'
import type { getMyProject } from '#contract/projects.ts'
import { useText } from '#web/text/text.tsx'
import { Facts } from '#web/ui/Facts.tsx'
import { MarkOnTwenty } from '#web/ui/MarkOnTwenty.tsx'
import { Table } from '#web/ui/Table.tsx'
import type { Column } from '#web/ui/table-order.ts'

type MyProject = Reply<typeof getMyProject>
type Criterion = MyProject['criteria'][number]

/** A student's own project: the mark, how it came about, and the level of each criterion with its comment. */
export function MyProjectView({ project }: { project: MyProject }) {
  const { t, mark, points, list } = useText()
  const { team, adjustment, reason } = project
  const sign = adjustment > 0 ? '+' : '−'
  return (
    <div className="stack stack--tight">
      <MarkOnTwenty mark={project.mark} size="medium" rule />
      <p className="muted">{t('projects.student.team', { name: team.name, members: list(team.members) })}</p>
      <Facts
        facts={[
          [t('projects.student.teamMark'), mark(project.teamMark)],
          ...(adjustment === 0
            ? []
            : [
                [
                  t('projects.student.adjustment'),
                  `${sign}${points(Math.abs(adjustment))}${reason ? `, ${reason}` : ''}`,
                ] as const,
              ]),
        ]}
      />
      {project.comment && <p>{project.comment}</p>}
      <Table
        caption={t('projects.student.rubricOf', { title: project.title })}
        quietCaption
        columns={columns}
        rows={project.criteria}
        rowKey={({ id }) => id}
      />
    </div>
  )
}

const columns: readonly Column<Criterion>[] = [
  { id: 'criterion', header: <Head id="criterion" />, rowHeader: true, cell: ({ title }) => title },
  { id: 'level', header: <Head id="level" />, phone: 'wide', cell: (row) => <Level row={row} /> },
  {
    id: 'points',
    header: <Head id="points" />,
    align: 'end',
    phone: 'figure',
    cell: (row) => <Points row={row} />,
  },
]

function Head({ id }: { id: 'criterion' | 'level' | 'points' }) {
  return useText().t(`projects.student.${id}`)
}

function Level({ row }: { row: Criterion }) {
  const { t } = useText()
  const level = row.levels.find(({ id }) => id === row.levelId)
  return (
    <>
      <strong>{level?.label ?? t('projects.student.notGiven')}</strong>
      {level && <span className="muted"> {level.description}</span>}
      {row.comment && <em className="my-project__comment">{row.comment}</em>}
    </>
  )
}

function Points({ row }: { row: Criterion }) {
  const { t, points } = useText()
  return t('projects.student.pointsOf', { earned: points(row.earned), most: points(row.most) })
}
