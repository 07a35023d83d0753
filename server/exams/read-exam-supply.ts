import { withoutEnemies } from '#core/exams/enemies.ts'
import type { Difficulty } from '#core/questions/question.ts'
import type { Deps } from '#server/platform/deps.ts'
import { findExpectedTimes, findOutline } from '#server/questions/queries.ts'

/** What an exam can be proposed from: of each section of the course, the expected times of its exam questions. */
export async function readExamSupply(deps: Deps, courseId: string) {
  const [sessions, all] = await Promise.all([findOutline(deps, courseId), findExpectedTimes(deps, courseId)])
  // Two questions that are never asked together count for one.
  const times = withoutEnemies(all)
  return {
    sections: sessions.flatMap(({ sections }) =>
      sections.map(({ id, title }) => ({ section: id, title, seconds: secondsOf(times, id) })),
    ),
  }
}

function secondsOf(times: Awaited<ReturnType<typeof findExpectedTimes>>, section: string) {
  const of = (difficulty: Difficulty) =>
    times.filter((one) => one.section === section && one.difficulty === difficulty).map(({ seconds }) => seconds)
  return { easy: of('easy'), medium: of('medium'), hard: of('hard') }
}
