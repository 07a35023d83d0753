import { distributionOf } from '#core/statistics/statistics.ts'
import { batched } from '#server/platform/batcher.ts'
import type { Deps } from '#server/platform/deps.ts'
import { handedInList } from '#server/platform/status-lists.ts'
import { newestMarking } from './newest-marking.ts'

/** With fewer marks, a mean would reveal other students' marks. */
const fewest = 5

type ClassMarks = { n: number; mean: number; median: number } | null
type Kept = { marking: string; made: Promise<ClassMarks> }
/** By exam. */
const kept = new WeakMap<object, Map<string, Kept>>()
const mostExams = 40

/**
 * The mean and the median of the class, beside a student's mark: worked out once while no mark of the exam has changed
 * (decision 0135).
 */
export async function readClassMarks(deps: Deps, examId: string): Promise<ClassMarks> {
  const exams = kept.get(deps.pool) ?? new Map<string, Kept>()
  kept.set(deps.pool, exams)
  const marking = await readMarking(deps, examId)
  const known = exams.get(examId)
  if (known?.marking === marking) return known.made
  const made = work(deps, examId)
  if (exams.size >= mostExams) exams.clear()
  exams.set(examId, { marking, made })
  made.catch(() => exams.delete(examId))
  return made
}

async function work({ pool }: Deps, examId: string): Promise<ClassMarks> {
  const { rows } = await pool.query<{ mark: number }>({
    name: 'marks-of-class',
    text: `select m.mark from "Mark" m join "Attempt" a on a.id = m."attemptId"
           where m."runId" = (select id from "MarkingRun" where "examId" = $1 order by number desc limit 1)
             and a.status in ${handedInList.sql} and a."markedAt" is not null`,
    values: [examId],
  })
  const { n, mean, median } = distributionOf(rows.map(({ mark }) => mark))
  if (n < fewest || mean.value === null || median.value === null) return null
  return { n, mean: mean.value, median: median.value }
}

/** What the figures rest on. All who ask at once share the statement. */
const readMarking = batched(async ({ pool }: Deps, examIds: string[]): Promise<string[]> => {
  const { rows } = await pool.query<{ examId: string; marking: string }>({
    name: 'markings-of-exams',
    text: `select e.id as "examId", newest.marking from "Exam" e join ${newestMarking.sql} on true
           where e.id = any($1::uuid[])`,
    values: [[...new Set(examIds)]],
  })
  const found = new Map(rows.map(({ examId, marking }) => [examId, marking]))
  return examIds.map((id) => found.get(id) ?? '')
})
