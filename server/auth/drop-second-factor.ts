import { Refusal } from '#core/refusal.ts'
import { recordEvent } from '#server/platform/account-events.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { endSessionsOf } from '#server/platform/sessions.ts'
import { ownsEveryCourse } from './owns-every-course.ts'
import { forgetSecondFactor } from './second-factor.ts'

/**
 * Removes a lost second factor, from the command line of the server. Returns false when no account has this address.
 */
export async function dropSecondFactor(deps: Deps, { email }: { email: string }) {
  const person = await deps.db.person.findUnique({ where: { email: email.toLowerCase() } })
  if (!person) return false
  await deps.db.$transaction(async (tx) => {
    await forgetSecondFactor(tx, person.id)
    const happened = {
      personId: person.id,
      kind: 'second_factor_removed',
      from: null,
      detail: { by: 'server' },
    } as const
    await recordEvent({ ...deps, db: tx }, happened)
  })
  await endSessionsOf(deps, { personId: person.id })
  return true
}

type Colleague = { courseId: string; personId: string; actor: Actor }

/**
 * Removes the second factor of a colleague who lost it, by an owner of their course. The account opens every course of
 * its holder, so the caller must own all of them.
 */
export async function dropMemberSecondFactor(deps: Deps, { courseId, personId, actor }: Colleague) {
  await deps.db.$transaction(async (tx) => {
    const member = await tx.membership.findUnique({
      where: { courseId_personId: { courseId, personId } },
      include: { person: true, course: { select: { title: true } } },
    })
    if (!member?.person.secondFactorAt) throw new Refusal('not_found')
    if (!(await ownsEveryCourse(tx, { ownerId: actor.id ?? '', personId }))) throw new Refusal('member_elsewhere')
    await forgetSecondFactor(tx, personId)
    const subject = `person:${personId}`
    await audit(tx, { courseId, actor, action: 'member.second_factor', subject, before: { secondFactor: true } })
    const detail = { by: actor.name, course: member.course.title }
    await recordEvent({ ...deps, db: tx }, { personId, kind: 'second_factor_removed', from: null, detail })
  })
  await endSessionsOf(deps, { personId })
  return { done: true as const }
}
