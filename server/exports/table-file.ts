import type { FileReply } from '#contract/endpoint.ts'
import { type CsvProfile, excelFr, rfc4180 } from '#core/csv.ts'
import { chosenColumns, csvProfileOf, type FileKind, type FileLayout } from '#core/exports/file-layout.ts'
import type { Language } from '#core/language.ts'
import { Refusal } from '#core/refusal.ts'
import type { Deps } from '#server/platform/deps.ts'
import { type FileColumn, tableOf } from './column.ts'
import { csvFile } from './csv-file.ts'
import { type FileWords, fileWords } from './words.ts'

/** A table that can be exported in any format: its name, its columns and its rows. */
export type FileTable<Row> = {
  kind: FileKind
  /** Without extension. */
  nameOf: (words: FileWords) => string
  columnsOf: (language: Language) => FileColumn<Row>[]
  rows: Iterable<Row> | AsyncIterable<Row>
}

type TableFileInput<Row> = { courseId: string; profile: string; table: FileTable<Row> }

/** The file in a standard format, or by an export profile of the course. */
export async function tableFile<Row>(
  deps: Deps,
  { courseId, profile, table }: TableFileInput<Row>,
): Promise<FileReply> {
  if (profile === 'excel_fr') return shaped(table, { csv: excelFr, columns: null })
  if (profile === 'rfc4180') return shaped(table, { csv: rfc4180, columns: null })
  const kept = await deps.db.exportProfile.findFirst({ where: { id: profile, courseId, kind: table.kind } })
  if (!kept) throw new Refusal('not_found')
  const { columns, format } = kept.layout
  return shaped(table, { csv: csvProfileOf(format), columns, name: kept.name })
}

type Shape = { csv: CsvProfile; columns: FileLayout['columns'] | null; name?: string }

function shaped<Row>(table: FileTable<Row>, { csv, columns, name }: Shape): FileReply {
  const title = table.nameOf(fileWords[csv.language])
  return csvFile({
    name: `${name === undefined ? title : `${title} - ${name}`}.csv`,
    profile: csv,
    lines: tableOf(columnsFor(table, csv.language, columns), table.rows),
  })
}

export function columnsFor<Row>(
  table: FileTable<Row>,
  language: Language,
  chosen: FileLayout['columns'] | null,
): FileColumn<Row>[] {
  const all = table.columnsOf(language)
  return chosen === null ? all : chosenColumns(all, chosen)
}
