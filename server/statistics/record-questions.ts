import { Prisma } from '#prisma/client/client.ts'
import { newestMarking } from '#server/grading/newest-marking.ts'
import { readOutcomes } from '#server/grading/outcomes.ts'
import type { Deps } from '#server/platform/deps.ts'
import { overList } from '#server/platform/status-lists.ts'
import { troublesOf } from '#server/platform/troubles.ts'
import { measuredOf } from './measured-question.ts'
import { readStatistics } from './read-statistics.ts'

type Stale = { examId: string; courseId: string; marking: string }

/**
 * Stores the statistics of each question in finished exams, so that the bank can be filtered by them. One exam per
 * call, the latest first, because an exam of a thousand copies takes long and this is not urgent.
 */
export async function recordQuestions(deps: Deps): Promise<boolean> {
  const [stale] = await deps.db.$queryRaw<Stale[]>(staleQuery(troublesOf(deps).resting(deps, 'record')))
  if (!stale) return false
  return troublesOf(deps).apart(deps, { examId: stale.examId, chore: 'record' }, () => recordExam(deps, stale))
}

async function recordExam(deps: Deps, { examId, courseId, marking }: Stale) {
  const { items } = await readStatistics(deps, { courseId, examId, blanks: 'scored' })
  // The results are then ready for who opens them.
  await readOutcomes(deps, { courseId, examId })
  const records = items.flatMap((item) =>
    item.bankId === null
      ? []
      : {
          examId,
          questionId: item.bankId,
          n: item.n,
          facility: rounded(item.facility.value),
          itemRest: rounded(item.itemRest.value),
          flags: [...new Set(item.flags.map(({ code }) => code))],
          measured: measuredOf(item),
        },
  )
  await deps.db.$transaction(async (tx) => {
    await tx.questionRecord.deleteMany({ where: { examId } })
    await tx.questionRecord.createMany({ data: records, skipDuplicates: true })
    await tx.exam.updateMany({ where: { id: examId }, data: { recorded: marking } })
  })
}

/** Rounded, to remove the floating-point error of adding thirds. */
const rounded = (value: number | null) => (value === null ? null : Math.round(value * 1e6) / 1e6)

/** Exams without statistics of their current run: a correction makes another run, and a late copy is marked later. */
export const staleQuery = (resting: readonly string[]) => Prisma.sql`
  select e.id as "examId", e."courseId", newest.marking from "Exam" e join ${newestMarking} on true
  where e.status in ${overList} and e.id <> all(${resting}::uuid[]) and e.recorded is distinct from newest.marking
  order by e."createdAt" desc limit 1`
