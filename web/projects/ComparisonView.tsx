import { useText } from '#web/text/text.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { Table } from '#web/ui/Table.tsx'
import type { Column } from '#web/ui/table-order.ts'
import type { TeamGrading } from './grade-draft.ts'

type Double = NonNullable<TeamGrading['double']>
type Comparison = NonNullable<Double['comparison']>
type Row = { id: string; title: string; first: string; second: string; gap: number }
type Props = { rubric: TeamGrading['rubric']; double: Double; comparison: Comparison }

/** The levels given by both graders for each criterion, and their difference. */
export function ComparisonView({ rubric, double, comparison }: Props) {
  const { t, mark, points } = useText()
  const [first, second] = double.graders
  const names = { first: first?.name ?? '', second: second?.name ?? '' }
  const column = (id: 'first' | 'second'): Column<Row> => ({
    id,
    header: names[id],
    phone: 'wide',
    cell: (row) => `${row[id]}`,
  })
  const columns: readonly Column<Row>[] = [
    { id: 'criterion', header: t('projects.student.criterion'), rowHeader: true, cell: ({ title }) => title },
    column('first'),
    column('second'),
    {
      id: 'gap',
      header: t('projects.double.gap'),
      align: 'end',
      phone: 'figure',
      cell: ({ gap }) => (gap === 0 ? '–' : <strong>{points(gap)}</strong>),
    },
  ]
  return (
    <div className="stack stack--tight">
      <Notice tone={comparison.isTooWide ? 'warn' : 'info'}>
        <p>
          <strong>
            {t('projects.double.total', {
              ...names,
              firstMark: mark(comparison.first),
              secondMark: mark(comparison.second),
              gap: points(comparison.gap),
            })}
          </strong>{' '}
          {t('projects.double.threshold', { most: points(double.mostGap), isTooWide: comparison.isTooWide })}
        </p>
      </Notice>
      <Table
        caption={t('projects.double.caption')}
        quietCaption
        columns={columns}
        rows={rowsOf(rubric, comparison)}
        rowKey={({ id }) => id}
      />
      <Comments rubric={rubric} double={double} comparison={comparison} />
    </div>
  )
}

function Comments({ rubric, double, comparison }: Props) {
  const { t } = useText()
  return comparison.comments.map(({ comments, comment }, rank) => {
    const said = rubric.criteria.flatMap(({ id, title }) => (comments[id] ? [[title, comments[id]] as const] : []))
    const all = comment === '' ? said : [...said, [t('projects.grade.overall'), comment] as const]
    if (all.length === 0) return null
    const name = double.graders[rank]?.name ?? ''
    return (
      <details key={name}>
        <summary>{t('projects.double.commentsOf', { name, count: all.length })}</summary>
        <ul className="small">
          {all.map(([about, text]) => (
            <li key={about}>
              <strong>{about}</strong> {text}
            </li>
          ))}
        </ul>
      </details>
    )
  })
}

function rowsOf({ criteria }: TeamGrading['rubric'], comparison: Comparison): Row[] {
  return criteria.map(({ id, title, levels }) => {
    const found = comparison.criteria.find(({ criterion }) => criterion === id)
    const label = (levelId: string | null | undefined) => levels.find((level) => level.id === levelId)?.label ?? '–'
    return { id, title, first: label(found?.first), second: label(found?.second), gap: found?.gap ?? 0 }
  })
}
