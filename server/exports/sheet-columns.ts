import { countedExams } from '#core/assessment/counted-exam.ts'
import { decisionOf } from '#core/assessment/decision.ts'
import { type MarkPart, markParts } from '#core/assessment/rules.ts'
import type { Cell } from '#core/csv.ts'
import type { Language } from '#core/language.ts'
import type { FinalSheet } from '#server/assessment/final-sheet.ts'
import type { FileColumn } from './column.ts'
import { exactCell, markCell, textCell } from './csv-file.ts'
import { type FileWords, fileWords } from './words.ts'

export type FinalSheetLine = FinalSheet['lines'][number]
type Sheet = Pick<FinalSheet, 'rules' | 'lines'>

/** Every column of the final sheet; `student_id` matches an edited file to its students. */
export function sheetColumns(sheet: Sheet, language: Language): FileColumn<FinalSheetLine>[] {
  const words = fileWords[language]
  return [
    ...identityColumns(words),
    ...markParts(sheet.rules).flatMap((part) => componentColumns({ part, sheet, words })),
    column('jury_points', words.juryPoints, ({ jury }) => markCell(jury?.points ?? null)),
    column('jury_reason', words.juryReason, ({ jury }) => textCell(jury?.reason ?? '')),
    column('exact', words.exactSum, ({ result }) => exactCell(result.status === 'graded' ? result.exact : null)),
    column('grade', words.grade, ({ result }) => markCell(result.status === 'graded' ? result.grade : null)),
    column('outcome', words.outcome, ({ result }) => textCell(words.decision[decisionOf(result) ?? 'missing'])),
    // Only where a retake was sat; a sheet finalised by an older version has no such result.
    ...(sheet.lines.some(({ before }) => before)
      ? [
          column('outcome_before', words.outcomeBefore, ({ before }) =>
            textCell(before ? words.decision[decisionOf(before) ?? 'missing'] : ''),
          ),
        ]
      : []),
    // On one line, because a line break in a cell makes rows of uneven height.
    column('working', words.working, ({ working }) => textCell(working[language].replaceAll('\n', ' ; '))),
    column('student_id', words.studentId, ({ studentId }) => textCell(studentId)),
  ]
}

type Identity = { familyName: string; givenName: string; number: string; email: string; group: string }

export function identityColumns<Row extends Identity>(words: FileWords): FileColumn<Row>[] {
  return [
    { field: 'family_name', title: words.familyName, cell: (row) => textCell(row.familyName) },
    { field: 'given_name', title: words.givenName, cell: (row) => textCell(row.givenName) },
    { field: 'number', title: words.number, cell: (row) => textCell(row.number) },
    { field: 'email', title: words.email, cell: (row) => textCell(row.email) },
    { field: 'group', title: words.group, cell: (row) => textCell(row.group) },
  ]
}

/** The slot of each row; no column for an exam that has one. */
export function slotColumns<Row extends { slot: number }>(
  words: FileWords,
  slots: readonly { number: number; name: string }[],
): FileColumn<Row>[] {
  if (slots.length < 2) return []
  const names = new Map(slots.map(({ number, name }, place) => [number, name || words.slotNamed(place + 1)]))
  return [{ field: 'slot', title: words.slot, cell: ({ slot }) => textCell(names.get(slot) ?? '') }]
}

type Component = { part: MarkPart; sheet: Sheet; words: FileWords }

/**
 * The exam that counts has a column where a component reads several. The retake has one once there is a second session or a student has a retake
 * mark.
 */
function componentColumns({ part, sheet, words }: Component): FileColumn<FinalSheetLine>[] {
  const { id, name } = part
  const { source } = part.content
  const entryOf = ({ entries }: FinalSheetLine) => entries.find(({ component }) => component === id)
  const hasRetake = sheet.rules.session === 'final' || sheet.lines.some((line) => entryOf(line)?.retake)
  return [
    column(`mark:${id}`, name, (row) => exactCell(entryOf(row)?.mark ?? null)),
    column(`status:${id}`, words.statusOf(name), (row) => textCell(words.entry[entryOf(row)?.status ?? 'present'])),
    ...(hasRetake
      ? [column(`retake:${id}`, words.retakeOf(name), (row) => exactCell(entryOf(row)?.retake ?? null))]
      : []),
    ...(source.kind === 'exams'
      ? [
          column(`exam:${id}`, words.examOf(name), (row) => {
            const entry = entryOf(row)
            const { first } = countedExams(source, sheet.rules.retake, entry ?? {})
            return textCell(first?.title ?? '')
          }),
        ]
      : []),
  ]
}

const column = (field: string, title: string, cell: (row: FinalSheetLine) => Cell): FileColumn<FinalSheetLine> => ({
  field,
  title,
  cell,
})
