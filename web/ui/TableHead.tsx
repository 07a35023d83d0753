/* oxlint-disable jsx-a11y/no-redundant-roles, jsx-a11y/no-interactive-element-to-noninteractive-role -- display: grid on a phone takes the meaning of a table away; the written roles give it back */
import { Icon } from './Icon.tsx'
import type { Column, Order } from './table-order.ts'

type Props<Row> = { columns: readonly Column<Row>[]; order: Order; onSort: (id: string) => void }

/** The column headings; a sortable one is a button, and only the sorted column has aria-sort. */
export function TableHead<Row>({ columns, order, onSort }: Props<Row>) {
  return (
    <thead role="rowgroup">
      <tr role="row">
        {columns.map((column) => {
          const isSorted = order?.by === column.id
          const direction = isSorted ? order.direction : undefined
          return (
            <th
              key={column.id}
              role="columnheader"
              scope="col"
              className={column.align === 'end' ? 'table__end' : undefined}
              aria-sort={direction}
            >
              {column.sortValue ? (
                <button type="button" className="table__sort" onClick={() => onSort(column.id)}>
                  {column.header}
                  <Icon name={direction === 'descending' ? 'arrow-down' : 'arrow-up'} />
                </button>
              ) : (
                column.header
              )}
            </th>
          )
        })}
      </tr>
    </thead>
  )
}
