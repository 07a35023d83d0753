import { Refusal } from '#core/refusal.ts'
import type { Deps } from '#server/platform/deps.ts'
import { knownDevice } from './known-device.ts'
import { passwordMatches } from './password.ts'
import { addressKey, judgeInTurn } from './throttle.ts'

type Credentials = { email: string; password: string; ip: string; device: string | undefined }

/** The person with this e-mail and password; the same refusal, in the same time, whoever does not exist. */
export async function signIn(deps: Deps, { email, password, ip, device }: Credentials) {
  const address = email.toLowerCase()
  const person = await deps.db.person.findUnique({ where: { email: address } })
  const proven = await provePassword(deps, { person, email: address, password, ip, device })
  if (!proven) throw new Refusal('wrong_credentials')
  return proven
}

type Proof<P> = Omit<Credentials, 'email'> & { person: P | null; email: string }

/** The person again when the password is theirs, else null; judged in turn, for the account and the address. */
export async function provePassword<P extends { id: string; passwordHash: string | null }>(
  deps: Deps,
  { person, email, password, ip, device }: Proof<P>,
): Promise<P | null> {
  const known = person && knownDevice(deps, { device, holder: `person:${person.id}` })
  const from = addressKey(ip)
  const counted = known
    ? ([['password_device', `${known} ${email}`]] as const)
    : ([
        ['password', `${email} ${from}`],
        ['password_account', email],
        ['password_address', from],
      ] as const)
  return judgeInTurn(deps, counted, async () =>
    (await passwordMatches(person?.passwordHash, password)) ? person : null,
  )
}
