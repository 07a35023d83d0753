import type { Reply } from '#contract/endpoint.ts'
import type { getMyProject } from '#contract/projects/projects.ts'
import { useText } from '#web/text/text.tsx'
import { MarkOnTwenty } from '#web/ui/MarkOnTwenty.tsx'
import { Table } from '#web/ui/Table.tsx'
import type { Column } from '#web/ui/table-order.ts'
import './my-project.css'

type MyProject = Reply<typeof getMyProject>
type Criterion = MyProject['criteria'][number]

/** `working` is null when it is displayed elsewhere on the page. */
type Props = { project: MyProject; working: MyProject['working'] | null }

/** A student's own project: the mark, its working, and the level of each criterion with its comment. */
export function MyProjectView({ project, working }: Props) {
  const { t, language } = useText()
  return (
    <div className="stack stack--tight">
      <MarkOnTwenty mark={project.mark} size="medium" rule />
      {working && <p className="my-project__working">{working[language]}</p>}
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
  const levels = row.levels.filter(({ id }) => row.levelIds.includes(id))
  return (
    <>
      <strong>{levels.map(({ label }) => label).join(' / ') || t('projects.student.notGiven')}</strong>
      <span className="muted"> {levels.map(({ description }) => description).join(' / ')}</span>
      {row.comment && <em className="my-project__comment">{row.comment}</em>}
    </>
  )
}

function Points({ row }: { row: Criterion }) {
  const { t, points } = useText()
  return t('projects.student.pointsOf', { earned: points(row.earned), most: points(row.most) })
}
