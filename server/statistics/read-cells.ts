import { CsvError, parse } from 'csv-parse/sync'
import { Refusal } from '#core/refusal.ts'
import type { Cells } from '#core/response-table.ts'

/** The cells of a CSV text whatever its separator: the one of `, ; tab |` that makes the most of the first line. */
export function readCells(text: string): Cells {
  const separators = [',', ';', '\t', '|']
  const first = text.split(/\r?\n/, 1)[0] ?? ''
  const count = (separator: string) => first.split(separator).length
  const delimiter = separators.reduce((best, other) => (count(other) > count(best) ? other : best))
  try {
    const rows = parse(text, { bom: true, delimiter, relax_column_count: true, skip_empty_lines: true })
    return rows.filter((row) => row.some((cell) => cell.trim() !== ''))
  } catch (error) {
    if (error instanceof CsvError) throw new Refusal('unreadable_file', { reason: 'quote', line: error['lines'] })
    throw error
  }
}
