import { Refusal } from '#core/refusal.ts'
import type { Deps } from '#server/platform/deps.ts'
import { createCopies } from './create-copies.ts'
import type { ExamPlace } from './exam.ts'

/** So many copies are committed together: a page that asks sees the count grow, and nobody waits behind a long lock. */
const roundOf = 200

/**
 * Draws the copies of the whole class, round after round. Cut short, nothing is lost: the opening draws what is
 * missing, and a student who starts before that is given theirs.
 */
export async function drawCopies(deps: Deps, examId: string) {
  const drawRound = () =>
    deps.db.$transaction((tx) => createCopies(deps, { tx, examId, most: roundOf }), { timeout: 60_000 })
  while ((await drawRound()) === roundOf);
}

/** How far the drawing is. */
export async function countCopies({ db }: Deps, { courseId, examId }: ExamPlace) {
  const exam = await db.exam.findFirst({ where: { id: examId, courseId }, select: { id: true } })
  if (!exam) throw new Refusal('not_found')
  const [drawn, students] = await Promise.all([
    db.attempt.count({ where: { examId } }),
    db.student.count({ where: { courseId, archivedAt: null } }),
  ])
  return { drawn, students }
}
