import { createHmac } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'
import { accessCodeFrom, readAccessCode, showCode } from '#core/access-code.ts'
import { Refusal } from '#core/refusal.ts'
import type { Person, Prisma } from '#prisma/client/client.ts'
import { type From, recordEvent } from '#server/platform/account-events.ts'
import type { Deps } from '#server/platform/deps.ts'
import { deviceHolderOf, knownDevice } from '#server/platform/known-device.ts'
import { openBytes, sealBytes } from '#server/platform/seal-bytes.ts'
import { endOtherSessionsOf } from '#server/platform/sessions.ts'
import { addressKey, judgeInTurn } from '#server/platform/throttle.ts'
import { passwordMatches } from './password.ts'

/**
 * RFC 6238 with the parameters of common authenticator apps: SHA-1, six digits, thirty seconds; one step of drift each
 * way.
 */
const stepSeconds = 30
const drift = 1
const keyBytes = 20
const codesGiven = 10

type Holder = { personId: string; sessionId: string }

export async function readSecondFactor(deps: Deps, { personId }: Holder) {
  const person = await deps.db.person.findUniqueOrThrow({ where: { id: personId } })
  const codesLeft = await deps.db.recoveryCode.count({ where: { personId, usedAt: null } })
  const isRequired = deps.settings.requireSecondFactor
  return { since: person.secondFactorAt?.toISOString() ?? null, codesLeft, isRequired }
}

/** Creates a key, stored encrypted and inactive until a first code proves that the telephone has it. */
export async function prepareSecondFactor(deps: Deps, { personId, password }: Holder & { password: string }) {
  const person = await provenAgain(deps, { personId, password })
  if (person.secondFactorAt) throw new Refusal('second_factor_on')
  const key = deps.randomBytes(keyBytes)
  const data = { secondFactorPending: sealKey(deps, { personId, key }) }
  await deps.db.person.update({ where: { id: personId }, data })
  const code = codeOf(key, person.email ?? '')
  return { key: code.secret.base32, address: code.toString() }
}

type Coded = Holder & { code: string; from: From }

/**
 * Activates the second factor and ends all sessions except the caller's, since they were opened with a password alone.
 */
export async function confirmSecondFactor(deps: Deps, { personId, sessionId, code, from }: Coded) {
  const person = await deps.db.person.findUniqueOrThrow({ where: { id: personId } })
  if (person.secondFactorAt) throw new Refusal('second_factor_on')
  const key = openKey(deps, { personId, sealed: person.secondFactorPending })
  const step = await judgeInTurn(deps, [['second_factor', personId]], async () => key && stepOf(deps, { key, code }))
  if (step === null) throw new Refusal('wrong_second_factor')
  const recoveryCodes = await deps.db.$transaction(async (tx) => {
    const data = {
      secondFactorKey: person.secondFactorPending,
      secondFactorPending: null,
      secondFactorAt: deps.now(),
      secondFactorStep: step,
    }
    const { count } = await tx.person.updateMany({ where: { id: personId, secondFactorAt: null }, data })
    if (count === 0) throw new Refusal('second_factor_on')
    await recordEvent({ ...deps, db: tx }, { personId, kind: 'second_factor_on', from })
    return giveRecoveryCodes(deps, tx, personId)
  })
  await endOtherSessionsOf(deps, { personId, sessionId })
  return { recoveryCodes }
}

export async function renewRecoveryCodes(deps: Deps, { personId, code, from }: Coded) {
  const person = await deps.db.person.findUniqueOrThrow({ where: { id: personId } })
  await proveSecondFactor(deps, { person, code, from })
  return deps.db.$transaction(async (tx) => {
    await recordEvent({ ...deps, db: tx }, { personId, kind: 'recovery_codes_renewed', from })
    return { recoveryCodes: await giveRecoveryCodes(deps, tx, personId) }
  })
}

export async function removeSecondFactor(deps: Deps, { personId, password, code, from }: Coded & { password: string }) {
  const person = await provenAgain(deps, { personId, password })
  await proveSecondFactor(deps, { person, code, from })
  await deps.db.$transaction(async (tx) => {
    await forgetSecondFactor(tx, personId)
    await recordEvent({ ...deps, db: tx }, { personId, kind: 'second_factor_off', from })
  })
  return { done: true as const }
}

/** Deletes the key and the recovery codes; the password alone then signs in. */
export async function forgetSecondFactor(tx: Prisma.TransactionClient, personId: string) {
  const nothing = { secondFactorKey: null, secondFactorPending: null, secondFactorAt: null, secondFactorStep: null }
  await tx.person.update({ where: { id: personId }, data: nothing })
  await tx.recoveryCode.deleteMany({ where: { personId } })
}

