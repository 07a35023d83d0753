import { CsvError, type Options, parse } from 'csv-parse/sync'
import type { z } from 'zod'
import {
  largestRosterBytes,
  mostRosterLines,
  type previewImport,
  type rosterEncodings,
  rosterSeparators,
} from '#contract/students.ts'
import { Refusal } from '#core/refusal.ts'
import { type RosterColumns, recogniseColumns } from '#core/roster-columns.ts'
import { decode } from './decode.ts'

export type RosterContent = z.output<typeof previewImport.body>
type Separator = (typeof rosterSeparators)[number]
type Record = { readonly line: number; readonly cells: readonly string[] }

export type RosterText = {
  readonly encoding: (typeof rosterEncodings)[number]
  readonly separator: Separator
  readonly headers: readonly string[]
  readonly columns: RosterColumns
  readonly records: readonly Record[]
}

/** A class list as lines of cells, from a pasted text or the bytes of a file; refuses what is not one. */
export function readRoster(content: RosterContent): RosterText {
  const { text, encoding } = textOf(content)
  const { body, separator } = separate(text)
  const records = cellsOf(body, separator)
  const headers = records[0]?.cells ?? []
  const hasTitles = content.firstLine === 'titles'
  return {
    encoding,
    separator,
    headers,
    columns: content.columns ?? (hasTitles ? recogniseColumns(headers) : {}),
    records: hasTitles ? records.slice(1) : records,
  }
}

function textOf({ text, base64 = '' }: RosterContent): Pick<RosterText, 'encoding'> & { text: string } {
  const bytes = text === undefined ? Buffer.from(base64, 'base64') : Buffer.from(text)
  if (bytes.length > largestRosterBytes) throw new Refusal('too_large', { bytes: bytes.length })
  return text === undefined ? decode(bytes) : { text, encoding: 'text' }
}

/** Excel writes `sep=;` first; else the separator that makes the most of the first line: titles known, then cells. */
function separate(text: string): { body: string; separator: Separator } {
  const declared = /^\uFEFF?sep=([,;\t|])\r?\n/i.exec(text)
  if (declared) {
    // The line stays, empty: the lines after it keep their numbers.
    return { body: text.slice(declared[0].trimEnd().length), separator: declared[1] as Separator }
  }
  const ranked = rosterSeparators.map((separator) => {
    const headers = firstCells(text, separator)
    return { separator, known: Object.keys(recogniseColumns(headers)).length, cells: headers.length }
  })
  ranked.sort((one, other) => other.known - one.known || other.cells - one.cells)
  return { body: text, separator: ranked[0]?.separator ?? ',' }
}

const options = (separator: Separator): Options => ({
  delimiter: separator,
  // A list put together from two files has both kinds of line ends.
  record_delimiter: ['\r\n', '\n', '\r'],
  bom: true,
  info: true,
  relax_column_count: true,
  relax_quotes: true,
  skip_empty_lines: true,
})

function firstCells(text: string, separator: Separator): string[] {
  try {
    const [first] = parse(text, { ...options(separator), to: 1 }) as unknown as Parsed[]
    return first?.record ?? []
  } catch (error) {
    // A quote left open with this separator may be closed with another.
    if (error instanceof CsvError) return []
    throw error
  }
}

type Parsed = { record: string[]; info: { lines: number } }

function cellsOf(text: string, separator: Separator): Record[] {
  try {
    const parsed = parse(text, { ...options(separator), to: mostRosterLines + 2 }) as unknown as Parsed[]
    const records = parsed.map(({ record, info }) => ({ line: firstLineOf(record, info.lines), cells: record }))
    const filled = records.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
    if (filled.length > mostRosterLines + 1) throw new Refusal('too_large', { lines: mostRosterLines })
    return filled
  } catch (error) {
    if (error instanceof CsvError) throw new Refusal('unreadable_file', { reason: 'quote', line: error['lines'] })
    throw error
  }
}

/** csv-parse counts the line a record ends on; a cell in quotes may hold line ends of its own. */
function firstLineOf(cells: readonly string[], lastLine: number): number {
  return lastLine - cells.reduce((count, cell) => count + (cell.match(/\r\n|\n|\r/g)?.length ?? 0), 0)
}
