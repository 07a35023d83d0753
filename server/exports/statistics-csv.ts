import type { FileReply } from '#contract/endpoint.ts'
import type { TableProfile } from '#contract/exports.ts'
import type { Deps } from '#server/platform/deps.ts'
import { readStatistics } from '#server/statistics/read-statistics.ts'
import { type Column, tableOf } from './column.ts'
import { csvFile, csvProfiles, dayOf, figureCell, markCell, numberCell, textCell } from './csv-file.ts'
import { fileWords } from './words.ts'

type Asked = { courseId: string; examId: string; profile: TableProfile }
type Item = Awaited<ReturnType<typeof readStatistics>>['items'][number]

/** One line per question: how hard, how well it tells students apart. */
export async function exportStatistics(deps: Deps, { courseId, examId, profile: named }: Asked): Promise<FileReply> {
  const statistics = await readStatistics(deps, { courseId, examId, blanks: 'scored' })
  const exam = await deps.db.exam.findFirstOrThrow({ where: { id: examId, courseId } })
  const profile = csvProfiles[named]
  const words = fileWords[profile.language]
  const figure = (field: keyof typeof words.item & keyof Item): Column<Item> => ({
    field,
    title: words.item[field],
    cell: (item) => figureCell(item[field] as { value: number | null }),
  })
  const columns: Column<Item>[] = [
    { field: 'position', title: words.position, cell: ({ position }) => numberCell(position) },
    { field: 'opening', title: words.question, cell: ({ opening }) => textCell(opening) },
    { field: 'points', title: words.points, cell: ({ points }) => markCell(points) },
    { field: 'n', title: words.item.n, cell: ({ n }) => numberCell(n) },
    { field: 'blanks', title: words.item.blanks, cell: ({ blanks }) => numberCell(blanks) },
    ...(['facility', 'standardDeviation', 'itemTotal', 'itemRest', 'upperLower', 'alphaIfDeleted'] as const).map(
      figure,
    ),
    { field: 'flags', title: words.item.flags, cell: ({ flags }) => textCell(flags.map(({ code }) => code).join(' ')) },
  ]
  return csvFile({
    name: `${exam.title} - ${words.statisticsFile} - ${dayOf(exam.closedAt ?? deps.now(), exam.timeZone)}.csv`,
    profile,
    lines: tableOf(columns, statistics.items),
  })
}