type Proof = { person: Person; code: string | undefined; from: From }

/**
 * Checks the second factor after the password: a current six-digit code or a recovery code, each accepted once. A
 * missing code has its own refusal, so that the page shows the field.
 */
export async function proveSecondFactor(deps: Deps, { person, code, from }: Proof) {
  if (!person.secondFactorAt) return
  if (!code) throw new Refusal('second_factor_needed')
  const known = knownDevice(deps, { device: from.device, holder: deviceHolderOf({ personId: person.id }) })
  const counted = known
    ? ([['second_factor', `${known} ${person.id}`]] as const)
    : ([
        ['second_factor', `${person.id} ${addressKey(from.ip)}`],
        ['second_factor_account', person.id],
      ] as const)
  const used = await judgeInTurn(deps, counted, async () =>
    /^[\d\s]+$/.test(code) ? takeStep(deps, { person, code }) : takeRecoveryCode(deps, { person, code }),
  )
  if (used === 'recovery') await recordEvent(deps, { personId: person.id, kind: 'recovery_code_used', from })
  if (used !== null) return
  await recordEvent(deps, { personId: person.id, kind: 'second_factor_refused', from })
  throw new Refusal('wrong_second_factor')
}

/** A time step is accepted once, so that the same code cannot open two sessions. */
async function takeStep(deps: Deps, { person: { id, secondFactorKey }, code }: { person: Person; code: string }) {
  const key = openKey(deps, { personId: id, sealed: secondFactorKey })
  const step = key && stepOf(deps, { key, code })
  if (step === null) return null
  const { count } = await deps.db.person.updateMany({
    where: { id, OR: [{ secondFactorStep: null }, { secondFactorStep: { lt: step } }] },
    data: { secondFactorStep: step },
  })
  return count === 1 ? ('step' as const) : null
}

async function takeRecoveryCode(deps: Deps, { person: { id: personId }, code }: { person: Person; code: string }) {
  const read = readAccessCode(code)
  if (read === null) return null
  const { count } = await deps.db.recoveryCode.updateMany({
    where: { personId, usedAt: null, hash: hashRecoveryCode(deps, { personId, code: read }) },
    data: { usedAt: deps.now() },
  })
  return count === 1 ? ('recovery' as const) : null
}

async function giveRecoveryCodes(deps: Deps, tx: Prisma.TransactionClient, personId: string) {
  const codes = Array.from({ length: codesGiven }, () => accessCodeFrom(deps.randomBytes(8)))
  await tx.recoveryCode.deleteMany({ where: { personId } })
  await tx.recoveryCode.createMany({
    data: codes.map((code) => ({ personId, hash: hashRecoveryCode(deps, { personId, code }) })),
  })
  return codes.map(showCode)
}

/** The account, once its password was asked again. */
export async function provenAgain(deps: Deps, { personId, password }: { personId: string; password: string }) {
  const person = await deps.db.person.findUniqueOrThrow({ where: { id: personId } })
  const proven = await judgeInTurn(deps, [['password_again', personId]], async () =>
    (await passwordMatches(person.passwordHash, password)) ? person : null,
  )
  if (!proven) throw new Refusal('wrong_credentials')
  return proven
}

const codeOf = (key: Buffer, label: string) =>
  new TOTP({
    issuer: 'Barème',
    label,
    secret: new Secret({ buffer: new Uint8Array(key).buffer }),
    algorithm: 'SHA1',
    digits: 6,
    period: stepSeconds,
  })

/** The time step of this code, if it is the current or a neighbouring one. */
function stepOf({ now }: Deps, { key, code }: { key: Buffer; code: string }) {
  const timestamp = now().getTime()
  const delta = codeOf(key, '').validate({ token: code.replace(/\s/g, ''), timestamp, window: drift })
  return delta === null ? null : Math.floor(timestamp / 1_000 / stepSeconds) + delta
}

/** Keyed like access codes, so that the database alone does not reveal recovery codes. */
const hashRecoveryCode = ({ secret }: Deps, { personId, code }: { personId: string; code: string }) =>
  new Uint8Array(createHmac('sha256', secret).update(`recovery-code:${personId}:${code}`).digest())

/** Encrypted, so that a leaked database gives no codes; bound to the account. */
const sealKey = (deps: Deps, { personId, key }: { personId: string; key: Buffer }) =>
  sealBytes(deps, { purpose: 'second-factor', id: personId, bytes: key })

/** Null when there is none, or when it was encrypted under another secret. */
const openKey = (deps: Deps, { personId, sealed }: { personId: string; sealed: Uint8Array | null }) =>
  sealed && openBytes(deps, { purpose: 'second-factor', id: personId, sealed })
