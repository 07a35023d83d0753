import type { AttemptStatus } from '#core/attempts/sitting.ts'
import type { Deps } from '#server/platform/deps.ts'

export type CountedCopies = {
  examId: string
  status: AttemptStatus
  count: number
  started: number
  marked: number
}

/** The copies of each exam of a course by status, read in an index alone: the copies themselves are long. */
export async function readCopyCounts({ pool }: Pick<Deps, 'pool'>, courseId: string): Promise<CountedCopies[]> {
  const { rows } = await pool.query<CountedCopies>({ name: 'count-copies', text: countQuery, values: [courseId] })
  return rows
}

export const countQuery = `
  select "examId", status, count(*)::int as count, count("startedAt")::int as started, count("markedAt")::int as marked
  from "Attempt" where "examId" in (select id from "Exam" where "courseId" = $1) group by "examId", status`

export const startedOf = (copies: readonly CountedCopies[], examId: string): number =>
  copies.reduce((sum, one) => sum + (one.examId === examId ? one.started : 0), 0)
