import type { ReactNode } from 'react'
import { byName, byText, type Named } from '#core/students/name-order.ts'

export type Column<Row> = {
  id: string
  header: ReactNode
  cell: (row: Row) => ReactNode
  /** `end` for figures. */
  align?: 'end'
  /** The cell that names its row; one per table. */
  rowHeader?: boolean
  /** Makes the column sortable; persons are sorted by name. null sorts last in both directions. */
  sortValue?: (row: Row) => string | number | Named | null
  big?: boolean
  /** Its place in the phone layout: a figure on the right of the name, a whole line, or hidden. */
  phone?: 'lead' | 'figure' | 'wide' | 'hide'
}

export type Order = { by: string; direction: 'ascending' | 'descending' } | null

export function nextOrder(order: Order, id: string): Order {
  if (order?.by !== id) return { by: id, direction: 'ascending' }
  return { by: id, direction: order.direction === 'ascending' ? 'descending' : 'ascending' }
}

export function sortRows<Row>(rows: readonly Row[], columns: readonly Column<Row>[], order: Order): readonly Row[] {
  const value = columns.find((column) => column.id === order?.by)?.sortValue
  if (order === null || value === undefined) return rows
  const sign = order.direction === 'ascending' ? 1 : -1
  return rows.toSorted((one, other) => {
    const [a, b] = [value(one), value(other)]
    if (a === null || b === null) return Number(a === null) - Number(b === null)
    return sign * compare(a, b)
  })
}

function compare(one: string | number | Named, other: string | number | Named): number {
  if (typeof one === 'number' && typeof other === 'number') return one - other
  if (typeof one === 'object' && typeof other === 'object') return byName(one, other)
  return byText(String(one), String(other))
}
