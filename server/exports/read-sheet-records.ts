import { CsvError, parse } from 'csv-parse/sync'
import { largestRosterBytes, mostRosterLines } from '#contract/students/roster-import.ts'
import { Refusal } from '#core/refusal.ts'
import { bytesOf } from '#server/platform/bytes-of.ts'
import { decode } from '#server/students/decode.ts'

export type FileContent = { text?: string | undefined; base64?: string | Uint8Array | undefined }
export type Parsed = { record: string[]; info: { lines: number } }

const delimiters = [';', ',', '\t'] as const

/**
 * The records of a sheet under each possible separator; impossible separators are left out. Runs in a worker thread.
 */
export function readSheetRecords({ text, base64 = '' }: FileContent): Parsed[][] {
  const bytes = text === undefined ? bytesOf(base64) : null
  if ((bytes?.length ?? 0) > largestRosterBytes) throw new Refusal('too_large', { bytes: bytes?.length })
  const content = text ?? decode(bytes as Buffer).text
  return delimiters.flatMap((delimiter) => recordsOf(content, delimiter) ?? [])
}

function recordsOf(text: string, delimiter: string): Parsed[][] | null {
  try {
    const rows = parse(text, {
      ...{ delimiter, bom: true, info: true, relax_column_count: true, skip_empty_lines: true },
      record_delimiter: ['\r\n', '\n', '\r'],
      // Reads one record more than allowed, to detect a longer file; limits a record, because an unclosed quote takes
      // in the rest of the file.
      ...{ to: mostRosterLines + 2, max_record_size: 100_000 },
    }) as unknown as Parsed[]
    return [rows.filter(({ record }) => record.some((cell) => cell.trim() !== ''))]
  } catch (error) {
    // A quote that is invalid with this separator may be valid with another.
    if (error instanceof CsvError) return null
    throw error
  }
}
