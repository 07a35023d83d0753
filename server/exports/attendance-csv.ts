import type { FileReply } from '#contract/endpoint.ts'
import type { TableProfile } from '#contract/exports.ts'
import { Refusal } from '#core/refusal.ts'
import { listMarks, type StudentMark } from '#server/grading/queries.ts'
import type { Deps } from '#server/platform/deps.ts'
import { type Column, tableOf } from './column.ts'
import { csvFile, csvProfiles, dayOf, instantCell, textCell } from './csv-file.ts'
import { identityColumns } from './sheet-columns.ts'
import { fileWords, statusOf } from './words.ts'

type Asked = { courseId: string; examId: string; profile: TableProfile }

/** Who came, when they began and when they handed in. */
export async function exportAttendance(deps: Deps, { courseId, examId, profile: named }: Asked): Promise<FileReply> {
  const exam = await deps.db.exam.findFirst({ where: { id: examId, courseId } })
  if (!exam) throw new Refusal('not_found')
  const profile = csvProfiles[named]
  const words = fileWords[profile.language]
  const isOver = exam.status === 'closed' || exam.status === 'released'
  const columns: Column<StudentMark>[] = [
    ...identityColumns<StudentMark>(words),
    {
      field: 'status',
      title: words.status,
      cell: ({ status, isPaper }) =>
        textCell(words.attempt[statusOf({ status: status === 'ready' && isOver ? 'absent' : status, isPaper })]),
    },
    { field: 'started', title: words.startedAt, cell: (row) => instantCell(timed(row, 'startedAt'), exam.timeZone) },
    { field: 'closed', title: words.closedAt, cell: (row) => instantCell(timed(row, 'closedAt'), exam.timeZone) },
  ]
  return csvFile({
    name: `${exam.title} - ${words.attendanceFile} - ${dayOf(exam.closedAt ?? deps.now(), exam.timeZone)}.csv`,
    profile,
    lines: tableOf(columns, await listMarks(deps, examId)),
  })
}

/** The times of a sheet of paper are those of its typing: the room did not see them. */
const timed = (row: StudentMark, instant: 'startedAt' | 'closedAt') => (row.isPaper ? null : row[instant])
