import { useQuery } from '@tanstack/react-query'
import type { Reply } from '#contract/endpoint.ts'
import { simulateScales } from '#contract/exams/scales.ts'
import { gardnerMedwin } from '#core/scoring/certainty.ts'
import type { Scale } from '#core/scoring/scale.ts'
import { call } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { Table } from '#web/ui/Table.tsx'
import type { Column } from '#web/ui/table-order.ts'
import { type ScaleText, textOfScale } from './scale-text.ts'

type Row = Reply<typeof simulateScales>['simulations'][number]
const players = ['random', 'half', 'tickAll', 'longest'] as const

/** The scales that can be compared without further parameters. */
const usual: readonly Scale[] = [
  { kind: 'all_or_nothing' },
  { kind: 'right_minus_wrong', floorAtZero: true },
  { kind: 'balanced', floorAtZero: true },
  { kind: 'balanced', floorAtZero: false },
  { kind: 'coverage' },
  { kind: 'each_choice' },
  { kind: 'negative', wrong: '-1/4', blank: '0' },
  { kind: 'discordance' },
  { kind: 'coherences' },
  { kind: 'certainty', levels: gardnerMedwin.map((level) => ({ ...level })) },
]

type Props = { courseId: string; examId: string; scale: Scale; revision: number }

/** « Barème »: the expected mark under each scale, for random answers and for partial knowledge. */
export function ScaleSimulator({ courseId, examId, scale, revision }: Props) {
  const { t, mark, points } = useText()
  const params = { courseId, examId }
  const same = (other: Scale) => JSON.stringify(other) === JSON.stringify(scale)
  const scales = [scale, ...usual.filter((other) => !same(other))]
  const simulation = useQuery({
    queryKey: [simulateScales.path, params, scales, revision],
    queryFn: ({ signal }) => call(simulateScales, { params, body: { scales } }, { signal }),
  })
  const nameOf = (given: Scale) => {
    const { kind, floorAtZero, wrong }: ScaleText = textOfScale(given)
    const name = t(`grading.scales.${kind}`)
    if (kind === 'negative') return `${name} (${wrong})`
    return 'floorAtZero' in given && !floorAtZero ? t('grading.scales.unfloored', { name }) : name
  }
  const columns: Column<Row>[] = [
    {
      id: 'scale',
      header: t('grading.scales.kind'),
      rowHeader: true,
      cell: (row) =>
        same(row.scale) ? (
          <strong>{t('grading.scales.chosen', { name: nameOf(row.scale) })}</strong>
        ) : (
          nameOf(row.scale)
        ),
    },
    ...players.map(
      (player): Column<Row> => ({
        id: player,
        header: t(`grading.scales.player.${player}`),
        align: 'end',
        sortValue: (row) => row[player],
        cell: (row) => mark(row[player]),
      }),
    ),
  ]
  return (
    <QueryView query={simulation}>
      {({ simulations, outOf }) => (
        <Table
          caption={t('grading.scales.simulator')}
          note={t('grading.scales.simulatorNote', { outOf: points(outOf) })}
          columns={columns}
          rows={simulations}
          rowKey={(row) => JSON.stringify(row.scale)}
        />
      )}
    </QueryView>
  )
}
