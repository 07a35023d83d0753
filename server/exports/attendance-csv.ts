import { isExamOver } from '#core/exams/exam.ts'
import { Refusal } from '#core/refusal.ts'
import { readSlots } from '#server/exams/slots.ts'
import { listMarks, type StudentMark } from '#server/grading/queries.ts'
import type { Deps } from '#server/platform/deps.ts'
import { dayOf, instantCell, textCell } from './csv-file.ts'
import { identityColumns, slotColumns } from './sheet-columns.ts'
import type { FileTable } from './table-file.ts'
import { fileWords, statusNameOf } from './words.ts'

/** Attendance: who came, when they started and when they submitted. */
export async function attendanceTable(
  deps: Deps,
  { courseId, examId }: { courseId: string; examId: string },
): Promise<FileTable<StudentMark>> {
  const exam = await deps.db.exam.findFirst({ where: { id: examId, courseId } })
  if (!exam) throw new Refusal('not_found')
  const slots = await readSlots(deps.db, exam)
  const isOver = isExamOver(exam.status)
  const day = dayOf(exam.closedAt ?? deps.now(), exam.timeZone)
  return {
    kind: 'attendance',
    nameOf: (words) => `${exam.title} - ${words.attendanceFile} - ${day}`,
    columnsOf: (language) => {
      const words = fileWords[language]
      return [
        ...identityColumns<StudentMark>(words),
        ...slotColumns<StudentMark>(words, slots),
        {
          field: 'status',
          title: words.status,
          cell: ({ status, isPaper }) =>
            textCell(
              words.attempt[statusNameOf({ status: status === 'ready' && isOver ? 'absent' : status, isPaper })],
            ),
        },
        {
          field: 'started',
          title: words.startedAt,
          cell: (row) => instantCell(timed(row, 'startedAt'), exam.timeZone),
        },
        { field: 'closed', title: words.closedAt, cell: (row) => instantCell(timed(row, 'closedAt'), exam.timeZone) },
      ]
    },
    rows: await listMarks(deps, examId),
  }
}

/** A paper copy has no times of its own, only those of its typing. */
const timed = (row: StudentMark, instant: 'startedAt' | 'closedAt') => (row.isPaper ? null : row[instant])
