import { Refusal } from '#core/refusal.ts'
import { type From, recordEvent } from '#server/platform/account-events.ts'
import type { Deps } from '#server/platform/deps.ts'
import { deviceHolderOf, knownDevice } from '#server/platform/known-device.ts'
import { addressKey, judgeInTurn } from '#server/platform/throttle.ts'
import { passwordMatches } from './password.ts'
import { proveSecondFactor } from './second-factor.ts'

type Credentials = { email: string; password: string; secondFactor?: string | undefined; from: From }

/**
 * The person with this address and password; the same refusal in the same time whether the address or the password is
 * wrong.
 */
export async function signIn(deps: Deps, { email, password, secondFactor, from }: Credentials) {
  const address = email.toLowerCase()
  const person = await deps.db.person.findUnique({ where: { email: address } })
  const proven = await provePassword(deps, { person, email: address, password, from })
  if (!proven) {
    noteRefusal(deps, { personId: person?.id, from })
    throw new Refusal('wrong_credentials')
  }
  await proveSecondFactor(deps, { person: proven, code: secondFactor, from })
  await recordEvent(deps, { personId: proven.id, kind: 'signed_in', from })
  return proven
}

/** Not awaited, because the time of the write would reveal that the account exists. */
function noteRefusal(deps: Deps, { personId, from }: { personId: string | undefined; from: From }) {
  if (!personId) return from.log.info({ event: 'sign_in_refused', address: from.ip }, 'account')
  recordEvent(deps, { personId, kind: 'sign_in_refused', from }).catch((error: unknown) => {
    from.log.error({ err: error }, 'a refused sign-in was not written')
  })
}

type Proof<P> = Omit<Credentials, 'secondFactor'> & { person: P | null }

/** The person when the password is right, else null; limited per account and per address. */
export async function provePassword<P extends { id: string; passwordHash: string | null }>(
  deps: Deps,
  { person, email, password, from }: Proof<P>,
): Promise<P | null> {
  const known = person && knownDevice(deps, { device: from.device, holder: deviceHolderOf({ personId: person.id }) })
  const place = addressKey(from.ip)
  const counted = known
    ? ([['password_device', `${known} ${email}`]] as const)
    : ([
        ['password', `${email} ${place}`],
        ['password_account', email],
        ['password_address', place],
      ] as const)
  return judgeInTurn(deps, counted, async () =>
    (await passwordMatches(person?.passwordHash, password)) ? person : null,
  )
}
