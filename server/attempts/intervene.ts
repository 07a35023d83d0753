import type { z } from 'zod'
import type { changeAttempts } from '#contract/attempts.ts'
import { Refusal } from '#core/refusal.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { changeAttempt, type StateEvent } from './change.ts'

type Body = z.output<typeof changeAttempts.body>
type Intervention = Body['intervention']
type Asked = { courseId: string; examId: string; actor: Actor } & Body

/** On which copies an intervention on « all » acts. */
const concerned: Record<Intervention['type'], string[]> = {
  grant: ['ready', 'in_progress', 'paused'],
  pause: ['in_progress'],
  resume: ['paused'],
  reopen: ['submitted', 'expired'],
  force_submit: ['in_progress', 'paused'],
  void: ['in_progress', 'paused', 'submitted', 'expired'],
}

/** Acts on one, some or all copies of an exam; each is refused or done on its own, and the whole is audited. */
export async function intervene(deps: Deps, { courseId, examId, actor, ...asked }: Asked) {
  const { intervention, reason } = asked
  const exam = await deps.db.exam.findFirst({ where: { id: examId, courseId }, select: { id: true } })
  if (!exam) throw new Refusal('not_found')
  const attempts = await deps.db.attempt.findMany({
    where: { examId, ...(asked.attemptIds ? { id: { in: asked.attemptIds } } : {}) },
    select: { id: true, status: true },
  })
  const chosen = asked.attemptIds
    ? attempts
    : attempts.filter(({ status }) => concerned[intervention.type].includes(status))
  if (asked.attemptIds && chosen.length < new Set(asked.attemptIds).size) throw new Refusal('not_found')

  const changed: string[] = []
  const refused: { attemptId: string; code: string }[] = []
  const one = (attemptId: string) => tryOn(deps, { attemptId, courseId, event: { ...intervention, reason }, actor })
  const codes = await Promise.all(chosen.map(({ id }) => one(id)))
  for (const [i, { id }] of chosen.entries()) {
    const code = codes[i]
    if (code) refused.push({ attemptId: id, code })
    else changed.push(id)
  }
  await deps.db.$transaction((tx) =>
    audit(tx, {
      courseId,
      actor,
      action: `attempt.${intervention.type}`,
      subject: `exam:${examId}`,
      after: { intervention, changed, refused },
      reason,
    }),
  )
  return { changed, refused }
}

type One = { attemptId: string; courseId: string; event: StateEvent; actor: Actor }

async function tryOn(deps: Deps, { attemptId, courseId, event, actor }: One) {
  try {
    await changeAttempt(deps, { attemptId, reach: { courseId }, event, actor })
    return null
  } catch (error) {
    if (error instanceof Refusal) return error.code
    throw error
  }
}
