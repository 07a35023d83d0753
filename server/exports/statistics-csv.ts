import type { Deps } from '#server/platform/deps.ts'
import { readStatistics } from '#server/statistics/read-statistics.ts'
import type { FileColumn } from './column.ts'
import { dayOf, figureCell, markCell, numberCell, textCell } from './csv-file.ts'
import type { FileTable } from './table-file.ts'
import { type FileWords, fileWords } from './words.ts'

type StatisticsTableInput = { courseId: string; examId: string }
type Item = Awaited<ReturnType<typeof readStatistics>>['items'][number]

/** One line per question, with its difficulty and discrimination. */
export async function statisticsTable(
  deps: Deps,
  { courseId, examId }: StatisticsTableInput,
): Promise<FileTable<Item>> {
  const statistics = await readStatistics(deps, { courseId, examId, blanks: 'scored' })
  const exam = await deps.db.exam.findFirstOrThrow({ where: { id: examId, courseId } })
  const day = dayOf(exam.closedAt ?? deps.now(), exam.timeZone)
  return {
    kind: 'statistics',
    nameOf: (words) => `${exam.title} - ${words.statisticsFile} - ${day}`,
    columnsOf: (language) => columnsOf(fileWords[language]),
    rows: statistics.items,
  }
}

/** Points are stored in hundredths; the standard deviation is in points, the other figures have no unit. */
const shown = (field: string, figure: Figure): Figure =>
  field === 'standardDeviation' && figure.value !== null ? { value: figure.value / 100 } : figure
type Figure = { value: number | null }

const figures = ['facility', 'standardDeviation', 'itemTotal', 'itemRest', 'upperLower', 'alphaIfDeleted'] as const

const columnsOf = (words: FileWords): FileColumn<Item>[] => [
  { field: 'position', title: words.position, cell: ({ position }) => numberCell(position) },
  { field: 'opening', title: words.question, cell: ({ opening }) => textCell(opening) },
  { field: 'points', title: words.points, cell: ({ points }) => markCell(points) },
  { field: 'n', title: words.item.n, cell: ({ n }) => numberCell(n) },
  { field: 'blanks', title: words.item.blanks, cell: ({ blanks }) => numberCell(blanks) },
  ...figures.map((field) => ({
    field,
    title: words.item[field],
    cell: (item: Item) => figureCell(shown(field, item[field] as Figure)),
  })),
  { field: 'flags', title: words.item.flags, cell: ({ flags }) => textCell(flags.map(({ code }) => code).join(' ')) },
]
