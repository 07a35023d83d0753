/**
 * One value per cell, and no cell that a spreadsheet would run (CWE-1236; OWASP, « CSV Injection »).
 *
 * The kind of a cell decides, not its content: text is guarded wherever it could be a formula; numbers and marks stay
 * numbers, negative ones too. The guard is an apostrophe, which `unguard` takes off when the file comes back.
 */
import type { Language } from '#core/language.ts'
import { formatMark } from './points.ts'

export type Cell =
  | { readonly kind: 'text'; readonly value: string }
  /** A decimal with a point (`-0.25`, `12`); null is an empty cell. */
  | { readonly kind: 'number'; readonly value: string | number | null }
  /** Hundredths. */
  | { readonly kind: 'mark'; readonly value: number | null }
  /** Already in the reader's time zone: `2026-06-15` or `2026-06-15 10:42:07`, which every spreadsheet reads. */
  | { readonly kind: 'date'; readonly value: string | null }

export type CsvProfile = {
  /** What the file starts with: Excel takes a file for UTF-8 only after a byte-order mark. */
  readonly start: string
  readonly separator: ';' | ',' | '\t'
  /** Of titles and words; the decimal separator is set apart. */
  readonly language: Language
  readonly decimal: ',' | '.'
  readonly lineEnd: '\r\n' | '\n'
  /** How the text is encoded, by the code that sends the file. */
  readonly encoding: 'utf8' | 'utf16le' | 'windows1252'
  /** `text`: every text cell; `needed`: only where RFC 4180 wants it. Numbers never need quotes. */
  readonly quote: 'text' | 'needed'
}

const common = { lineEnd: '\r\n', encoding: 'utf8' } as const
export const excelFr: CsvProfile = {
  ...common,
  ...{ start: '\uFEFF', separator: ';', language: 'fr', decimal: ',', quote: 'text' },
}
export const rfc4180: CsvProfile = {
  ...common,
  ...{ start: '', separator: ',', language: 'en', decimal: '.', quote: 'needed' },
}

/** One record and its line end; the file begins with `profile.start`. Titles of columns are text cells. */
export function toCsvLine(cells: readonly Cell[], profile: CsvProfile): string {
  const record = cells.map((cell) => writeCell(cell, profile)).join(profile.separator)
  // A record of one empty cell is not an empty line.
  return `${record === '' ? '""' : record}${profile.lineEnd}`
}

/**
 * At the start of the cell, and behind a separator or a line break inside it, which a reader with other settings takes
 * for the start of a cell. A text that already looks guarded is guarded again, so that `unguard` restores it exactly.
 */
export function guardFormula(text: string): string {
  return text.replace(toGuard, "'")
}

export function unguard(text: string): string {
  return text.replace(guarded, '')
}

/** `= + - @` and their full-width, small and typographic forms. */
const formula = '=+\\-@\\uFF1D\\uFF0B\\uFF0D\\uFF20\\uFE66\\uFE62\\uFE63\\uFE6B\\u2212'
/**
 * Characters a spreadsheet may skip before a formula: quotes, spaces, invisible and control characters; no separator.
 */
const skipped = '(?:(?![;,|\\t\\r\\n])["\\s\\p{Cc}\\p{Cf}])*'
const atStart = `'*${skipped}[${formula}\\t\\r\\n\\0]`
const inside = `'*${skipped}[${formula}]`
const behind = '(?<=[;,|\\t\\r\\n])'
const toGuard = new RegExp(`^(?=${atStart})|${behind}(?=${inside})`, 'gu')
const guarded = new RegExp(`^'(?=${atStart})|${behind}'(?=${inside})`, 'gu')

function writeCell(cell: Cell, profile: CsvProfile): string {
  if (cell.value === null) return ''
  switch (cell.kind) {
    case 'text':
      return quoted(guardFormula(cell.value), profile)
    case 'number':
      return plain(`${cell.value}`, /^-?\d+(\.\d+)?$/).replace('.', profile.decimal)
    case 'mark':
      return formatMark(cell.value, profile.decimal === ',' ? 'fr' : 'en')
    case 'date':
      return plain(cell.value, /^\d{4}-\d\d-\d\d( \d\d:\d\d:\d\d)?$/)
  }
}

function quoted(text: string, { quote, separator }: CsvProfile): string {
  const needed = quote === 'text' || /["\r\n]/.test(text) || text.includes(separator)
  return needed ? `"${text.replace(/"/g, '""')}"` : text
}

/** Numbers and dates are not guarded, so a value of another shape is a bug and throws. */
function plain(value: string, shape: RegExp): string {
  if (!shape.test(value)) throw new RangeError(`not a number or a date for a file: ${value}`)
  return value
}
