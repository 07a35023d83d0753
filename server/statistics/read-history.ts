import type { Reply } from '#contract/endpoint.ts'
import type { getQuestionHistory } from '#contract/statistics/statistics.ts'
import { overStatuses } from '#core/exams/exam.ts'
import { Refusal } from '#core/refusal.ts'
import { missing } from '#core/statistics/figure.ts'
import { verdictStrengthOf } from '#core/statistics/statistics.ts'
import { byText } from '#core/students/name-order.ts'
import type { Deps } from '#server/platform/deps.ts'
import { readStatistics } from './read-statistics.ts'

type HistoryQuery = { courseId: string; questionId: string }
type Line = Reply<typeof getQuestionHistory>['exams'][number]
type Measured = Pick<Line, 'n' | 'standing' | 'facility' | 'facilityInterval' | 'itemRest' | 'itemRestInterval'>

/** Every figure comes from the statistics of its exam, so that the two pages agree. */
export async function readHistory(deps: Deps, { courseId, questionId }: HistoryQuery): Promise<{ exams: Line[] }> {
  const question = await deps.db.question.findFirst({
    where: { id: questionId, courseId },
    select: { versions: { select: { id: true, number: true } } },
  })
  if (!question) throw new Refusal('not_found')
  const numbers = new Map(question.versions.map(({ id, number }) => [id, number]))
  const lines: Line[] = []
  // One after the other, to bound memory: an exam may have a thousand copies, and the server may be running another.
  for (const { examId, exam, ...asked } of await findAsked(deps, { courseId, questionId })) {
    lines.push({
      examId,
      title: exam.title,
      takenAt: takenAt(exam).toISOString(),
      position: asked.position + 1,
      version: numbers.get(asked.versionId ?? '') ?? null,
      ...(exam._count.runs === 0 ? unmarked : await measure(deps, { courseId, examId, askedId: asked.id })),
    })
  }
  return { exams: lines.sort((a, b) => byText(b.takenAt, a.takenAt)) }
}

/** The exams that asked it and are over, whose marks only change by a correction. */
function findAsked({ db }: Deps, { courseId, questionId }: HistoryQuery) {
  return db.examQuestion.findMany({
    where: { questionId, exam: { courseId, status: { in: [...overStatuses] } } },
    select: {
      id: true,
      examId: true,
      position: true,
      versionId: true,
      exam: {
        select: {
          title: true,
          openedAt: true,
          opensAt: true,
          closedAt: true,
          createdAt: true,
          _count: { select: { runs: true } },
        },
      },
    },
  })
}

type Dated = { openedAt: Date | null; opensAt: Date | null; closedAt: Date | null; createdAt: Date }

/** An imported exam was never opened here. */
const takenAt = ({ openedAt, opensAt, closedAt, createdAt }: Dated) => openedAt ?? opensAt ?? closedAt ?? createdAt

async function measure(
  deps: Deps,
  { courseId, examId, askedId }: { courseId: string; examId: string; askedId: string },
): Promise<Measured> {
  const { items } = await readStatistics(deps, { courseId, examId, blanks: 'scored' })
  const item = items.find(({ id }) => id === askedId)
  if (!item) return unmarked
  const { n, facility, facilityInterval, itemRest, itemRestInterval } = item
  return { n, standing: verdictStrengthOf(n), facility, facilityInterval, itemRest, itemRestInterval }
}

/** Closed before any copy was submitted. */
const unmarked: Measured = {
  n: 0,
  standing: 'none',
  facility: missing('no_student'),
  facilityInterval: null,
  itemRest: missing('no_student'),
  itemRestInterval: null,
}
