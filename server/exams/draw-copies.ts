import { Refusal } from '#core/refusal.ts'
import type { Deps } from '#server/platform/deps.ts'
import { inAudienceOf } from '#server/platform/who-sits.ts'
import { createCopies } from './create-copies.ts'
import type { ExamPlace } from './exam.ts'

/** Copies per transaction, so that a page can show progress and locks stay short. */
const roundOf = 200

/**
 * Draws the copies of the whole audience in several transactions. If it is interrupted, the opening draws the missing
 * ones, or the start of a student before that.
 */
export async function drawCopies(deps: Deps, examId: string) {
  const drawRound = () =>
    deps.db.$transaction((tx) => createCopies(deps, { tx, examId, most: roundOf }), { timeout: 60_000 })
  while ((await drawRound()) === roundOf);
}

/** Progress of the drawing. */
export async function countCopies({ db }: Deps, { courseId, examId }: ExamPlace) {
  const exam = await db.exam.findFirst({ where: { id: examId, courseId }, select: { id: true, audience: true } })
  if (!exam) throw new Refusal('not_found')
  const [drawn, students] = await Promise.all([
    db.attempt.count({ where: { examId } }),
    db.student.count({ where: { courseId, archivedAt: null, ...inAudienceOf(exam) } }),
  ])
  return { drawn, students }
}
