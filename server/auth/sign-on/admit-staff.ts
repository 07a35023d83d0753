import { Refusal } from '#core/refusal.ts'
import { Prisma } from '#prisma/client/client.ts'
import { findPersonOf, isOtherIdentity, rememberIdentity } from '#server/auth/external-identity.ts'
import type { Deps } from '#server/platform/deps.ts'
import type { SignOnProvider } from '#server/platform/sign-on-file.ts'
import { type Claims, holds, nameIn, type SignedOn, signOnSource, verifiedEmail } from './claims.ts'

type Named = { provider: SignOnProvider; signedOn: SignedOn }

/**
 * The member of staff whom a provider names: as they came before, else by an address it has verified, else by a rule that
 * lets them in. Null: nobody here knows them.
 */
export async function findStaff(deps: Deps, { provider, signedOn }: Named) {
  const identity = { source: signOnSource(provider), subject: signedOn.subject }
  const email = verifiedEmail(provider, signedOn.claims)
  const before = await findPersonOf(deps, identity)
  const person = before ?? (email === null ? null : await findByEmail(deps, { email, identity }))
  const known =
    person ?? (email === null ? null : await admitByRule(deps, { provider, claims: signedOn.claims, email }))
  if (known) await rememberIdentity(deps, { ...identity, personId: known.id })
  return known
}

type ByEmail = { email: string; identity: { source: string; subject: string } }

/** An address may be given to somebody else over there: the account stays with whoever had it first. */
async function findByEmail(deps: Deps, { email, identity }: ByEmail) {
  const person = await deps.db.person.findUnique({ where: { email } })
  if (person && (await isOtherIdentity(deps, { ...identity, personId: person.id })))
    throw new Refusal('identity_taken', { cause: 'another subject has this address' })
  return person
}

/** The address is compared by its whole domain: `univ.fr` admits neither `mail.univ.fr` nor `faux-univ.fr`. */
const isAdmitted = ({ staff }: SignOnProvider, { claims, email }: { claims: Claims; email: string }) =>
  staff.admit.some((rule) => ('domain' in rule ? email.endsWith(`@${rule.domain}`) : holds(claims, rule)))

async function admitByRule(
  { db, now }: Deps,
  { provider, ...said }: { provider: SignOnProvider; claims: Claims; email: string },
) {
  if (!isAdmitted(provider, said)) return null
  const { email } = said
  try {
    return await db.person.create({ data: { name: nameIn(said.claims) || email, email, createdAt: now() } })
  } catch (error) {
    // Two tabs at once: the other one has made it.
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002')
      return db.person.findUniqueOrThrow({ where: { email } })
    throw error
  }
}

/** They wait for an owner, who sees them on the page of the team. Always refused: with the reason. */
export async function askOwners(deps: Deps, { provider, signedOn }: Named): Promise<never> {
  const email = verifiedEmail(provider, signedOn.claims)
  if (email === null) throw new Refusal('email_unverified')
  const key = { source: signOnSource(provider), subject: signedOn.subject }
  const said = { name: nameIn(signedOn.claims) || email, email, lastSeenAt: deps.now() }
  const request = await deps.db.staffRequest.upsert({
    where: { source_subject: key },
    create: { ...key, ...said, createdAt: deps.now() },
    update: said,
  })
  throw new Refusal(request.refusedAt ? 'staff_refused' : 'staff_waiting')
}
