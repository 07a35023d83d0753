import { CsvError, parse } from 'csv-parse/sync'
import { largestRosterBytes, mostRosterLines } from '#contract/students/roster-import.ts'
import { Refusal } from '#core/refusal.ts'
import { bytesOf } from '#server/platform/bytes-of.ts'
import { decode } from '#server/students/decode.ts'

export type FileContent = { text?: string | undefined; base64?: string | Uint8Array | undefined }
export type Parsed = { record: string[]; info: { lines: number } }

const delimiters = [';', ',', '\t'] as const

/** The records of a sheet for each separator it may have; those it cannot have are left out. Called in a thread. */
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
      // One more than is read, so that it is told; a quote that never closes takes in all that follows it.
      ...{ to: mostRosterLines + 2, max_record_size: 100_000 },
    }) as unknown as Parsed[]
    return [rows.filter(({ record }) => record.some((cell) => cell.trim() !== ''))]
  } catch (error) {
    // A quote that makes no sense with this separator may with another.
    if (error instanceof CsvError) return null
    throw error
  }
}
