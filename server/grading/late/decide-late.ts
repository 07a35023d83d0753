import { compareAnswers } from '#core/attempts/answer.ts'
import { Refusal } from '#core/refusal.ts'
import type { AnswerEvent, Prisma } from '#prisma/client/client.ts'
import { firstShownAt } from '#server/attempts/shown-before.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { countedMark } from '../copy-files/counted-mark.ts'
import { markPending } from '../mark-pending.ts'

type Tx = Prisma.TransactionClient
type Decision = {
  courseId: string
  examId: string
  attemptId: string
  entries?: { device: string; sequence: number }[] | undefined
  isAccepted: boolean
  reason: string
  actor: Actor
}

/**
 * Records a trainer's decision on late answers (« hors délai »). An accepted one counts where no newer answer is
 * stored, and the copy is marked again; a refused one stays in the journal. Both are audited with the reason, and
 * decided only once. An answer that arrived after results were shown can only be refused, because the key may have been
 * read.
 */
export async function decideLate(
  deps: Deps,
  { courseId, examId, attemptId, isAccepted, reason, actor, ...asked }: Decision,
) {
  const whose = { id: attemptId, examId }
  const attempt = await deps.db.attempt.findFirst({ where: { ...whose, exam: { courseId } }, select: { id: true } })
  if (!attempt) throw new Refusal('not_found')
  const before = await countedMark(deps, whose)
  const done = await deps.db.$transaction(async (tx) => {
    const waiting = await lockWaiting(tx, attemptId)
    const named = waiting.filter((entry) => !asked.entries || asked.entries.some((one) => isSame(one, entry)))
    if (named.length === 0) throw new Refusal('nothing_to_decide')
    const chosen = isAccepted
      ? await acceptable(tx, { examId, entries: named, areNamed: Boolean(asked.entries) })
      : named
    const at = deps.now()
    const { id: actorId, name: actorName } = actor
    await tx.lateDecision.createMany({
      data: chosen.map(({ device, sequence }) => ({
        attemptId,
        device,
        sequence,
        isAccepted,
        reason,
        at,
        actorId,
        actorName,
      })),
    })
    const changed = isAccepted ? await apply(tx, { attemptId, entries: chosen, at }) : []
    const type = isAccepted ? 'accept_late' : 'refuse_late'
    const detail = { count: chosen.length, changed }
    await tx.attemptEvent.create({ data: { attemptId, at, type, actorId, actorName, reason, detail } })
    const subject = `attempt:${attemptId}`
    await audit(tx, { courseId, actor, action: `attempt.${type}`, subject, after: detail, reason })
    return { decidedCount: chosen.length, changedCount: changed.length }
  })
  await markPending(deps, examId)
  return { ...done, markBefore: before.mark, ...(await countedMark(deps, whose)) }
}

type AcceptableInput = { examId: string; entries: readonly AnswerEvent[]; areNamed: boolean }

/** « All » means all that can be accepted; naming one that cannot refuses the whole request. */
async function acceptable(tx: Tx, { examId, entries, areNamed }: AcceptableInput) {
  const shownAt = await firstShownAt(tx, examId)
  const before = entries.filter(({ receivedAt }) => shownAt === null || receivedAt < shownAt)
  if (before.length === 0 || (areNamed && before.length < entries.length))
    throw new Refusal('late_after_release', { shownAt: shownAt?.toISOString() })
  return before
}

/** Waits for a save, closing, marking or other decision under way. */
async function lockWaiting(tx: Tx, attemptId: string): Promise<AnswerEvent[]> {
  const [row] = await tx.$queryRaw<{ status: string }[]>`
    select status from "Attempt" where id = ${attemptId}::uuid for update`
  if (row?.status === 'voided') throw new Refusal('attempt_wrong_state')
  const late = await tx.answerEvent.findMany({ where: { attemptId, late: true, decision: null } })
  const stored = await tx.answer.findMany({ where: { attemptId } })
  // Answers already taken over from a copy file need no decision.
  return late.filter(
    (entry) => !stored.some((answer) => answer.questionId === entry.questionId && compareAnswers(entry, answer) === 0),
  )
}

type Applied = { attemptId: string; entries: readonly AnswerEvent[]; at: Date }

/**
 * Applies answers where they are the latest, as a save does (core/attempts/answer.ts). Returns the questions that
 * changed.
 */
async function apply(tx: Tx, { attemptId, entries, at }: Applied): Promise<string[]> {
  const changed = new Set<string>()
  for (const { questionId, choices, flagged, device, epoch, sequence } of entries) {
    const where = { attemptId_questionId: { attemptId, questionId } }
    const stored = await tx.answer.findUnique({ where })
    if (stored && compareAnswers({ device, epoch, sequence }, stored) <= 0) continue
    const data = { choices, flagged, device, epoch, sequence, savedAt: at }
    await tx.answer.upsert({ where, create: { attemptId, questionId, ...data }, update: data })
    changed.add(questionId)
  }
  if (changed.size > 0)
    await tx.attempt.updateMany({ where: { id: attemptId, markedAt: { not: null } }, data: { markedAt: null } })
  return [...changed]
}

const isSame = (one: { device: string; sequence: number }, other: { device: string; sequence: number }) =>
  one.device === other.device && one.sequence === other.sequence
