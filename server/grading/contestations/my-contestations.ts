import { Refusal } from '#core/refusal.ts'
import { reviewOf } from '#server/attempts/release.ts'
import type { Deps } from '#server/platform/deps.ts'
import { contestationView } from './list-contestations.ts'

type Mine = { attemptId: string; studentId: string }

export async function listMyContestations(deps: Deps, mine: Mine) {
  const { contestations, exam } = await findReviewed(deps, mine)
  const until = exam.contestableUntil
  return {
    until: until?.toISOString() ?? null,
    isOpen: until !== null && deps.now() <= until,
    contestations: contestations.map(contestationView),
  }
}

/** A contestation cannot be changed once answered, so that an answer always refers to the text it was given for. */
export async function contest(
  deps: Deps,
  { questionId, reason, ...mine }: Mine & { questionId: string; reason: string },
) {
  const { exam, paper, contestations } = await findReviewed(deps, mine)
  if (exam.contestableUntil === null || deps.now() > exam.contestableUntil) throw new Refusal('contestation_closed')
  const isAsked = paper.some((question) => question.questionId === questionId)
  if (!isAsked) throw new Refusal('question_not_in_attempt')
  const known = contestations.find((one) => one.questionId === questionId)
  if (known && known.answeredAt !== null) throw new Refusal('contestation_closed')
  const { attemptId } = mine
  const { count } = await deps.db.contestation.updateMany({
    where: { attemptId, questionId, answeredAt: null },
    data: { reason },
  })
  if (count === 0) {
    const data = [{ attemptId, questionId, reason, createdAt: deps.now() }]
    await deps.db.contestation.createMany({ data, skipDuplicates: true })
  }
  return { done: true as const }
}

/** Only a copy that the student may read can be contested. */
async function findReviewed({ db }: Deps, { attemptId, studentId }: Mine) {
  const attempt = await db.attempt.findFirst({
    where: { id: attemptId, studentId },
    include: { exam: true, student: { select: { group: true } }, contestations: { orderBy: { createdAt: 'asc' } } },
  })
  if (!attempt) throw new Refusal('not_found')
  if (!reviewOf(attempt.exam, attempt.student)) throw new Refusal('not_released')
  return attempt
}
