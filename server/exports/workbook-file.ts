import { type CellValue, type ColumnDef, writeXlsxStream } from 'hucre/xlsx'
import type { FileReply } from '#contract/endpoint.ts'
import type { Cell } from '#core/csv.ts'

type Lines = Iterable<readonly Cell[]> | AsyncIterable<readonly Cell[]>
type WorkbookFile = {
  /** Without extension. */
  name: string
  lines: Lines
}

const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/**
 * An XLSX of one sheet whose first line, the titles, stays in view. The kind of a cell decides, never its content: a
 * text that begins with « = » is a text, a mark is a number with two decimals, a date is a date. Streamed, as CSV files are.
 */
export function workbookFile({ name, lines }: WorkbookFile): FileReply {
  return { name: `${name}.xlsx`, type, content: write(name, lines) }
}

/** Enough lines to know the kinds and the widths of columns. */
const looked = 50

async function* write(name: string, lines: Lines) {
  const source = eachOf(lines)
  const first: (readonly Cell[])[] = []
  for (let next = await source.next(); !next.done; next = await source.next()) {
    first.push(next.value)
    if (first.length > looked) break
  }
  const rows = async function* () {
    for (const cells of first) yield cells.map(written)
    for await (const cells of source) yield cells.map(written)
  }
  yield* writeXlsxStream(rows(), { name: sheetName(name), columns: columnsOf(first), freezePane: { rows: 1 } })
}

async function* eachOf(lines: Lines) {
  yield* lines
}

/** What the name of a sheet may not hold, nor its length. */
const sheetName = (name: string) =>
  clean(name.replace(/[[\]:*?/\\']/g, ' '))
    .trim()
    .slice(0, 31)
    .trim() || 'Barème'

const widest = 60

function columnsOf(lines: readonly (readonly Cell[])[]): ColumnDef[] {
  const [titles = []] = lines
  return titles.map((_, column) => {
    const cells = lines.flatMap((line) => line[column] ?? [])
    const longest = Math.max(...cells.map(({ value }) => `${value ?? ''}`.length))
    const format = formatOf(cells.slice(1))
    return { width: Math.min(Math.max(longest + 2, 8), widest), ...(format ? { numFmt: format } : {}) }
  })
}

/** By the first cell that is no text and holds something: columns are of one kind. */
function formatOf(cells: readonly Cell[]): string | undefined {
  const known = cells.find(({ kind, value }) => kind !== 'text' && value !== null)
  if (known?.kind === 'mark') return '0.00'
  if (known?.kind === 'date') return known.value?.includes(' ') ? 'dd/mm/yyyy hh:mm:ss' : 'dd/mm/yyyy'
  return undefined
}

function written(cell: Cell): CellValue {
  if (cell.value === null) return null
  switch (cell.kind) {
    case 'text':
      // Excel reads « _x0041_ » as the letter of that code, unless its first sign is itself written so.
      return clean(cell.value)
        .slice(0, longestText)
        .replace(/_(?=x[\da-f]{4}_)/gi, '_x005F_')
    case 'number':
      return Number(cell.value)
    case 'mark':
      return cell.value / 100
    case 'date':
      return new Date(`${cell.value.replace(' ', 'T')}${cell.value.includes(' ') ? 'Z' : 'T00:00:00Z'}`)
  }
}

/** Excel's limit, in UTF-16 units. */
const longestText = 32_767

/** Without what XML 1.0 cannot hold: Excel would call the whole file damaged. */
const clean = (text: string) => text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/gu, '')
