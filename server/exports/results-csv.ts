import type { FileReply } from '#contract/endpoint.ts'
import { isToolProfile } from '#core/exports/tool-profiles.ts'
import type { Language } from '#core/language.ts'
import { formatMark } from '#core/points.ts'
import { readResults } from '#server/grading/results.ts'
import type { Deps } from '#server/platform/deps.ts'
import type { FileColumn } from './column.ts'
import { csvFile, dayOf, markCell, numberCell, textCell } from './csv-file.ts'
import { identityColumns, slotColumns } from './sheet-columns.ts'
import { type FileTable, tableFile } from './table-file.ts'
import { type MarkRow, toolFile } from './tool-files.ts'
import { toolLines } from './tool-lines.ts'
import { fileWords, statusNameOf } from './words.ts'

type ExportResultsInput = { courseId: string; examId: string }
type Results = Awaited<ReturnType<typeof readResults>>
type Row = Results['rows'][number]

/** « QCM final - résultats - 2026-12-08.csv »: with the date of the exam, which identifies the session. */
export async function exportResults(
  deps: Deps,
  { profile, ...asked }: ExportResultsInput & { profile: string },
): Promise<FileReply> {
  if (!isToolProfile(profile))
    return tableFile(deps, { courseId: asked.courseId, profile, table: await resultsTable(deps, asked) })
  const { results, exam, day } = await open(deps, asked)
  const file = toolFile(profile, { title: exam.title, outOf: results.outOf, rows: results.rows.map(examMarkRow) })
  return csvFile({
    name: `${exam.title} - ${fileWords.fr.results} - ${day} - ${profile}.csv`,
    profile: file.profile,
    lines: toolLines(file),
  })
}

export async function resultsTable(deps: Deps, asked: ExportResultsInput): Promise<FileTable<Row>> {
  const { results, exam, day } = await open(deps, asked)
  return {
    kind: 'results',
    nameOf: (words) => `${exam.title} - ${words.results} - ${day}`,
    columnsOf: (language) => columnsOf(results, language),
    rows: results.rows,
  }
}

async function open(deps: Deps, { courseId, examId }: ExportResultsInput) {
  const results = await readResults(deps, { courseId, examId })
  const exam = await deps.db.exam.findFirstOrThrow({ where: { id: examId, courseId } })
  return { results, exam, day: dayOf(exam.closedAt ?? deps.now(), exam.timeZone) }
}

function columnsOf({ outOf, slots }: Results, language: Language): FileColumn<Row>[] {
  const words = fileWords[language]
  return [
    ...identityColumns<Row>(words),
    ...slotColumns<Row>(words, slots),
    { field: 'status', title: words.status, cell: (row) => textCell(words.attempt[statusNameOf(row)]) },
    { field: 'mark', title: words.markOn(formatMark(outOf, language)), cell: ({ mark }) => markCell(mark) },
    { field: 'points', title: words.points, cell: ({ earned }) => markCell(earned) },
    {
      field: 'answered',
      title: words.answered,
      cell: ({ counts }) => numberCell(counts && counts.right + counts.partial + counts.wrong),
    },
    {
      field: 'minutes',
      title: words.minutes,
      // In minutes, with one decimal.
      cell: ({ durationMs }) => numberCell(durationMs === null ? null : Math.round(durationMs / 6_000) / 10),
    },
  ]
}

/** Whether an absence is justified is recorded in the final sheet, not here. */
export function examMarkRow({ familyName, givenName, number, email, group, mark }: Row): MarkRow {
  return {
    ...{ familyName, givenName, number, email, group, mark },
    without: mark === null ? 'waiting' : null,
    decision: null,
  }
}
