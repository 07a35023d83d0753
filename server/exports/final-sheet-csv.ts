import type { ExportProfile } from '#contract/exports.ts'
import type { Cell } from '#core/csv.ts'
import { markParts } from '#server/assessment/assessment.ts'
import { type FinalSheet, readFinalSheet } from '#server/assessment/final-sheet.ts'
import type { Deps } from '#server/platform/deps.ts'
import { csvFile, csvProfiles, dayOf, exactCell, markCell, textCell } from './csv-file.ts'
import { fileWords } from './words.ts'

/** « Évaluation finale - 2026-12-15.csv »: the day it was taken away, because the sheet lives until it is final. */
export async function exportFinalSheet(
  deps: Deps,
  { courseId, profile: named }: { courseId: string; profile: ExportProfile },
) {
  const sheet = await readFinalSheet(deps, courseId)
  const course = await deps.db.course.findUniqueOrThrow({
    where: { id: courseId },
    select: { title: true, timeZone: true },
  })
  const profile = csvProfiles[named]
  return csvFile({
    name: `${course.title} - ${sheet.title || 'notes'} - ${dayOf(deps.now(), course.timeZone)}.csv`,
    profile,
    lines: linesOf(sheet, profile.language),
  })
}

function* linesOf({ rules, lines }: FinalSheet, language: 'fr' | 'en'): Generator<Cell[]> {
  const words = fileWords[language]
  const parts = markParts(rules)
  yield [
    ...[words.familyName, words.givenName, words.number, words.email, words.group],
    ...parts.flatMap(({ name }) => [name, words.statusOf(name)]),
    ...[words.exactSum, words.grade, words.outcome, words.working],
  ].map(textCell)
  for (const { familyName, givenName, number, email, group, entries, result, working } of lines) {
    const entryOf = new Map(entries.map((entry) => [entry.component, entry]))
    yield [
      ...[familyName, givenName, number, email, group].map(textCell),
      ...parts.flatMap(({ id }) => {
        const entry = entryOf.get(id)
        return [exactCell(entry?.mark ?? null), textCell(words.entry[entry?.status ?? 'present'])]
      }),
      exactCell(result.status === 'graded' ? result.exact : null),
      markCell(result.status === 'graded' ? result.grade : null),
      textCell(words.decision[decisionOf(result)]),
      // One line per row: a cell with a line break makes a spreadsheet's rows uneven.
      textCell(working[language].replaceAll('\n', ' ; ')),
    ]
  }
}

function decisionOf(result: FinalSheet['lines'][number]['result']) {
  switch (result.status) {
    case 'graded':
      return result.decision
    case 'blocked':
      return 'defaulted'
    case 'missing':
      return 'missing'
  }
}
