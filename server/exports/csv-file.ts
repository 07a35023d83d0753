import type { FileReply } from '#contract/endpoint.ts'
import type { ExportProfile } from '#contract/exports.ts'
import { type Cell, type CsvProfile, excelFr, rfc4180, toCsvLine } from '#core/csv.ts'
import { type RationalText, rational, toRational } from '#core/rational.ts'
import { exactText } from '#core/written-working.ts'

export const csvProfiles: Record<ExportProfile, CsvProfile> = { excel_fr: excelFr, rfc4180 }

type CsvFile = { name: string; profile: CsvProfile; lines: Iterable<readonly Cell[]> }

/** Written line by line while it is sent: a file of a hundred thousand lines is never whole in memory. */
export function csvFile({ name, profile, lines }: CsvFile): FileReply {
  return { name, type: 'text/csv; charset=utf-8', content: write(lines, profile) }
}

async function* write(lines: Iterable<readonly Cell[]>, profile: CsvProfile) {
  yield profile.start
  for (const cells of lines) yield toCsvLine(cells, profile)
}

export const textCell = (value: string): Cell => ({ kind: 'text', value })
export const markCell = (value: number | null): Cell => ({ kind: 'mark', value })
export const numberCell = (value: number | null): Cell => ({ kind: 'number', value })

/** Every decimal when they end; else six of them, cut: the working beside it says the sum. */
export function exactCell(exact: RationalText | null): Cell {
  if (exact === null) return { kind: 'number', value: null }
  const value = toRational(exact)
  const written = exactText(value, 0, 'en')
  if (!written.includes('…')) return { kind: 'number', value: written }
  return { kind: 'number', value: exactText(rational((value.num * 1_000_000n) / value.den, 1_000_000n), 0, 'en') }
}

/** `2026-12-08`, as the calendar on the wall says there. */
export function dayOf(at: Date, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
  return parts.format(at)
}
