import type { Cell } from '#core/csv.ts'
import { textCell } from './csv-file.ts'
import type { toolFile } from './tool-files.ts'

/** The titles, extra lines that the program requires, then one line per student. */
export function* toolLines({ columns, rows, before }: ReturnType<typeof toolFile>): Generator<Cell[]> {
  yield columns.map(({ title }) => textCell(title))
  yield* before
  for (const row of rows) yield columns.map(({ cell }) => cell(row))
}
