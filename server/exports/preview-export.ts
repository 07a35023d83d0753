import { parse } from 'csv-parse/sync'
import type { z } from 'zod'
import type { previewExport as contract } from '#contract/exports/export-profiles.ts'
import { excelFr, toCsvLine } from '#core/csv.ts'
import { cutText } from '#core/cut-text.ts'
import { choicesAmong, csvProfileOf, type FileKind } from '#core/exports/file-layout.ts'
import { Refusal } from '#core/refusal.ts'
import type { Deps } from '#server/platform/deps.ts'
import { attendanceTable } from './attendance-csv.ts'
import { tableOf } from './column.ts'
import { answersTable, pointsTable } from './copies-csv.ts'
import { finalSheetTable } from './final-sheet-csv.ts'
import { journalTable } from './journal-csv.ts'
import { resultsTable } from './results-csv.ts'
import { rubricTable } from './rubric-csv.ts'
import { sectionsTable, studentSectionsTable } from './sections-csv.ts'
import { statisticsTable } from './statistics-csv.ts'
import { columnsFor, type FileTable } from './table-file.ts'
import { lostInWindows1252 } from './windows-1252.ts'
import { fileWords } from './words.ts'

type PreviewExportInput = { courseId: string } & z.output<typeof contract.body>
const linesShown = 5

/** The first lines of a file, made by the code that writes it, so that they are identical. */
export async function previewExport(deps: Deps, { courseId, kind, subjectId, layout }: PreviewExportInput) {
  const table = await tableOfKind(deps, { courseId, kind, subjectId })
  const csv = layout ? csvProfileOf(layout.format) : excelFr
  const lines: string[] = []
  for await (const cells of tableOf(columnsFor(table, csv.language, layout?.columns ?? null), table.rows)) {
    lines.push(toCsvLine(cells, csv))
    if (lines.length > linesShown) break
  }
  const text = lines.join('')
  return {
    subject: table.nameOf(fileWords[csv.language]),
    choices: choicesAmong(table.columnsOf(csv.language)),
    rows: parse(text, { delimiter: csv.separator }) as unknown as string[][],
    text: cutText(text, 20_000),
    lost: csv.encoding === 'windows1252' ? lostInWindows1252(text) : [],
  }
}

type TableOfKindInput = { courseId: string; kind: FileKind; subjectId: string | undefined }

async function tableOfKind(deps: Deps, { courseId, kind, subjectId }: TableOfKindInput): Promise<FileTable<never>> {
  const ofExam = async () => ({ courseId, examId: subjectId ?? (await latestExam(deps, courseId)) })
  const table = async (): Promise<unknown> => {
    switch (kind) {
      case 'final_sheet':
        return finalSheetTable(deps, { courseId })
      case 'results':
        return resultsTable(deps, await ofExam())
      case 'points':
        return pointsTable(deps, await ofExam())
      case 'answers':
        return answersTable(deps, await ofExam())
      case 'attendance':
        return attendanceTable(deps, await ofExam())
      case 'statistics':
        return statisticsTable(deps, await ofExam())
      case 'sections':
        return sectionsTable(deps, await ofExam())
      case 'student_sections':
        return studentSectionsTable(deps, await ofExam())
      case 'rubric':
        return rubricTable(deps, { courseId, projectId: subjectId ?? (await latestProject(deps, courseId)) })
      case 'journal':
        return journalTable(deps, { courseId })
    }
  }
  return (await table()) as FileTable<never>
}

async function latestExam({ db }: Deps, courseId: string) {
  const where = { courseId, status: { not: 'draft' as const } }
  const exam = await db.exam.findFirst({ where, orderBy: { createdAt: 'desc' }, select: { id: true } })
  if (!exam) throw new Refusal('nothing_to_preview')
  return exam.id
}

async function latestProject({ db }: Deps, courseId: string) {
  const project = await db.project.findFirst({
    where: { courseId },
    orderBy: { createdAt: 'desc' },
    select: { id: true },
  })
  if (!project) throw new Refusal('nothing_to_preview')
  return project.id
}
