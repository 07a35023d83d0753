import type { FileReply } from '#contract/endpoint.ts'
import { isToolProfile } from '#core/exports/tool-profiles.ts'
import { type FinalSheet, readFinalSheet } from '#server/assessment/final-sheet.ts'
import type { Deps } from '#server/platform/deps.ts'
import { csvFile, dayOf } from './csv-file.ts'
import { type FinalSheetLine, sheetColumns } from './sheet-columns.ts'
import { type FileTable, tableFile } from './table-file.ts'
import { type MarkRow, toolFile } from './tool-files.ts'
import { toolLines } from './tool-lines.ts'

/**
 * « Évaluation finale - 2026-12-15.csv »: with the date of the export, because the sheet changes until it is finalised.
 */
export async function exportFinalSheet(
  deps: Deps,
  { courseId, profile }: { courseId: string; profile: string },
): Promise<FileReply> {
  if (!isToolProfile(profile))
    return tableFile(deps, { courseId, profile, table: await finalSheetTable(deps, { courseId }) })
  const { sheet, title, name } = await open(deps, courseId)
  const file = toolFile(profile, { title, outOf: 2000, rows: sheet.lines.map(gradeRow) })
  return csvFile({ name: `${name} - ${profile}.csv`, profile: file.profile, lines: toolLines(file) })
}

export async function finalSheetTable(
  deps: Deps,
  { courseId }: { courseId: string },
): Promise<FileTable<FinalSheetLine>> {
  const { sheet, name } = await open(deps, courseId)
  return {
    kind: 'final_sheet',
    nameOf: () => name,
    columnsOf: (language) => sheetColumns(sheet, language),
    rows: sheet.lines,
  }
}

async function open(deps: Deps, courseId: string) {
  const sheet = await readFinalSheet(deps, courseId)
  const course = await deps.db.course.findUniqueOrThrow({
    where: { id: courseId },
    select: { title: true, timeZone: true },
  })
  const title = sheet.title || 'notes'
  return { sheet, title, name: `${course.title} - ${title} - ${dayOf(deps.now(), course.timeZone)}` }
}

/** Their grade, or why they have none. */
export function gradeRow({
  familyName,
  givenName,
  number,
  email,
  group,
  result,
}: FinalSheet['lines'][number]): MarkRow {
  const who = { familyName, givenName, number, email, group }
  switch (result.status) {
    case 'graded':
      return { ...who, mark: result.grade, without: null, decision: result.decision }
    case 'blocked':
      return { ...who, mark: null, without: 'blocked', decision: 'defaulted' }
    case 'missing':
      return { ...who, mark: null, without: 'waiting', decision: null }
  }
}
