import type { Cell } from '#core/csv.ts'

/** One column of a file: its name in files that let it be chosen, its title, and what each row has there. */
export type Column<Row> = { field: string; title: string; cell: (row: Row) => Cell }

/** The titles, then one line per row. */
export async function* tableOf<Row>(
  columns: readonly Column<Row>[],
  rows: Iterable<Row> | AsyncIterable<Row>,
): AsyncGenerator<Cell[]> {
  yield columns.map(({ title }) => ({ kind: 'text', value: title }))
  for await (const row of rows) yield columns.map(({ cell }) => cell(row))
}
