import { useState } from 'react'
import { Checkbox } from '#web/ui/Checkbox.tsx'
import { MarkOnTwenty } from '#web/ui/MarkOnTwenty.tsx'
import { ProgressRule } from '#web/ui/ProgressRule.tsx'
import { ScaleDot } from '#web/ui/ScaleDot.tsx'
import { Status } from '#web/ui/Status.tsx'
import { Table } from '#web/ui/Table.tsx'
import type { Column } from '#web/ui/table-order.ts'
import { Samples } from './Samples.tsx'

type Row = { name: string; group: string; mark: number | null; done: number; held: number }

const rows: Row[] = [
  { name: 'AMRANI Yasmine', group: 'A', mark: 1400, done: 20, held: 0 },
  { name: 'BÉRANGER Louis', group: 'A', mark: 1275, done: 19, held: 0 },
  { name: 'CHEVALIER Hugo', group: 'B', mark: 650, done: 14, held: 3 },
  { name: 'D’ALMEIDA Kevin', group: 'A', mark: null, done: 0, held: 0 },
  { name: 'GAUTIER Élise', group: 'B', mark: 1700, done: 20, held: 0 },
]

const columns: readonly Column<Row>[] = [
  { id: 'name', header: 'Étudiant', rowHeader: true, cell: (row) => row.name, sortValue: (row) => row.name },
  { id: 'group', header: 'Groupe', cell: (row) => row.group, sortValue: (row) => row.group, phone: 'hide' },
  {
    id: 'state',
    header: 'Copie',
    phone: 'wide',
    cell: (row) => (row.mark === null ? <Status shape="absent">absente</Status> : <Status shape="done">rendue</Status>),
  },
  {
    id: 'mark',
    header: 'Note',
    align: 'end',
    big: true,
    phone: 'figure',
    cell: (row) => (row.mark === null ? '–' : <MarkOnTwenty mark={row.mark} size="small" />),
    sortValue: (row) => row.mark,
  },
  { id: 'scale', header: 'de 0 à 20', phone: 'hide', cell: (row) => row.mark !== null && <ScaleDot mark={row.mark} /> },
  {
    id: 'progress',
    header: 'Réponses',
    phone: 'wide',
    cell: (row) => <ProgressRule done={row.done} total={20} held={row.held} />,
  },
]

export function TableSamples() {
  const [chosen, setChosen] = useState<readonly string[]>(['CHEVALIER Hugo'])
  const tick: Column<Row> = {
    id: 'tick',
    header: <span className="vh">Choisir</span>,
    phone: 'hide',
    cell: (row) => (
      <Checkbox
        bare
        label={`Choisir ${row.name}`}
        checked={chosen.includes(row.name)}
        onChange={() =>
          setChosen(chosen.includes(row.name) ? chosen.filter((name) => name !== row.name) : [...chosen, row.name])
        }
      />
    ),
  }
  return (
    <Samples id="tables" title="Tableaux">
      <div className="stack">
        <Table
          caption="Étudiants"
          note="5 copies"
          columns={[tick, ...columns]}
          rows={rows}
          rowKey={(row) => row.name}
          firstOrder={{ by: 'name', direction: 'ascending' }}
          isSelected={(row) => chosen.includes(row.name)}
          footer={{ name: 'Moyenne', mark: <MarkOnTwenty mark={1256} size="small" />, scale: <ScaleDot mark={1256} /> }}
        />
        <Table
          caption="Le même, à faire défiler"
          columns={columns}
          rows={rows.slice(0, 3)}
          rowKey={(row) => row.name}
          phone="scroll"
        />
      </div>
    </Samples>
  )
}
