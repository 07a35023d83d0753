import { Refusal } from '#core/refusal.ts'
import type { Deps } from '#server/platform/deps.ts'
import { passwordMatches } from './password.ts'
import { countFailure, refuseWhenTooMany } from './throttle.ts'

type Credentials = { email: string; password: string; ip: string }

/** The person with this e-mail and password; the same refusal, in the same time, whoever does not exist. */
export async function signIn({ db }: Deps, { email, password, ip }: Credentials) {
  const address = email.toLowerCase()
  const counted = [
    ['account', address],
    ['address', ip],
  ] as const
  await refuseWhenTooMany(counted)
  const person = await db.person.findUnique({ where: { email: address } })
  if ((await passwordMatches(person?.passwordHash, password)) && person) return person
  await countFailure(counted)
  throw new Refusal('wrong_credentials')
}
