import { mostRosterLines } from '#contract/students/roster-import.ts'
import { unguard } from '#core/csv.ts'
import type { SheetFile } from '#core/exports/sheet-import.ts'
import { languages } from '#core/language.ts'
import { Refusal } from '#core/refusal.ts'
import type { FinalSheet } from '#server/assessment/final-sheet.ts'
import { task } from '#server/platform/workers.ts'
import type { FileContent, Parsed, readSheetRecords } from './read-sheet-records.ts'
import { sheetColumns } from './sheet-columns.ts'

/** Parses the uploaded records in a worker thread. */
export const readSheetRecordsInThread = task<typeof readSheetRecords>('readSheetRecords')
export type { FileContent }

type Known = {
  sheet: FinalSheet
  /** The titles that each export profile of the course gives to columns. */
  named: readonly (readonly { title: string; field: string }[])[]
}
export type SheetText = SheetFile & { titles: string[] }

/** Reads the lines of an edited sheet, whose columns are recognised by their exported titles in either language. */
export function readSheetFile(readings: Parsed[][], { sheet, named }: Known): SheetText {
  const own = languages.flatMap((language) => sheetColumns(sheet, language))
  // Tries the standard titles, then those of each profile, and uses the set that recognises most columns.
  const dictionaries = [own, ...named.map((columns) => [...own, ...columns])].map(
    (columns) => new Map(columns.map(({ title, field }) => [plain(title), field])),
  )
  const known = (titles: readonly string[]) =>
    dictionaries
      .map((fieldOf) => titles.map((title) => fieldOf.get(plain(title)) ?? null))
      .reduce((best, other) => (recognised(withoutTwins(other)) > recognised(withoutTwins(best)) ? other : best))
  const ranked = readings.toSorted(
    (a, b) => recognised(known(b[0]?.record ?? [])) - recognised(known(a[0]?.record ?? [])),
  )
  const [first, ...rest] = ranked[0] ?? []
  if (!first) throw new Refusal(readings.length === 0 ? 'unreadable_file' : 'nothing_to_import')
  const fields = withoutTwins(known(first.record))
  if (!fields.some((field) => field !== null && /^(mark|status|retake):|^jury_points$/.test(field)))
    throw new Refusal('unreadable_file', { reason: 'columns' })
  if (rest.length > mostRosterLines) throw new Refusal('too_large', { lines: mostRosterLines })
  return {
    titles: first.record,
    fields,
    records: rest.map(({ record, info }) => ({ line: info.lines, cells: record })),
  }
}

const plain = (title: string) => unguard(title).trim().normalize('NFC').toLowerCase()

const recognised = (fields: readonly (string | null)[]) => fields.filter((field) => field !== null).length

/** Two columns with the same title are ambiguous, so neither is read. */
function withoutTwins(fields: readonly (string | null)[]) {
  const counts = new Map<string | null, number>()
  for (const field of fields) counts.set(field, (counts.get(field) ?? 0) + 1)
  return fields.map((field) => ((counts.get(field) ?? 0) > 1 ? null : field))
}
