import type { z } from 'zod'
import type { getResults } from '#contract/grading/grading.ts'
import { wasHandedIn } from '#core/attempts/sitting.ts'
import { isExamOver } from '#core/exams/exam.ts'
import { toHundredths } from '#core/points.ts'
import { toRational } from '#core/rational.ts'
import { Refusal } from '#core/refusal.ts'
import { distributionOf } from '#core/statistics/statistics.ts'
import { askedCount } from '#server/exams/draw-copy.ts'
import { readSlots } from '#server/exams/slots.ts'
import type { Deps } from '#server/platform/deps.ts'
import { type Outcomes, readOutcomes } from './outcomes.ts'
import { listMarks, type StudentMark } from './queries.ts'

/** The marks of an exam with their distribution. Absent students are listed without a mark. */
export async function readResults(deps: Deps, { courseId, examId }: { courseId: string; examId: string }) {
  const exam = await deps.db.exam.findFirst({
    where: { id: examId, courseId },
    include: { questions: { select: { stratum: true, take: true } }, runs: { orderBy: { number: 'desc' }, take: 1 } },
  })
  if (!exam) throw new Refusal('not_found')
  const [marks, outcomes] = await Promise.all([listMarks(deps, examId), readOutcomes(deps, { courseId, examId })])
  const counts = countsOf(outcomes)
  const { n, mean, median, standardDeviation } = distributionOf(marks.flatMap(({ mark }) => mark ?? []))
  const run = exam.runs[0]
  return {
    examTitle: exam.title,
    examStatus: exam.status,
    outOf: exam.markRule.outOf,
    scaleKind: (run?.rules?.scale ?? exam.scale).kind,
    release: exam.release as z.input<typeof getResults.reply>['release'],
    releasedAt: exam.releasedAt?.toISOString() ?? null,
    questionCount: askedCount(exam.questions),
    unmarkedCount: marks.filter(({ status, mark }) => wasHandedIn(status) && mark === null).length,
    run: run ? { number: run.number, createdAt: run.createdAt.toISOString(), reason: run.reason } : null,
    distribution: { n, mean: mean.value, median: median.value, standardDeviation: standardDeviation.value },
    slots: (await readSlots(deps.db, exam)).map(({ number, name }) => ({ number, name })),
    rows: marks.map((mark) => rowOf(mark, { isOver: isExamOver(exam.status), counts })),
  }
}

type Counts = { right: number; partial: number; wrong: number; blank: number }
type Around = { isOver: boolean; counts: ReadonlyMap<string, Counts> }

function rowOf({ earned, startedAt, closedAt, ...mark }: StudentMark, { isOver, counts }: Around) {
  return {
    ...mark,
    status: mark.status === 'ready' && isOver ? ('absent' as const) : mark.status,
    earned: earned === null ? null : toHundredths(toRational(earned as never)),
    counts: mark.mark === null ? null : (counts.get(mark.attemptId ?? '') ?? null),
    // An imported copy has no duration.
    durationMs: startedAt && closedAt && closedAt > startedAt ? closedAt.getTime() - startedAt.getTime() : null,
  }
}

/** By copy, how many questions went how. */
function countsOf({ kinds, copies }: Outcomes): Map<string, Counts> {
  return new Map(
    copies.map(({ attemptId, kinds: own }) => {
      const counts = { right: 0, partial: 0, wrong: 0, blank: 0 }
      for (const rank of own) counts[kinds[rank]?.outcome ?? 'blank'] += 1
      return [attemptId, counts]
    }),
  )
}
