import { Refusal } from '#core/refusal.ts'

/** A mark as a decimal with a point, or a word; row and column from 0. */
export type CellEdit = { readonly row: number; readonly column: number; readonly text: string }

const rows = /<((?:\w+:)?)row\b([^>]*?)(?:\/>|>([\s\S]*?)<\/\1row>)/g
const cells = /<((?:\w+:)?)c\b([^>]*?)(?:\/>|>[\s\S]*?<\/\1c>)/g

/**
 * The XML of a sheet with these cells written (ECMA-376 part 1, 18.3.1): a number as its value, a word as an inline
 * string. Each keeps its style; everything else is the same character for character.
 */
export function withCells(xml: string, edits: readonly CellEdit[]): string {
  const byRow = groupByRow(edits)
  const left = new Set(byRow.keys())
  const written = xml.replace(rows, (whole, prefix: string, attributes: string, content: string | undefined) => {
    const row = Number(/\br="(\d+)"/.exec(attributes)?.[1]) - 1
    const own = byRow.get(row)
    if (!own) return whole
    left.delete(row)
    const filled = own.reduce((inside, edit) => withCell(inside, edit, prefix), content ?? '')
    return `<${prefix}row${attributes}>${filled}</${prefix}row>`
  })
  // A writer that numbers no row would have its cells counted wrongly.
  if (left.size > 0) throw new Refusal('unreadable_file', { reason: 'damaged' })
  return written
}

function groupByRow(edits: readonly CellEdit[]) {
  const byRow = new Map<number, CellEdit[]>()
  for (const edit of edits) byRow.set(edit.row, [...(byRow.get(edit.row) ?? []), edit])
  return byRow
}

function withCell(row: string, edit: CellEdit, prefix: string): string {
  const place = `${lettersOf(edit.column)}${edit.row + 1}`
  let isWritten = false
  const changed = row.replace(cells, (whole, _prefix, attributes: string) => {
    if (isWritten) return whole
    const at = /\br="([A-Z]+)\d+"/.exec(attributes)?.[1]
    if (at === undefined) throw new Refusal('unreadable_file', { reason: 'damaged' })
    const column = columnOf(at)
    if (column < edit.column) return whole
    isWritten = true
    const style = column === edit.column ? (/\bs="\d+"/.exec(attributes)?.[0] ?? '') : ''
    const cell = cellXml(edit, { place, prefix, style })
    return column === edit.column ? cell : cell + whole
  })
  return isWritten ? changed : changed + cellXml(edit, { place, prefix, style: '' })
}

function cellXml({ text }: CellEdit, { place, prefix, style }: { place: string; prefix: string; style: string }) {
  const attributes = `r="${place}"${style === '' ? '' : ` ${style}`}`
  return /^-?\d+(\.\d+)?$/.test(text)
    ? `<${prefix}c ${attributes}><${prefix}v>${text}</${prefix}v></${prefix}c>`
    : `<${prefix}c ${attributes} t="inlineStr"><${prefix}is><${prefix}t>${text}</${prefix}t></${prefix}is></${prefix}c>`
}

/** 0 → A, 26 → AA. */
function lettersOf(column: number): string {
  const letter = String.fromCharCode(65 + (column % 26))
  return column < 26 ? letter : lettersOf(Math.floor(column / 26) - 1) + letter
}

const columnOf = (letters: string) => [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
