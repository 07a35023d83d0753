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
import { listMarks, type StudentMark } from './queries.ts'

/** The marks of an exam with their distribution. Absent students are listed without a mark. */
export async function readResults(deps: Deps, { courseId, examId }: { courseId: string; examId: string }) {
  const exam = await deps.db.exam.findFirst({
    where: { id: examId, courseId },
    include: { questions: { select: { stratum: true, take: true } }, runs: { orderBy: { number: 'desc' }, take: 1 } },
  })
  if (!exam) throw new Refusal('not_found')
  const marks = await listMarks(deps, examId)
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
    rows: marks.map((mark) => rowOf(mark, isExamOver(exam.status))),
  }
}

function rowOf({ detail, earned, startedAt, closedAt, ...mark }: StudentMark, isOver: boolean) {
  return {
    ...mark,
    status: mark.status === 'ready' && isOver ? ('absent' as const) : mark.status,
    earned: earned === null ? null : toHundredths(toRational(earned as never)),
    counts: detail && countsOf(detail.map(({ outcome }) => outcome)),
    // An imported copy has no duration.
    durationMs: startedAt && closedAt && closedAt > startedAt ? closedAt.getTime() - startedAt.getTime() : null,
  }
}

function countsOf(outcomes: readonly string[]) {
  const of = (...names: string[]) => outcomes.filter((outcome) => names.includes(outcome)).length
  return { right: of('right'), partial: of('partial'), wrong: of('wrong', 'invalid'), blank: of('blank') }
}
