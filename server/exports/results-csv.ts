import type { ExportProfile } from '#contract/exports.ts'
import type { Cell } from '#core/csv.ts'
import { formatMark } from '#core/points.ts'
import { readResults } from '#server/grading/results.ts'
import type { Deps } from '#server/platform/deps.ts'
import { csvFile, csvProfiles, dayOf, markCell, numberCell, textCell } from './csv-file.ts'
import { fileWords } from './words.ts'

type Asked = { courseId: string; examId: string; profile: ExportProfile }
type Results = Awaited<ReturnType<typeof readResults>>

/** « QCM final - résultats - 2026-12-08.csv »: the day of the exam, so that the file says which sitting it is. */
export async function exportResults(deps: Deps, { courseId, examId, profile: named }: Asked) {
  const results = await readResults(deps, { courseId, examId })
  const exam = await deps.db.exam.findFirstOrThrow({ where: { id: examId, courseId } })
  const profile = csvProfiles[named]
  const day = dayOf(exam.closedAt ?? deps.now(), exam.timeZone)
  return csvFile({
    name: `${exam.title} - ${fileWords[profile.language].results} - ${day}.csv`,
    profile,
    lines: linesOf(results, profile.language),
  })
}

function* linesOf({ rows, outOf }: Results, language: 'fr' | 'en'): Generator<Cell[]> {
  const words = fileWords[language]
  const titles = [words.familyName, words.givenName, words.number, words.email, words.group, words.status]
  const figures = [words.markOn(formatMark(outOf, language)), words.points, words.answered, words.minutes]
  yield [...titles, ...figures].map(textCell)
  for (const { familyName, givenName, number, email, group, status, mark, earned, counts, durationMs } of rows) {
    yield [
      ...[familyName, givenName, number, email, group, words.attempt[status]].map(textCell),
      markCell(mark),
      markCell(earned),
      numberCell(counts && counts.right + counts.partial + counts.wrong),
      // To the tenth of a minute.
      numberCell(durationMs === null ? null : Math.round(durationMs / 6_000) / 10),
    ]
  }
}
