import { Refusal } from '#core/refusal.ts'
import { type From, recordEvent } from '#server/platform/account-events.ts'
import type { Deps } from '#server/platform/deps.ts'
import { endSessionsOf } from '#server/platform/sessions.ts'
import { judgeInTurn } from '#server/platform/throttle.ts'
import { checkPassword, hashPassword, passwordMatches } from './password.ts'

type Change = { personId: string; current: string; next: string; from: From }

/** Changes a password after proof of the old one; every session ends, the caller gets a new one. */
export async function changePassword(deps: Deps, { personId, current, next, from }: Change) {
  const person = await deps.db.person.findUniqueOrThrow({
    where: { id: personId },
  })
  const proven = await judgeInTurn(deps, [['password_again', personId]], async () =>
    (await passwordMatches(person.passwordHash, current)) ? person : null,
  )
  if (!proven) throw new Refusal('wrong_credentials')
  checkPassword(next, [person.email ?? '', person.name])
  const passwordHash = await hashPassword(next)
  await deps.db.$transaction(async (tx) => {
    await tx.person.update({ where: { id: personId }, data: { passwordHash } })
    // A link given for a lost password would still open the account to whoever has found it.
    await tx.signInLink.deleteMany({ where: { purpose: 'sign_in', personId, usedAt: null } })
  })
  await recordEvent(deps, { personId, kind: 'password_changed', from })
  await endSessionsOf(deps, { personId })
}
