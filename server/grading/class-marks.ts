import { distributionOf } from '#core/statistics/statistics.ts'
import type { Deps } from '#server/platform/deps.ts'
import { listMarks } from './queries.ts'

/** With fewer marks, a mean would reveal other students' marks. */
const fewest = 5

/** The mean and the median of the class, beside a student's mark. */
export async function readClassMarks(deps: Deps, examId: string) {
  const marks = await listMarks(deps, examId)
  const { n, mean, median } = distributionOf(marks.flatMap(({ mark }) => mark ?? []))
  if (n < fewest || mean.value === null || median.value === null) return null
  return { n, mean: mean.value, median: median.value }
}
