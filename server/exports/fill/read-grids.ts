import { csvCells } from '#core/exports/csv-cells.ts'
import { Refusal } from '#core/refusal.ts'
import { recogniseColumns } from '#core/students/roster-columns.ts'
import { bytesOf } from '#server/platform/bytes-of.ts'
import type { TextEncoding } from '#server/platform/decode-text.ts'
import { decode } from '#server/students/decode.ts'
import { type Grid, gridsOf } from '#server/students/read-spreadsheet.ts'

export type FileGrids = {
  readonly kind: 'workbook' | 'text'
  readonly sheets: readonly Grid[]
  /** Of a text. */
  readonly separator: string
  readonly encoding: TextEncoding | null
}

const separators = [';', ',', '\t', '|'] as const

/** The cells of the file that is to be filled, which says what it is by its first bytes. Runs in a worker thread. */
export async function readGrids({ base64 }: { base64: string | Uint8Array }): Promise<FileGrids> {
  const bytes = bytesOf(base64)
  if (/^(504b0304|d0cf11e0)/.test(bytes.subarray(0, 4).toString('hex')))
    return { kind: 'workbook', sheets: await gridsOf(bytes), separator: '', encoding: null }
  const { text, encoding } = decode(bytes)
  const separator = separatorOf(text)
  const rows = csvCells(text, separator).map((row) => row.map(({ value }) => value.trim()))
  if (rows.every((row) => row.every((cell) => cell === ''))) throw new Refusal('nothing_to_import')
  return { kind: 'text', sheets: [{ name: '', rank: 0, rows, formulas: new Set() }], separator, encoding }
}

/** The one under which the first lines name most columns, else the one that gives the most cells. */
export function separatorOf(text: string): string {
  const start = text.slice(0, 50_000)
  const ranked = separators.map((separator) => {
    const rows = csvCells(start, separator).slice(0, 40)
    const titles = rows.map((row) => row.map(({ value }) => value))
    const known = Math.max(0, ...titles.map((cells) => Object.keys(recogniseColumns(cells)).length))
    return { separator, known, cells: Math.max(0, ...rows.map((row) => row.length)) }
  })
  return ranked.reduce((best, other) =>
    other.known > best.known || (other.known === best.known && other.cells > best.cells) ? other : best,
  ).separator
}
