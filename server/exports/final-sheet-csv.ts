import type { FileReply } from '#contract/endpoint.ts'
import { type ExportProfile, isToolProfile } from '#contract/exports.ts'
import { type FinalSheet, readFinalSheet } from '#server/assessment/final-sheet.ts'
import type { Deps } from '#server/platform/deps.ts'
import { tableOf } from './column.ts'
import { csvFile, csvProfiles, dayOf } from './csv-file.ts'
import { sheetColumns } from './sheet-columns.ts'
import { type MarkRow, toolFile } from './tool-files.ts'
import { toolLines } from './tool-lines.ts'

/** « Évaluation finale - 2026-12-15.csv »: the day it was taken away, because the sheet lives until it is final. */
export async function exportFinalSheet(
  deps: Deps,
  { courseId, profile: named }: { courseId: string; profile: ExportProfile },
): Promise<FileReply> {
  const sheet = await readFinalSheet(deps, courseId)
  const course = await deps.db.course.findUniqueOrThrow({
    where: { id: courseId },
    select: { title: true, timeZone: true },
  })
  const title = sheet.title || 'notes'
  const name = `${course.title} - ${title} - ${dayOf(deps.now(), course.timeZone)}`
  if (isToolProfile(named)) {
    const file = toolFile(named, { title, outOf: 2000, rows: sheet.lines.map(markRow) })
    return csvFile({ name: `${name} - ${named}.csv`, profile: file.profile, lines: toolLines(file) })
  }
  const profile = csvProfiles[named]
  return csvFile({
    name: `${name}.csv`,
    profile,
    lines: tableOf(sheetColumns(sheet, profile.language), sheet.lines),
  })
}

function markRow({ familyName, givenName, number, email, group, result }: FinalSheet['lines'][number]): MarkRow {
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
