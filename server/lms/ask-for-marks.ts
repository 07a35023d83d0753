import { scoresToSend } from '#core/lms/scores.ts'
import { Refusal } from '#core/refusal.ts'
import type { Prisma } from '#prisma/client/client.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { listPeople, wantedScores } from './column-people.ts'
import { findColumn } from './read-marks-sent.ts'
import { readMarksOut } from './wanted-scores.ts'

type Which = { courseId: string; contextId: string; examId: string | null; actor: Actor }

/** Lets what changes leave by itself, or no longer; what has left stays there. */
export async function setMarksSending(deps: Deps, { sendsByItself, ...which }: Which & { sendsByItself: boolean }) {
  await deps.db.$transaction(async (tx) => {
    const column = await lockColumn(tx, { ...which, at: deps.now() })
    if (column.sendsByItself === sendsByItself) return
    const nextAt = sendsByItself ? { nextAt: deps.now() } : {}
    await tx.ltiColumn.update({ where: { id: column.id }, data: { sendsByItself, ...nextAt } })
    await audit(tx, {
      ...{ ...lineOf(which), action: 'lms.sending' },
      before: { sendsByItself: column.sendsByItself },
      after: { sendsByItself, contextId: which.contextId },
    })
  })
  return { done: true as const }
}

/** Somebody wants it now: whatever the platform asked us to wait for, and what it refused is tried again. */
export async function sendMarks(deps: Deps, which: Which) {
  await deps.db.$transaction(async (tx) => {
    const { id } = await lockColumn(tx, { ...which, at: deps.now() })
    await tx.ltiScore.updateMany({ where: { columnId: id, state: 'refused' }, data: { state: 'waiting' } })
    const at = deps.now()
    await tx.ltiColumn.update({ where: { id }, data: { askedAt: at, nextAt: at, tries: 0, failure: null, answer: '' } })
    await audit(tx, { ...lineOf(which), action: 'lms.send_marks', after: { contextId: which.contextId } })
  })
  return { toSend: await countToSend(deps, which) }
}

const lineOf = ({ courseId, examId, actor }: Which) => ({
  courseId,
  actor,
  subject: examId === null ? `course:${courseId}` : `exam:${examId}`,
})

/** The column, made when nobody used it yet; locked, so that two people make one. */
async function lockColumn(tx: Prisma.TransactionClient, { courseId, contextId, examId, at }: Which & { at: Date }) {
  const [context] = await tx.$queryRaw<{ id: string }[]>`
    select id from "LtiContext" where id = ${contextId}::uuid and "courseId" = ${courseId}::uuid for update`
  if (!context) throw new Refusal('not_found')
  if (examId !== null && (await tx.exam.count({ where: { id: examId, courseId } })) === 0)
    throw new Refusal('not_found')
  const known = await tx.ltiColumn.findFirst({ where: { contextId, examId } })
  return known ?? tx.ltiColumn.create({ data: { contextId, examId, createdAt: at, nextAt: at } })
}

async function countToSend(deps: Deps, { courseId, contextId, examId }: Which) {
  const { platformId } = await deps.db.ltiContext.findUniqueOrThrow({ where: { id: contextId } })
  const out = await readMarksOut(deps, { courseId, examId })
  const people = await listPeople(deps, { courseId, platformId })
  const column = await findColumn(deps, { contextId, examId })
  return out ? scoresToSend(wantedScores(people, out), column?.scores ?? []).length : 0
}
