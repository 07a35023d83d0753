import { Refusal } from '#core/refusal.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'

type Place = { courseId: string; examId: string; actor: Actor }
type Answer = Place & { contestationIds: string[]; isUpheld: boolean; answer: string }

/** Gives one answer to all the named contestations; an answer may be changed, and the former one stays in the audit. */
export async function answerContestations({ db, now }: Deps, { courseId, examId, actor, ...given }: Answer) {
  const { contestationIds, isUpheld, answer } = given
  await db.$transaction(async (tx) => {
    const ids = [...new Set(contestationIds)]
    const rows = await tx.contestation.findMany({ where: { id: { in: ids }, attempt: { examId, exam: { courseId } } } })
    if (rows.length < ids.length) throw new Refusal('not_found')
    await tx.contestation.updateMany({
      where: { id: { in: ids } },
      data: { isUpheld, answer, answeredAt: now(), answeredByName: actor.name },
    })
    await audit(tx, {
      courseId,
      actor,
      action: 'contestation.answer',
      subject: `exam:${examId}`,
      before: rows.map(({ id, isUpheld: was, answer: said }) => ({ id, isUpheld: was, answer: said })),
      after: { ids, isUpheld, answer },
    })
  })
  return { done: true as const }
}

export async function setContestationDeadline(
  { db }: Deps,
  { courseId, examId, actor, until }: Place & { until: string | null },
) {
  await db.$transaction(async (tx) => {
    const exam = await tx.exam.findFirst({ where: { id: examId, courseId }, select: { contestableUntil: true } })
    if (!exam) throw new Refusal('not_found')
    await tx.exam.update({ where: { id: examId }, data: { contestableUntil: until } })
    await audit(tx, {
      courseId,
      actor,
      action: 'contestation.deadline',
      subject: `exam:${examId}`,
      before: { until: exam.contestableUntil },
      after: { until },
    })
  })
  return { done: true as const }
}
