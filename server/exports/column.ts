import type { Cell } from '#core/csv.ts'

/** A column of a file: its field for selecting it, its title, and the cell of each row. */
export type FileColumn<Row> = { field: string; title: string; cell: (row: Row) => Cell }

/** Yields the titles, then one line per row. */
export async function* tableOf<Row>(
  columns: readonly FileColumn<Row>[],
  rows: Iterable<Row> | AsyncIterable<Row>,
): AsyncGenerator<Cell[]> {
  yield columns.map(({ title }) => ({ kind: 'text', value: title }))
  for await (const row of rows) yield columns.map(({ cell }) => cell(row))
}
