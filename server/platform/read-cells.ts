import { CsvError, parse } from 'csv-parse/sync'
import { Refusal } from '#core/refusal.ts'

/** A record of a file; `line` is the line it begins on, from 1. */
export type CsvRecord = { readonly line: number; readonly cells: readonly string[] }

/** The records of a CSV text; the separator is the one of `, ; tab |` that gives the most cells in the first line. */
export function readRecords(text: string): CsvRecord[] {
  const separators = [',', ';', '\t', '|']
  const first = text.split(/\r\n|\n|\r/, 1)[0] ?? ''
  const count = (separator: string) => first.split(separator).length
  const delimiter = separators.reduce((best, other) => (count(other) > count(best) ? other : best))
  try {
    const options = {
      ...{ bom: true, delimiter, info: true, relax_column_count: true, skip_empty_lines: true },
      record_delimiter: ['\r\n', '\n', '\r'],
      // Enough for five hundred questions with long names; an unclosed quote would take in the rest of the file.
      max_record_size: 200_000,
    }
    const parsed = parse(text, options) as unknown as { record: string[]; info: { lines: number } }[]
    return parsed
      .filter(({ record }) => record.some((cell) => cell.trim() !== ''))
      .map(({ record, info }) => ({ line: info.lines - breaksIn(record), cells: record }))
  } catch (error) {
    if (error instanceof CsvError) throw new Refusal('unreadable_file', { reason: 'quote', line: error['lines'] })
    throw error
  }
}

export const readCells = (text: string): (readonly string[])[] => readRecords(text).map(({ cells }) => cells)

/** csv-parse gives the line a record ends on, and a quoted cell may contain line breaks. */
const breaksIn = (cells: readonly string[]): number =>
  cells.reduce((count, cell) => count + (cell.match(/\r\n|\n|\r/g)?.length ?? 0), 0)
