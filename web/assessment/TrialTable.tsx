import type { RulesView } from '#contract/assessment/rules.ts'
import { PersonLink } from '#web/students/PersonLink.tsx'
import { useText } from '#web/text/text.tsx'
import { ScaleDot } from '#web/ui/ScaleDot.tsx'
import { Table } from '#web/ui/Table.tsx'
import type { Column } from '#web/ui/table-order.ts'
import { decimalsOf, hundredthsOf } from './exact.ts'
import type { FinalSheetView } from './final-sheet.ts'
import { type Trial, trialOf } from './what-if.ts'

const mostShown = 8

type Props = { sheet: FinalSheetView; rules: RulesView | null }

/** The students whose grade changes most under the trial rules, beside the current grade; nothing when none changes. */
export function TrialTable({ sheet, rules }: Props) {
  const { t } = useText()
  const result = rules && trialOf(sheet, rules)
  if (!result || result.changed.length === 0) return null
  return (
    <Table
      caption={t('assessment.whatIf.caption', {
        shown: Math.min(mostShown, result.changed.length),
        count: result.changed.length,
      })}
      columns={columns}
      rows={result.changed.slice(0, mostShown).map((row) => ({
        ...row,
        decimals: Math.max(decimalsOf(rules.rounding.grain), decimalsOf(sheet.rules.rounding.grain)),
        pass: hundredthsOf(sheet.rules.passMark),
      }))}
      rowKey={({ line }) => line.studentId}
    />
  )
}

type Row = Trial['changed'][number] & { decimals: number; pass: number }

const columns: readonly Column<Row>[] = [
  { id: 'name', header: <Head id="column.name" />, rowHeader: true, cell: ({ line }) => <PersonLink {...line} /> },
  { id: 'today', header: <Head id="whatIf.today" />, align: 'end', cell: (row) => <Grade row={row} of="before" /> },
  {
    id: 'scale',
    header: <Head id="column.scale" />,
    phone: 'hide',
    cell: ({ before, after, pass }) => <ScaleDot mark={after} was={before} pass={pass} />,
  },
  {
    id: 'then',
    header: <Head id="whatIf.then" />,
    align: 'end',
    big: true,
    phone: 'figure',
    cell: (row) => <Grade row={row} of="after" />,
  },
  { id: 'difference', header: <Head id="whatIf.difference" />, align: 'end', cell: (row) => <Difference row={row} /> },
]

function Head({ id }: { id: 'column.name' | 'column.scale' | 'whatIf.today' | 'whatIf.then' | 'whatIf.difference' }) {
  return useText().t(`assessment.${id}`)
}

function Grade({ row, of }: { row: Row; of: 'before' | 'after' }) {
  return useText().number(row[of] / 100, row.decimals)
}

function Difference({ row }: { row: Row }) {
  const { number } = useText()
  const difference = row.after - row.before
  return `${difference > 0 ? '+' : '−'}${number(Math.abs(difference) / 100, row.decimals)}`
}
