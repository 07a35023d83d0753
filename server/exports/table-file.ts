import type { FileReply } from '#contract/endpoint.ts'
import {
  chosenColumns,
  csvProfileOf,
  type FileFormat,
  type FileKind,
  type FileLayout,
  fileBases,
  isWorkbook,
} from '#core/exports/file-layout.ts'
import type { Language } from '#core/language.ts'
import { Refusal } from '#core/refusal.ts'
import type { Deps } from '#server/platform/deps.ts'
import { type FileColumn, tableOf } from './column.ts'
import { csvFile } from './csv-file.ts'
import { type FileWords, fileWords } from './words.ts'
import { workbookFile } from './workbook-file.ts'

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
  const base = fileBases.find((name) => name === profile)
  if (base) return shaped(table, { format: { ...standard, base }, columns: null })
  const kept = await deps.db.exportProfile.findFirst({ where: { id: profile, courseId, kind: table.kind } })
  if (!kept) throw new Refusal('not_found')
  const { columns, format } = kept.layout
  return shaped(table, { format, columns, name: kept.name })
}

const standard = { separator: null, decimal: null, encoding: null, lineEnd: null, quote: null }

type Shape = { format: FileFormat; columns: FileLayout['columns'] | null; name?: string }

function shaped<Row>(table: FileTable<Row>, { format, columns, name: own }: Shape): FileReply {
  const csv = csvProfileOf(format)
  const title = table.nameOf(fileWords[csv.language])
  const name = own === undefined ? title : `${title} - ${own}`
  const lines = tableOf(columnsFor(table, csv.language, columns), table.rows)
  return isWorkbook(format.base) ? workbookFile({ name, lines }) : csvFile({ name: `${name}.csv`, profile: csv, lines })
}

export function columnsFor<Row>(
  table: FileTable<Row>,
  language: Language,
  chosen: FileLayout['columns'] | null,
): FileColumn<Row>[] {
  const all = table.columnsOf(language)
  return chosen === null ? all : chosenColumns(all, chosen)
}
