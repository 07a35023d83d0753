import type { z } from 'zod'
import type { changeAttempts } from '#contract/attempts/monitor.ts'
import { handedInStatuses } from '#core/attempts/sitting.ts'
import { slotOf } from '#core/exams/slots.ts'
import { Refusal } from '#core/refusal.ts'
import { correctionShownBut } from '#server/attempts/shown-before.ts'
import { readSlots } from '#server/exams/slots.ts'
import type { Actor } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { ownWork } from '#server/platform/own-work.ts'

type Intervention = z.output<typeof changeAttempts.body>['intervention']
export type ActOutcome = z.output<typeof changeAttempts.reply>
export type MassAct = { courseId: string; examId: string; actor: Actor; intervention: Intervention; reason: string }

/** Statuses of the copies that an intervention on « all » applies to. */
const concerned: Record<Intervention['type'], string[]> = {
  grant: ['ready', 'in_progress', 'paused'],
  pause: ['in_progress'],
  resume: ['paused'],
  reopen: [...handedInStatuses],
  force_submit: ['in_progress', 'paused'],
  void: ['in_progress', 'paused', ...handedInStatuses],
}

type Named = { id: string; studentId: string; group: string; chosen: number | null }
type Wanted = MassAct & { attemptIds?: readonly string[] | undefined; slot?: number | undefined }

/** The copies an intervention is about, the next to end first, and those the caller may not act on. */
export async function chooseCopies(deps: Deps, { attemptIds, slot, ...acted }: Wanted) {
  const { examId, intervention } = acted
  const { rows } = await deps.pool.query<Named>(
    `select a.id, a."studentId", s."group", c.slot as chosen
     from "Attempt" a join "Student" s on s.id = a."studentId"
     left join "Candidate" c on c."examId" = a."examId" and c."studentId" = a."studentId"
     where a."examId" = $1 and case when $2::uuid[] is null then a.status::text = any($3) else a.id = any($2) end
     order by a.deadline nulls last, a.id`,
    [examId, attemptIds ?? null, concerned[intervention.type]],
  )
  if (attemptIds && rows.length < new Set(attemptIds).size) throw new Refusal('not_found')
  const exam = slot === undefined ? null : await deps.db.exam.findUnique({ where: { id: examId } })
  const slots = exam ? await readSlots(deps.db, exam) : []
  const named = slot === undefined ? rows : rows.filter((copy) => slotOf(slots, copy) === slot)
  const barred = await barredFrom(deps, { ...acted, named })
  const left = new Set(barred.map(({ attemptId }) => attemptId))
  return { chosen: named.map(({ id }) => id).filter((id) => !left.has(id)), barred }
}

/** Copies the caller may not act on: their own, and for a reopening, those whose student could read a correction. */
async function barredFrom(deps: Deps, { courseId, examId, actor, intervention, named }: MassAct & { named: Named[] }) {
  const own = await ownWork(deps, { courseId, personId: actor.id })
  const wasShown = intervention.type === 'reopen' ? await correctionShownBut(deps.db, examId) : () => false
  return named.flatMap(({ id, studentId, group }) => {
    if (own.includes(studentId)) return { attemptId: id, code: 'own_work' }
    return wasShown(group) ? { attemptId: id, code: 'correction_shown' } : []
  })
}
