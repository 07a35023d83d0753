/** A cell of a text, and where it stands in it: `start` and `end` count UTF-16 units, quotes included. */
export type CsvCell = {
  readonly start: number
  readonly end: number
  readonly value: string
  readonly isQuoted: boolean
}

/**
 * The cells of a CSV text with their places (RFC 4180; a quote inside a cell without quotes is a quote), so that some of
 * them can be written again and every other character kept. Reads each character once.
 */
export function csvCells(text: string, separator: string): CsvCell[][] {
  const rows: CsvCell[][] = []
  let row: CsvCell[] = []
  let at = text.startsWith('\uFEFF') ? 1 : 0
  while (at <= text.length) {
    const cell = text[at] === '"' ? quotedCell(text, at) : plainCell(text, at, separator)
    row.push(cell)
    at = cell.end
    if (text[at] === separator) {
      at += 1
      continue
    }
    rows.push(row)
    row = []
    if (at >= text.length) break
    at += text.startsWith('\r\n', at) ? 2 : 1
    // The line end of the last line begins no other.
    if (at >= text.length) break
  }
  return rows
}

function plainCell(text: string, start: number, separator: string): CsvCell {
  let end = start
  while (end < text.length && text[end] !== separator && text[end] !== '\n' && text[end] !== '\r') end += 1
  return { start, end, value: text.slice(start, end), isQuoted: false }
}

/** What follows the closing quote, which no writer should leave there, belongs to the cell. */
function quotedCell(text: string, start: number): CsvCell {
  let value = ''
  let from = start + 1
  for (;;) {
    const quote = text.indexOf('"', from)
    if (quote === -1) return { start, end: text.length, value: value + text.slice(from), isQuoted: true }
    value += text.slice(from, quote)
    if (text[quote + 1] !== '"') return { start, end: quote + 1, value, isQuoted: true }
    value += '"'
    from = quote + 2
  }
}

export type CsvEdit = { readonly row: number; readonly column: number; readonly value: string }

/** The same text with these cells written again, quoted where they were; a short line gets the separators it lacks. */
export function withCsvCells(text: string, separator: string, edits: readonly CsvEdit[]): string {
  const rows = csvCells(text, separator)
  const pieces: { start: number; end: number; text: string }[] = []
  for (const { row, column, value } of edits) {
    const cells = rows[row]
    const last = cells?.at(-1)
    if (!cells || !last) throw new RangeError(`no row ${row}`)
    const cell = cells[column]
    if (cell) pieces.push({ ...cell, text: cell.isQuoted ? `"${value.replaceAll('"', '""')}"` : value })
    else pieces.push({ start: last.end, end: last.end, text: separator.repeat(column - cells.length + 1) + value })
  }
  pieces.sort((one, other) => one.start - other.start)
  let written = ''
  let from = 0
  for (const piece of pieces) {
    written += text.slice(from, piece.start) + piece.text
    from = piece.end
  }
  return written + text.slice(from)
}
