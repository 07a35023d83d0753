import type { z } from 'zod'
import type { changeAttempts } from '#contract/attempts/monitor.ts'
import { handedInStatuses } from '#core/attempts/sitting.ts'
import { isExamOver } from '#core/exams/exam.ts'
import { slotOf } from '#core/exams/slots.ts'
import { Refusal } from '#core/refusal.ts'
import { changeTogether, inTransaction } from '#server/attempts/change.ts'
import { correctionShownBut } from '#server/attempts/shown-before.ts'
import { readSlots } from '#server/exams/slots.ts'
import { type Actor, auditWith } from '#server/platform/audit.ts'
import type { Role } from '#server/platform/caller.ts'
import type { Deps } from '#server/platform/deps.ts'
import { ownWork } from '#server/platform/own-work.ts'
import { setClassPause } from './class-pause.ts'

type Body = z.output<typeof changeAttempts.body>
type Intervention = Body['intervention']
type InterveneInput = { courseId: string; examId: string; actor: Actor; role: Role } & Body

/** Statuses of the copies that an intervention on « all » applies to. */
const concerned: Record<Intervention['type'], string[]> = {
  grant: ['ready', 'in_progress', 'paused'],
  pause: ['in_progress'],
  resume: ['paused'],
  reopen: [...handedInStatuses],
  force_submit: ['in_progress', 'paused'],
  void: ['in_progress', 'paused', ...handedInStatuses],
}

/** Copies per transaction: one statement for ten thousand copies would delay the saves of every other exam. */
export const roundOf = 500

/**
 * Acts on one, some or all copies of an exam. Each is refused or done on its own, in the same transaction as its audit
 * entry.
 */
export async function intervene(deps: Deps, { courseId, examId, actor, role, ...asked }: InterveneInput) {
  const { intervention, reason } = asked
  if (asked.attemptIds && asked.slot !== undefined) throw new Refusal('invalid_request', { reason: 'slot_and_copies' })
  const exam = await deps.db.exam.findFirst({ where: { id: examId, courseId } })
  if (!exam) throw new Refusal('not_found')
  if (intervention.type === 'reopen' && role === 'invigilator' && isExamOver(exam.status))
    throw new Refusal('reopening_needs_trainer')
  // Recorded before the copies are listed, so that start.ts pauses, or not, a student who starts in between.
  if (!asked.attemptIds)
    await setClassPause(deps, { courseId, examId, actor, type: intervention.type, reason, slot: asked.slot })
  const attempts = await deps.db.attempt.findMany({
    where: { examId, ...(asked.attemptIds ? { id: { in: asked.attemptIds } } : {}) },
    select: {
      ...{ id: true, status: true, studentId: true },
      student: { select: { group: true, candidacies: { where: { examId }, select: { slot: true } } } },
    },
    orderBy: { id: 'asc' },
  })
  const slots = asked.slot === undefined ? [] : await readSlots(deps.db, exam)
  if (asked.slot !== undefined && !slots.some(({ number }) => number === asked.slot)) throw new Refusal('not_found')
  const isInSlot = ({ student: { group, candidacies } }: (typeof attempts)[number]) =>
    asked.slot === undefined || slotOf(slots, { group, chosen: candidacies[0]?.slot ?? null }) === asked.slot
  const named = asked.attemptIds
    ? attempts
    : attempts.filter((copy) => concerned[intervention.type].includes(copy.status) && isInSlot(copy))
  if (asked.attemptIds && named.length < new Set(asked.attemptIds).size) throw new Refusal('not_found')
  const barred = await barredFrom(deps, { courseId, examId, actor, type: intervention.type, attempts: named })
  const chosen = named.filter(({ id }) => !barred.some(({ attemptId }) => attemptId === id))

  return inTransaction(deps.pool, async (client) => {
    const event = { ...intervention, reason }
    const changes = chosen.map(({ id }) => ({ attemptId: id, reach: { courseId }, event, actor }))
    const results: unknown[] = []
    // In the order of their ids, as everywhere several are locked, to avoid deadlocks.
    for (let from = 0; from < changes.length; from += roundOf)
      results.push(...(await changeTogether(deps, { client, changes: changes.slice(from, from + roundOf) })))
    const outcome = outcomeOf(chosen, results)
    outcome.refused.push(...barred)
    await auditWith(client, {
      courseId,
      actor,
      action: `attempt.${intervention.type}`,
      subject: `exam:${examId}`,
      after: { intervention, ...outcome },
      reason,
    })
    return outcome
  })
}

type Named = {
  courseId: string
  examId: string
  actor: Actor
  type: Intervention['type']
  attempts: readonly { id: string; studentId: string; student: { group: string } }[]
}

/** Copies the caller may not act on: their own, and for a reopening, those whose student could read a correction. */
async function barredFrom(deps: Deps, { courseId, examId, actor, type, attempts }: Named) {
  const own = await ownWork(deps, { courseId, personId: actor.id })
  const wasShown = type === 'reopen' ? await correctionShownBut(deps.db, examId) : () => false
  return attempts.flatMap(({ id, studentId, student }) => {
    if (own.includes(studentId)) return { attemptId: id, code: 'own_work' }
    return wasShown(student.group) ? { attemptId: id, code: 'correction_shown' } : []
  })
}

function outcomeOf(chosen: readonly { id: string }[], results: readonly unknown[]) {
  const changed: string[] = []
  const refused: { attemptId: string; code: string }[] = []
  for (const [i, { id }] of chosen.entries()) {
    const result = results[i]
    if (result instanceof Refusal) refused.push({ attemptId: id, code: result.code })
    else if (result instanceof Error) throw result
    else changed.push(id)
  }
  return { changed, refused }
}
