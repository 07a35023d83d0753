import type { MarkedLine } from '#core/grading/marking.ts'
import { toHundredths } from '#core/points.ts'
import { toRational } from '#core/rational.ts'
import { Refusal } from '#core/refusal.ts'
import type { Deps } from '#server/platform/deps.ts'
import { questionOpeningOf } from './corrections/describe.ts'
import { listMarks } from './queries.ts'

/** What each marked copy earned on each question of an exam, in the order of the exam. */
export async function readHeatMap(deps: Deps, { courseId, examId }: { courseId: string; examId: string }) {
  const exam = await deps.db.exam.findFirst({
    where: { id: examId, courseId },
    include: { questions: { orderBy: { position: 'asc' } } },
  })
  if (!exam) throw new Refusal('not_found')
  const marks = await listMarks(deps, examId)
  const copies = marks.flatMap(({ attemptId, detail }) =>
    attemptId && detail ? [{ attemptId, cells: detail.map(cellOf) }] : [],
  )
  const cells = new Map<string, Cell[]>(exam.questions.map(({ id }) => [id, []]))
  for (const cell of copies.flatMap((copy) => copy.cells)) cells.get(cell.questionId)?.push(cell)
  return {
    questions: exam.questions.map((question) => ({
      id: question.id,
      position: question.position + 1,
      opening: questionOpeningOf(question),
      ...summaryOf(cells.get(question.id) ?? []),
    })),
    copies,
  }
}

type Cell = ReturnType<typeof cellOf>

function cellOf({ questionId, earned, points, outcome }: MarkedLine, index: number) {
  return {
    ...{ questionId, place: index + 1, points, earned: toHundredths(toRational(earned)) },
    outcome: outcome === 'invalid' ? ('wrong' as const) : outcome,
  }
}

function summaryOf(cells: readonly Cell[]) {
  const of = (outcome: Cell['outcome']) => cells.filter((cell) => cell.outcome === outcome).length
  const total = (value: (cell: Cell) => number) => cells.reduce((sum, cell) => sum + value(cell), 0)
  const most = total(({ points }) => points)
  return {
    counts: { right: of('right'), partial: of('partial'), wrong: of('wrong'), blank: of('blank') },
    facility: most === 0 ? null : total(({ earned }) => earned) / most,
  }
}
