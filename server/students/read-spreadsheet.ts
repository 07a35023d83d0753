import { type CellValue, EncryptedFileError, formatValue, ParseError, type Sheet } from 'hucre'
import { readOds } from 'hucre/ods'
import { readXlsx } from 'hucre/xlsx'
import { mostRosterLines } from '#contract/students/roster-import.ts'
import { largestSpreadsheetBytes, type ReadSheet } from '#contract/students/spreadsheets.ts'
import { Refusal } from '#core/refusal.ts'
import { bytesOf } from '#server/platform/bytes-of.ts'
import { unzip } from '#server/platform/unzip.ts'

/** What a workbook of a class unpacks to, styles included; a table of five thousand lines takes a tenth of it. */
const limits = { entries: 500, bytes: 48 * 1024 * 1024, oneFile: 32 * 1024 * 1024, ratio: 200 }
/** Lines above a table are not counted as students. */
const mostRows = mostRosterLines + 50
const mostSheets = 30
const mostColumns = 300
const longestCell = 2_000

/**
 * The sheets of an XLSX or ODS workbook that show something, each as text separated by tabs, one line per row so that
 * lines keep their numbers: the values of formulas, dates as `2026-06-15`, numbers with a point, and with the zeros in
 * front that their format shows. Runs in a worker thread.
 */
export async function readSpreadsheet({ base64 }: { base64: string | Uint8Array }): Promise<ReadSheet[]> {
  const grids = await gridsOf(bytesOf(base64))
  return grids.map(({ name, rows }) => ({
    name,
    lines: rows.filter((cells) => cells.some((cell) => cell !== '')).length,
    text: rows.map(lineOf).join('\n'),
  }))
}

/** The cells of a sheet as text, and which of them hold a formula, as « row,column » from 0. */
export type Grid = {
  readonly name: string
  /** Its rank among all the sheets of the workbook, hidden ones included. */
  readonly rank: number
  readonly rows: string[][]
  readonly formulas: ReadonlySet<string>
}

/** The visible sheets that hold something; refuses a workbook in which nothing is written. */
export async function gridsOf(bytes: Buffer): Promise<Grid[]> {
  if (bytes.length > largestSpreadsheetBytes) throw new Refusal('too_large', { bytes: bytes.length })
  const sheets = await sheetsOf(bytes)
  const visible = sheets.flatMap((sheet, rank) => (sheet.hidden || sheet.veryHidden ? [] : [{ sheet, rank }]))
  const filled = visible.slice(0, mostSheets).flatMap(({ sheet, rank }) => {
    const rows = rowsOf(sheet)
    if (rows.length === 0) return []
    const formulas = [...(sheet.cells ?? [])].flatMap(([place, { formula }]) => (formula === undefined ? [] : [place]))
    return [{ name: sheet.name, rank, rows, formulas: new Set(formulas) }]
  })
  if (filled.length === 0) throw new Refusal('nothing_to_import')
  return filled
}

async function sheetsOf(bytes: Buffer): Promise<Sheet[]> {
  const start = bytes.subarray(0, 4).toString('hex')
  // Both the workbooks of before 2007 and the encrypted ones of today.
  if (start === 'd0cf11e0') throw new Refusal('unreadable_file', { reason: 'old_or_locked' })
  if (start !== '504b0304') throw new Refusal('unreadable_file', { reason: 'not_a_workbook' })
  const unzipped = await unzip(bytes, limits)
  if (unzipped.files === null) {
    const { reason } = unzipped
    if (reason === 'zip_bomb' || reason === 'zip_too_large' || reason === 'zip_too_many_files')
      throw new Refusal('file_too_heavy', { reason: 'memory' })
    throw new Refusal('unreadable_file', { reason: reason === 'zip_encrypted' ? 'old_or_locked' : 'damaged' })
  }
  const { files } = unzipped
  const isOds = Buffer.from(files.get('mimetype') ?? [])
    .toString()
    .startsWith('application/vnd.oasis.opendocument.spreadsheet')
  if (!isOds && !files.has('[Content_Types].xml')) throw new Refusal('unreadable_file', { reason: 'not_a_workbook' })
  // An XML entity may stand for a million others.
  if ([...files].some(([path, content]) => /\.(xml|rels)$/.test(path) && hasDoctype(content)))
    throw new Refusal('unreadable_file', { reason: 'damaged' })
  try {
    const { sheets } = await (isOds ? readOds : readXlsx)(bytes, { readStyles: true, maxRows: mostRows })
    return sheets
  } catch (error) {
    if (error instanceof RangeError) throw error
    if (error instanceof EncryptedFileError) throw new Refusal('unreadable_file', { reason: 'old_or_locked' })
    // The library says only in words that a table would be too large to hold.
    if (error instanceof ParseError && / over the \d+ limit/.test(error.message))
      throw new Refusal('file_too_heavy', { reason: 'memory' })
    throw new Refusal('unreadable_file', { reason: 'damaged' })
  }
}

const hasDoctype = (content: Uint8Array) =>
  Buffer.from(content.buffer, content.byteOffset, Math.min(content.byteLength, 4_096)).includes('<!DOCTYPE')

/** Up to the last row that holds something. */
function rowsOf(sheet: Sheet): string[][] {
  const rows = sheet.rows.map((row, line) =>
    row.slice(0, mostColumns).map((value, column) => said(value, sheet.cells?.get(`${line},${column}`)?.style?.numFmt)),
  )
  return rows.slice(0, rows.findLastIndex((cells) => cells.some((cell) => cell !== '')) + 1)
}

/** Without the empty cells at its end; a cell holds no separator and no line end, so only a quote needs quotes. */
function lineOf(cells: readonly string[]): string {
  const last = cells.findLastIndex((cell) => cell !== '')
  return cells
    .slice(0, last + 1)
    .map((cell) => (cell.includes('"') ? `"${cell.replaceAll('"', '""')}"` : cell))
    .join('\t')
}

function said(value: CellValue | undefined, format: string | undefined): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return value.replace(/\s+/gu, ' ').trim().slice(0, longestCell)
  if (typeof value === 'boolean') return value ? 'VRAI' : 'FAUX'
  if (value instanceof Date) return dated(value)
  // « 00000 » shows 121 as 00121, and « 0 % » shows 0.33 as 33 %.
  if (format !== undefined && /^0{2,}$|%/.test(format)) return formatValue(value, format)
  // What a spreadsheet shows of 0.1 + 0.2.
  return String(Number(value.toPrecision(15)))
}

/** A wall clock: workbooks know no time zone. */
function dated(at: Date): string {
  if (Number.isNaN(at.getTime())) return ''
  const [day = '', time = ''] = at.toISOString().slice(0, 19).split('T')
  return time === '00:00:00' ? day : `${day} ${time}`
}
