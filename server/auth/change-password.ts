import { Refusal } from '#core/refusal.ts'
import type { Deps } from '#server/platform/deps.ts'
import { checkPassword, hashPassword, passwordMatches } from './password.ts'
import { endSessionsOf } from './sessions.ts'
import { countFailure, refuseWhenTooMany } from './throttle.ts'

type Change = { personId: string; current: string; next: string; ip: string }

/** Changes a password after proof of the old one; every session ends, the caller gets a new one. */
export async function changePassword(deps: Deps, { personId, current, next, ip }: Change) {
  const person = await deps.db.person.findUniqueOrThrow({
    where: { id: personId },
  })
  const counted = [
    ['account', person.email ?? personId],
    ['address', ip],
  ] as const
  await refuseWhenTooMany(counted)
  if (!(await passwordMatches(person.passwordHash, current))) {
    await countFailure(counted)
    throw new Refusal('wrong_credentials')
  }
  checkPassword(next, [person.email ?? '', person.name])
  await deps.db.person.update({
    where: { id: personId },
    data: { passwordHash: await hashPassword(next) },
  })
  await endSessionsOf(deps, { personId })
}
