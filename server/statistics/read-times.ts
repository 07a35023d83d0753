import type { Deps } from '#server/platform/deps.ts'

/** Attempt id → question id → seconds. */
export type Times = ReadonlyMap<string, Readonly<Record<string, number>>>

/**
 * The journal knows when an answer arrived, not when a question was looked at: the time since the previous save, or
 * since the start, is counted for the question that was saved. Going back to a question adds to it.
 */
export async function readTimes({ pool }: Deps, examId: string): Promise<Times> {
  const { rows } = await pool.query<{ attemptId: string; seconds: Record<string, number> }>({
    name: 'statistics-times',
    text: timesQuery,
    values: [examId],
  })
  return new Map(rows.map(({ attemptId, seconds }) => [attemptId, seconds]))
}

const timesQuery = `
  with saves as (
    select e."attemptId", e."questionId", e."receivedAt" - lag(e."receivedAt", 1, a."startedAt")
      over (partition by e."attemptId" order by e."receivedAt", e.sequence) as spent
    from "AnswerEvent" e join "Attempt" a on a.id = e."attemptId"
    where a."examId" = $1 and not e.late
  ), spent as (
    select "attemptId", "questionId", extract(epoch from sum(spent))::float8 as seconds
    from saves where spent > interval '0' group by 1, 2
  )
  select "attemptId", jsonb_object_agg("questionId", seconds) as seconds from spent group by 1`
