import { Refusal } from '#core/refusal.ts'
import { Prisma } from '#prisma/client/client.ts'
import type { CourseRole } from '#prisma/client/enums.ts'
import { type From, recordEvent } from '#server/platform/account-events.ts'
import { audit } from '#server/platform/audit.ts'
import { rank } from '#server/platform/caller.ts'
import type { Deps } from '#server/platform/deps.ts'
import { clearSessionCaches } from '#server/platform/session.ts'
import { endFirstLinks, hasAccount, waitForFirstAccount } from './first-account.ts'
import { findUsableLink } from './links.ts'
import { checkPassword, hashPassword } from './password.ts'
import { proveSecondFactor } from './second-factor.ts'
import { provePassword } from './sign-in.ts'

type Use = {
  token: string
  from: From
  name?: string | undefined
  email?: string | undefined
  password?: string | undefined
  secondFactor?: string | undefined
}
type AccountInput = Omit<Use, 'token' | 'from'>
type Link = Awaited<ReturnType<typeof findUsableLink>>

/**
 * Uses a link, once: a conditional update in the transaction that sets up the account ensures that only one of two
 * simultaneous uses succeeds.
 */
export async function useLink(deps: Deps, { token, from, ...typed }: Use) {
  const link = await findUsableLink(deps, { token, ip: from.ip })
  const account = await accountOf(deps, { link, typed, from })
  const person = await deps.db.$transaction(async (tx) => {
    if (link.purpose === 'first_trainer') {
      await waitForFirstAccount(tx)
      if (await hasAccount(tx)) throw new Refusal('link_unusable')
    }
    const taken = await tx.signInLink.updateMany({
      where: { id: link.id, usedAt: null },
      data: { usedAt: deps.now() },
    })
    if (taken.count === 0) throw new Refusal('link_unusable')
    const saved = await tx.person
      .upsert({
        where: { id: account.id ?? '00000000-0000-0000-0000-000000000000' },
        create: {
          name: account.name,
          email: account.email,
          passwordHash: account.passwordHash,
        },
        update: {
          name: account.name,
          email: account.email,
          passwordHash: account.passwordHash,
        },
      })
      .catch(refuseTakenEmail)
    if (link.purpose === 'first_trainer') await endFirstLinks(tx)
    // Whoever knew the old password may have opened sessions and made tokens with it.
    if (account.newPassword) {
      await tx.session.deleteMany({ where: { personId: saved.id } })
      await tx.apiToken.deleteMany({ where: { personId: saved.id } })
    }
    await recordEvent({ ...deps, db: tx }, { personId: saved.id, kind: 'link_used', from })
    if (link.courseId && link.role)
      await join({ ...deps, db: tx }, { link, personId: saved.id, name: saved.name, from })
    return saved
  })
  if (account.newPassword) await clearSessionCaches(deps)
  return person
}

async function accountOf(deps: Deps, { link, typed, from }: { link: Link; typed: AccountInput; from: From }) {
  const email = (link.email ?? link.person?.email ?? typed.email)?.toLowerCase()
  if (!email) throw new Refusal('invalid_request', [{ path: 'email', code: 'missing' }])
  const known = link.person ?? (await deps.db.person.findUnique({ where: { email } }))
  // An invitation link is no proof for an existing account, so its password is required.
  if (link.purpose === 'invitation' && known?.passwordHash) {
    const proven = await provePassword(deps, { person: known, email, password: typed.password ?? '', from })
    if (!proven) throw new Refusal('wrong_credentials')
    await proveSecondFactor(deps, { person: known, code: typed.secondFactor, from })
    return {
      id: known.id,
      name: known.name,
      email,
      passwordHash: known.passwordHash,
      newPassword: false,
    }
  }
  // Otherwise a first trainer could take over an account by giving its e-mail address.
  if (known?.passwordHash && known.id !== link.personId) throw new Refusal('email_taken')
  const name = typed.name ?? (known?.email ? known.name : undefined)
  if (!name || !typed.password)
    throw new Refusal('invalid_request', [{ path: name ? 'password' : 'name', code: 'missing' }])
  // Resetting a lost password still requires the second factor.
  if (known) await proveSecondFactor(deps, { person: known, code: typed.secondFactor, from })
  checkPassword(typed.password, [email, email.split('@')[0] ?? '', name])
  return {
    id: known?.id,
    name,
    email,
    passwordHash: await hashPassword(typed.password),
    newPassword: true,
  }
}

type Joining = { link: Link; personId: string; name: string; from: From }
type Writing = Pick<Deps, 'now'> & { db: Prisma.TransactionClient }

/** A link never lowers a right: a person who already has as much keeps it. */
async function join(deps: Writing, { link, personId, name, from }: Joining) {
  const { courseId, role } = link
  if (!courseId || !role) return
  const tx = deps.db
  const [current] = await tx.$queryRaw<{ role: CourseRole }[]>`
    select role from "Membership" where "courseId" = ${courseId}::uuid and "personId" = ${personId}::uuid for update`
  if (current && rank[current.role] >= rank[role]) return
  await tx.membership.upsert({
    where: { courseId_personId: { courseId, personId } },
    create: { courseId, personId, role },
    update: { role },
  })
  const detail = { course: link.course?.title ?? '', role }
  await recordEvent(deps, { personId, kind: 'right_given', from, detail })
  await audit(tx, {
    courseId,
    actor: { id: personId, name },
    action: 'member.join',
    subject: `person:${personId}`,
    after: { role },
  })
}

function refuseTakenEmail(error: unknown): never {
  if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002') throw new Refusal('email_taken')
  throw error
}
