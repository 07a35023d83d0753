import type { Deps } from '#server/platform/deps.ts'
import { dayOf, instantCell, textCell } from './csv-file.ts'
import { journalText, readJournal } from './journal.ts'
import type { FileTable } from './table-file.ts'
import { fileWords } from './words.ts'

type Line = Awaited<ReturnType<typeof readJournal>>['lines'][number]

/** The whole journal of a course, oldest first, read a page at a time and streamed. */
export async function journalTable(deps: Deps, { courseId }: { courseId: string }): Promise<FileTable<Line>> {
  const course = await deps.db.course.findUniqueOrThrow({ where: { id: courseId } })
  const day = dayOf(deps.now(), course.timeZone)
  return {
    kind: 'journal',
    nameOf: (words) => `${course.title} - ${words.journalFile} - ${day}`,
    columnsOf: (language) => {
      const words = fileWords[language]
      return [
        { field: 'at', title: words.at, cell: ({ at }) => instantCell(at, course.timeZone) },
        { field: 'who', title: words.who, cell: ({ actorName }) => textCell(actorName) },
        { field: 'action', title: words.action, cell: ({ action }) => textCell(action) },
        {
          field: 'subject',
          title: words.subject,
          cell: ({ subject }) => textCell(subject.name === null ? subject.kind : `${subject.kind}: ${subject.name}`),
        },
        { field: 'before', title: words.before, cell: ({ changes }) => textCell(journalText(changes, 'before')) },
        { field: 'after', title: words.after, cell: ({ changes }) => textCell(journalText(changes, 'after')) },
        { field: 'reason', title: words.reason, cell: ({ reason }) => textCell(reason) },
      ]
    },
    rows: everyLine(deps, courseId),
  }
}

const linesAtOnce = 500

async function* everyLine(deps: Deps, courseId: string) {
  let after: bigint | null = 0n
  while (after !== null) {
    const page: Awaited<ReturnType<typeof readJournal>> = await readJournal(deps, {
      ...{ courseId, count: linesAtOnce, order: 'asc' as const },
      beyond: after,
    })
    yield* page.lines
    after = page.next === null ? null : BigInt(page.next)
  }
}
