import { withCsvCells } from '#core/exports/csv-cells.ts'
import { Refusal } from '#core/refusal.ts'
import { bytesOf } from '#server/platform/bytes-of.ts'
import { unzip } from '#server/platform/unzip.ts'
import { zip } from '#server/questions/formats/zip.ts'
import { decode } from '#server/students/decode.ts'
import { toWindows1252 } from '../windows-1252.ts'
import { readGrids } from './read-grids.ts'
import { type CellEdit, withCells } from './sheet-cells.ts'

type WriteCellsInput = { base64: string | Uint8Array; sheet: string; edits: readonly CellEdit[] }

/** The same file with these cells written; every other cell, and every other file of a workbook, is as it was. */
export async function writeCells({ base64, sheet, edits }: WriteCellsInput): Promise<Uint8Array> {
  const bytes = bytesOf(base64)
  const grids = await readGrids({ base64: bytes })
  const grid = grids.sheets.find(({ name }) => name === sheet) ?? grids.sheets[0]
  if (!grid) throw new Refusal('nothing_to_import')
  if (grids.kind === 'workbook') return writeSheet(bytes, { rank: grid.rank, edits })
  const { text, encoding } = decode(bytes)
  const decimal = grids.separator === ';' || grids.separator === '\t' ? ',' : '.'
  const written = edits.map(({ row, column, text: value }) => ({ row, column, value: value.replace('.', decimal) }))
  return encoded(withCsvCells(text, grids.separator, written), { encoding, hadMark: hasMark(bytes) })
}

async function writeSheet(bytes: Buffer, { rank, edits }: { rank: number; edits: readonly CellEdit[] }) {
  const { files } = await unzip(bytes)
  const textOf = (path: string) => Buffer.from(files?.get(path) ?? []).toString('utf8')
  const path = sheetPath(textOf('xl/workbook.xml'), textOf('xl/_rels/workbook.xml.rels'), rank)
  if (!files || path === null || !files.has(path)) throw new Refusal('unreadable_file', { reason: 'ods' })
  const filled = Buffer.from(withCells(textOf(path), edits))
  return zip([...files].map(([each, content]) => ({ path: each, bytes: each === path ? filled : content })))
}

/** The file of a sheet, by its rank among the sheets of the workbook. */
function sheetPath(workbook: string, relations: string, rank: number): string | null {
  const sheet = [...workbook.matchAll(/<(?:\w+:)?sheet\s([^>]*)>/g)][rank]?.[1] ?? ''
  const id = /\b\w+:id="([^"]+)"/.exec(sheet)?.[1]
  const relation = [...relations.matchAll(/<Relationship\s([^>]*)>/g)].find(
    ([, all = '']) => /\bId="([^"]+)"/.exec(all)?.[1] === id,
  )
  const target = /\bTarget="([^"]+)"/.exec(relation?.[1] ?? '')?.[1]
  if (id === undefined || target === undefined) return null
  return target.startsWith('/') ? target.slice(1) : `xl/${target}`
}

const hasMark = (bytes: Buffer) => /^(efbbbf|fffe|feff)/.test(bytes.subarray(0, 3).toString('hex'))

type Encoding = { encoding: ReturnType<typeof decode>['encoding']; hadMark: boolean }

function encoded(text: string, { encoding, hadMark }: Encoding): Uint8Array {
  const plain = text.replace(/^\uFEFF/, '')
  switch (encoding) {
    case 'utf-8':
      return Buffer.from(hadMark ? `\uFEFF${plain}` : plain)
    case 'windows-1252':
      return toWindows1252(plain)
    case 'utf-16le':
      return Buffer.from(hadMark ? `\uFEFF${plain}` : plain, 'utf16le')
    case 'utf-16be':
      return Buffer.from(hadMark ? `\uFEFF${plain}` : plain, 'utf16le').swap16()
    case 'iso-8859-15':
    case 'macintosh':
      // Only read, because a guess: the bytes outside the cells would not be sure to come back.
      throw new Refusal('unreadable_file', { reason: 'encoding' })
  }
}
