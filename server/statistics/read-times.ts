import type { Deps } from '#server/platform/deps.ts'

/** Attempt id → question id → seconds. */
export type Times = ReadonlyMap<string, ReadonlyMap<string, number>>

/**
 * The time spent per question. The journal records when an answer arrived, not when a question was read: so the time
 * since the previous save, or since the start, counts for the question that was saved. Going back to a question adds to
 * it.
 */
export async function readTimes({ pool }: Deps, examId: string): Promise<Times> {
  const { rows } = await pool.query<Saves>({ name: 'statistics-times', text: savesQuery, values: [examId] })
  return new Map(rows.map((row) => [row.attemptId, timesOf(row)]))
}

/**
 * Space-separated lists in the order of the saves, because forty thousand rows would take four times as long to read.
 */
type Saves = { attemptId: string; startedAt: Date | null; questionIds: string; instants: string }

function timesOf({ startedAt, questionIds, instants }: Saves): ReadonlyMap<string, number> {
  const times = new Map<string, number>()
  const saved = questionIds.split(' ')
  let previous = startedAt?.getTime()
  instants.split(' ').forEach((text, index) => {
    const [questionId, instant] = [saved[index] as string, Number(text)]
    const spent = previous === undefined ? 0 : (instant - previous) / 1_000
    if (spent > 0) times.set(questionId, (times.get(questionId) ?? 0) + spent)
    previous = instant
  })
  return times
}

// Copy by copy: joined, the journal of the whole installation would be read for one exam.
const savesQuery = `
  select a.id as "attemptId", a."startedAt", saves."questionIds", saves.instants
  from "Attempt" a cross join lateral (
    select string_agg(e."questionId"::text, ' ' order by e."receivedAt", e.sequence) as "questionIds",
      string_agg((extract(epoch from e."receivedAt") * 1000)::bigint::text, ' ' order by e."receivedAt", e.sequence)
        as instants
    from "AnswerEvent" e where e."attemptId" = a.id and not e.late
  ) saves
  where a."examId" = $1 and saves.instants is not null`
