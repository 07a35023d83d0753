import { expect } from 'vitest'
import { pageIds } from '#test/setup/page-ids.ts'
import type { ExamRoom } from './exam-room.ts'

/**
 * Checks that every acknowledged save is in the database and its journal, and that each attempt ends with the last
 * choices.
 */
export async function expectNothingLost({
  pool,
  deps,
  acknowledged,
  students,
}: Pick<ExamRoom, 'pool' | 'deps' | 'acknowledged' | 'students'>) {
  expect(await acknowledged.losses(pool)).toEqual([])
  const sat = students.filter(({ copy }) => copy)
  expect(acknowledged.count).toBe(sat.reduce((sum, { ticks }) => sum + ticks, 0))
  for (const { copy, lastChoices, ticks } of sat) {
    const { rows } = await pool.query<{ questionId: string; choices: string[] }>(
      'select "questionId", choices from "Answer" where "attemptId" = $1',
      [copy?.id],
    )
    expect(
      new Map(
        rows.map(({ questionId, choices }) => [questionId, pageIds({ deps }, { questionId, letters: choices })[0]]),
      ),
    ).toEqual(lastChoices)
    const { rows: lines } = await pool.query<{ count: number }>(
      'select count(*)::int from "AnswerEvent" where "attemptId" = $1',
      [copy?.id],
    )
    expect(lines[0]?.count).toBe(ticks)
  }
}
