import type { z } from 'zod'
import type { changeAttempts } from '#contract/attempts/monitor.ts'
import { isExamOver } from '#core/exams/exam.ts'
import { Refusal } from '#core/refusal.ts'
import { inTransaction } from '#server/attempts/change.ts'
import { readSlots } from '#server/exams/slots.ts'
import type { Actor } from '#server/platform/audit.ts'
import type { Role } from '#server/platform/caller.ts'
import type { Deps } from '#server/platform/deps.ts'
import { chooseCopies } from './choose-copies.ts'
import { actOn, begin, carryOut, forget, note, roundOf } from './interventions.ts'

type Body = z.output<typeof changeAttempts.body>
type InterveneInput = { courseId: string; examId: string; actor: Actor; role: Role } & Body

/**
 * Acts on one, some or all copies of an exam. Each is refused or done on its own. A few are done in one transaction, with
 * their audit entry; more of them in rounds, which a server that ends leaves to another (docs/decisions/0133).
 */
export async function intervene(deps: Deps, { courseId, examId, actor, role, ...asked }: InterveneInput) {
  const { intervention, reason, attemptIds, slot } = asked
  if (attemptIds && slot !== undefined) throw new Refusal('invalid_request', { reason: 'slot_and_copies' })
  const exam = await deps.db.exam.findFirst({ where: { id: examId, courseId } })
  if (!exam) throw new Refusal('not_found')
  if (intervention.type === 'reopen' && role === 'invigilator' && isExamOver(exam.status))
    throw new Refusal('reopening_needs_trainer')
  const slots = slot === undefined ? [] : await readSlots(deps.db, exam)
  if (slot !== undefined && !slots.some(({ number }) => number === slot)) throw new Refusal('not_found')

  const acted = { courseId, examId, actor, intervention, reason }
  const named = attemptIds && (await chooseCopies(deps, { ...acted, attemptIds }))
  if (named && named.chosen.length <= roundOf)
    return inTransaction(deps.pool, async (client) => {
      const outcome = await actOn(deps, client, { ...acted, copies: named.chosen })
      outcome.refused.push(...named.barred)
      await note(client, acted, outcome)
      return outcome
    })
  const id = await begin(deps, { ...acted, slot, copies: named?.chosen ?? null, refused: named?.barred ?? [] })
  const outcome = await carryOut(deps, { examId, id })
  await forget(deps, id)
  return outcome
}
