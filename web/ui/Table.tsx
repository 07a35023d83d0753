/* oxlint-disable jsx-a11y/no-redundant-roles, jsx-a11y/no-interactive-element-to-noninteractive-role -- display: grid on a phone takes the meaning of a table away; the written roles give it back */
import { type ReactNode, useState } from 'react'
import { TableFrame } from './TableFrame.tsx'
import { TableHead } from './TableHead.tsx'
import { type Column, nextOrder, type Order, sortRows } from './table-order.ts'

export type TableProps<Row> = {
  caption: string
  /** Hides the caption visually, when a heading above already says the same. */
  quietCaption?: boolean
  /** Displayed beside the caption: the number of rows, the sort order. */
  note?: ReactNode
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row) => string
  firstOrder?: Order
  /** Displayed when there are no rows. */
  empty?: ReactNode
  /** `rows`: one block per row. `scroll`: a table that scrolls horizontally. */
  phone?: 'rows' | 'scroll'
  isSelected?: (row: Row) => boolean
  toneOf?: (row: Row) => 'warn' | undefined
  /** One cell per column, by column id. */
  footer?: Readonly<Record<string, ReactNode>>
}

/** A table. Its roles are explicit, because `display: grid` on a phone would remove its semantics. */
export function Table<Row>(props: TableProps<Row>) {
  const { columns, rows, rowKey, firstOrder = null, empty, footer, phone = 'rows' } = props
  const [order, setOrder] = useState<Order>(firstOrder)
  if (rows.length === 0 && empty !== undefined) return empty
  return (
    <TableFrame caption={props.caption} quietCaption={props.quietCaption} note={props.note} phone={phone}>
      <TableHead columns={columns} order={order} onSort={(id) => setOrder(nextOrder(order, id))} />
      <tbody role="rowgroup">
        {sortRows(rows, columns, order).map((row) => (
          <tr
            key={rowKey(row)}
            role="row"
            data-selected={props.isSelected?.(row) || undefined}
            data-tone={props.toneOf?.(row)}
          >
            {columns.map((column) => (
              <Cell key={column.id} column={column}>
                {column.cell(row)}
              </Cell>
            ))}
          </tr>
        ))}
      </tbody>
      {footer && (
        <tfoot role="rowgroup">
          <tr role="row">
            {columns.map((column) => (
              <Cell key={column.id} column={column}>
                {footer[column.id]}
              </Cell>
            ))}
          </tr>
        </tfoot>
      )}
    </TableFrame>
  )
}

function Cell<Row>({ column, children }: { column: Column<Row>; children: ReactNode }) {
  const names = [column.align === 'end' && 'table__end', column.phone && `table__${column.phone}`, column.big && 'big']
  const className = names.filter(Boolean).join(' ') || undefined
  if (column.rowHeader) {
    return (
      <th role="rowheader" scope="row" className={className ?? 'table__lead'}>
        {children}
      </th>
    )
  }
  const isLabelled = column.phone === undefined && typeof column.header === 'string' && column.header !== ''
  return (
    <td role="cell" className={className} data-label={isLabelled ? column.header : undefined}>
      {children}
    </td>
  )
}
