import { CsvError, type Options, parse } from 'csv-parse/sync'
import type { z } from 'zod'
import {
  largestRosterBytes,
  mostRosterLines,
  type previewImport,
  type rosterEncodings,
  rosterSeparators,
} from '#contract/students/roster-import.ts'
import { Refusal } from '#core/refusal.ts'
import type { NameOrder } from '#core/students/person-name.ts'
import {
  guessColumns,
  nameOrderOf,
  type RosterColumns,
  recogniseColumns,
  titleLineOf,
} from '#core/students/roster-columns.ts'
import { bytesOf } from '#server/platform/bytes-of.ts'
import { decode } from './decode.ts'

export type RosterContent = z.output<typeof previewImport.body>
type Separator = (typeof rosterSeparators)[number]
type Record = { readonly line: number; readonly cells: readonly string[] }

export type RosterText = {
  readonly encoding: (typeof rosterEncodings)[number]
  readonly separator: Separator
  readonly headers: readonly string[]
  readonly columns: RosterColumns
  readonly firstLine: 'titles' | 'student'
  readonly isGuessed: boolean
  /** Lines before the column titles: the title of the list, a date. */
  readonly skipped: readonly Record[]
  /** The order of names in a column of full names. */
  readonly order: NameOrder
  readonly records: readonly Record[]
}

/** Reads a class list as lines of cells, from a pasted text or the bytes of a file; refuses anything else. */
export function readRoster(content: RosterContent): RosterText {
  const { text, encoding } = textOf(content)
  const { body, separator } = separate(text)
  const lines = cellsOf(body, separator)
  const found = titleLineOf(lines.map(({ cells }) => cells))
  const firstLine = content.firstLine ?? (found === -1 && isPeople(lines) ? 'student' : 'titles')
  const start = firstLine === 'titles' ? Math.max(found, 0) : 0
  const headers = lines[start]?.cells ?? []
  const records = firstLine === 'titles' ? lines.slice(start + 1) : lines
  const isGuessed = content.columns === undefined && firstLine === 'student'
  const known = firstLine === 'titles' ? recogniseColumns(headers) : guessColumns(records.map(({ cells }) => cells))
  const columns = content.columns ?? known
  const order = firstLine === 'titles' ? nameOrderOf(headers[columns.fullName ?? -1] ?? '') : null
  return { encoding, separator, headers, columns, firstLine, isGuessed, order, skipped: lines.slice(0, start), records }
}

/** Without known titles: lines of people if their content shows it, else unknown titles. */
function isPeople(lines: readonly Record[]): boolean {
  const { email, number, familyName } = guessColumns(lines.map(({ cells }) => cells))
  return email !== undefined || number !== undefined || isInCapitals(lines, familyName)
}

const isInCapitals = (lines: readonly Record[], place: number | undefined) =>
  place !== undefined && lines.every(({ cells }) => !/\p{Ll}/u.test(cells[place] ?? ''))

function textOf({ text, base64 = '', encoding }: RosterContent): Pick<RosterText, 'encoding'> & { text: string } {
  const bytes = text === undefined ? bytesOf(base64) : Buffer.from(text)
  if (bytes.length > largestRosterBytes) throw new Refusal('too_large', { bytes: bytes.length })
  return text === undefined ? decode(bytes, encoding) : { text, encoding: 'text' }
}

/** By Excel's `sep=;` line; else the separator that gives the most known titles, then the most cells. */
function separate(text: string): { body: string; separator: Separator } {
  const declared = /^\uFEFF?sep=([,;\t|:])\r?\n/i.exec(text)
  if (declared) {
    // The line is emptied but kept, so that line numbers stay right.
    return { body: text.slice(declared[0].trimEnd().length), separator: declared[1] as Separator }
  }
  const ranked = rosterSeparators.map((separator) => {
    const lines = firstCells(text, separator)
    const titles = lines[Math.max(titleLineOf(lines), 0)] ?? []
    const known = Object.keys(recogniseColumns(titles)).length
    // Sentences contain colons too, so a colon only separates when it gives known titles.
    return { separator, known, cells: separator === ':' && known < 2 ? 0 : titles.length }
  })
  ranked.sort((one, other) => other.known - one.known || other.cells - one.cells)
  return { body: text, separator: ranked[0]?.separator ?? ',' }
}

/** Limit in characters, because an unclosed quote would take in the rest of the file. */
const mostOfOneLine = 100_000

const options = (separator: Separator): Options => ({
  delimiter: separator,
  // A list assembled from two files may mix line ends.
  record_delimiter: ['\r\n', '\n', '\r'],
  bom: true,
  info: true,
  relax_column_count: true,
  relax_quotes: true,
  skip_empty_lines: true,
  max_record_size: mostOfOneLine,
})

/** Enough lines to find the titles below a preamble. */
function firstCells(text: string, separator: Separator): string[][] {
  try {
    const parsed = parse(text, { ...options(separator), to: 20 }) as unknown as Parsed[]
    return parsed.map(({ record }) => record)
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

/** csv-parse gives the line a record ends on, and a quoted cell may contain line breaks. */
function firstLineOf(cells: readonly string[], lastLine: number): number {
  return lastLine - cells.reduce((count, cell) => count + (cell.match(/\r\n|\n|\r/g)?.length ?? 0), 0)
}
