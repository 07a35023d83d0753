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
  await deps.db.person.update({
    where: { id: personId },
    data: { passwordHash: await hashPassword(next) },
  })
  await recordEvent(deps, { personId, kind: 'password_changed', from })
  await endSessionsOf(deps, { personId })
}
