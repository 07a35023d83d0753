import type { Reply } from '#contract/endpoint.ts'
import type { getQuestionHistory } from '#contract/statistics/statistics.ts'
import { overStatuses } from '#core/exams/exam.ts'
import { Refusal } from '#core/refusal.ts'
import { byText } from '#core/students/name-order.ts'
import { newestMarking } from '#server/grading/newest-marking.ts'
import type { Deps } from '#server/platform/deps.ts'
import { type MeasuredQuestion, measuredOf, unmeasured } from './measured-question.ts'
import { readStatistics } from './read-statistics.ts'

type HistoryQuery = { courseId: string; questionId: string }
type Line = Reply<typeof getQuestionHistory>['exams'][number]

/**
 * Every figure comes from the statistics of its exam, so that the two pages agree: as they were recorded, or worked out
 * again when the marks have changed since.
 */
export async function readHistory(deps: Deps, { courseId, questionId }: HistoryQuery): Promise<{ exams: Line[] }> {
  const question = await deps.db.question.findFirst({
    where: { id: questionId, courseId },
    select: { versions: { select: { id: true, number: true } } },
  })
  if (!question) throw new Refusal('not_found')
  const numbers = new Map(question.versions.map(({ id, number }) => [id, number]))
  const recorded = await findRecorded(deps, questionId)
  const lines: Line[] = []
  // One after the other, to bound memory: an exam may have a thousand copies, and the server may be running another.
  for (const { examId, exam, ...asked } of await findAsked(deps, { courseId, questionId })) {
    lines.push({
      examId,
      title: exam.title,
      takenAt: takenAt(exam).toISOString(),
      position: asked.position + 1,
      version: numbers.get(asked.versionId ?? '') ?? null,
      ...(exam._count.runs === 0
        ? unmeasured
        : (recorded.get(examId) ?? (await measure(deps, { courseId, examId, askedId: asked.id })))),
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

/** By exam, the figures of the marks that count today. */
async function findRecorded({ db }: Deps, questionId: string): Promise<ReadonlyMap<string, MeasuredQuestion>> {
  const rows = await db.$queryRaw<{ examId: string; measured: MeasuredQuestion }[]>`
    select e.id as "examId", record.measured
    from "QuestionRecord" record join "Exam" e on e.id = record."examId" join ${newestMarking} on true
    where record."questionId" = ${questionId}::uuid and record.measured is not null and e.recorded = newest.marking`
  return new Map(rows.map(({ examId, measured }) => [examId, measured]))
}

async function measure(
  deps: Deps,
  { courseId, examId, askedId }: { courseId: string; examId: string; askedId: string },
): Promise<MeasuredQuestion> {
  const { items } = await readStatistics(deps, { courseId, examId, blanks: 'scored' })
  const item = items.find(({ id }) => id === askedId)
  return item ? measuredOf(item) : unmeasured
}
