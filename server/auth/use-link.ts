import { Refusal } from '#core/refusal.ts'
import { Prisma } from '#prisma/client/client.ts'
import { audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { findUsableLink } from './links.ts'
import { checkPassword, hashPassword } from './password.ts'
import { endSessionsOf } from './sessions.ts'
import { provePassword } from './sign-in.ts'

type Use = {
  token: string
  ip: string
  device: string | undefined
  name?: string | undefined
  email?: string | undefined
  password?: string | undefined
}
type Given = Omit<Use, 'token' | 'ip' | 'device'>
type Link = Awaited<ReturnType<typeof findUsableLink>>

/**
 * Uses a link, once: two people pressing at the same moment cannot both get in, since the row is taken by a
 * conditional update inside the transaction that sets the account up.
 */
export async function useLink(deps: Deps, { token, ip, device, ...given }: Use) {
  const link = await findUsableLink(deps, { token, ip })
  const account = await accountOf(deps, { link, given, ip, device })
  const person = await deps.db.$transaction(async (tx) => {
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
    if (link.courseId && link.role) await join(tx, { link, personId: saved.id, name: saved.name })
    return saved
  })
  // A new password ends what was opened with the old one.
  if (account.newPassword && account.id) await endSessionsOf(deps, { personId: account.id })
  return person
}

async function accountOf(
  deps: Deps,
  { link, given, ip, device }: Pick<Use, 'ip' | 'device'> & { link: Link; given: Given },
) {
  const email = (link.email ?? link.person?.email ?? given.email)?.toLowerCase()
  if (!email) throw new Refusal('invalid_request', [{ path: 'email', code: 'missing' }])
  const known = link.person ?? (await deps.db.person.findUnique({ where: { email } }))
  // Holding an invitation proves nothing about an account that exists already: its password is asked.
  if (link.purpose === 'invitation' && known?.passwordHash) {
    const proven = await provePassword(deps, { person: known, email, password: given.password ?? '', ip, device })
    if (!proven) throw new Refusal('wrong_credentials')
    return {
      id: known.id,
      name: known.name,
      email,
      passwordHash: known.passwordHash,
      newPassword: false,
    }
  }
  // A first trainer choosing the e-mail of somebody else's account would take it over.
  if (known?.passwordHash && known.id !== link.personId) throw new Refusal('email_taken')
  const name = given.name ?? (known?.email ? known.name : undefined)
  if (!name || !given.password)
    throw new Refusal('invalid_request', [{ path: name ? 'password' : 'name', code: 'missing' }])
  checkPassword(given.password, [email, email.split('@')[0] ?? '', name])
  return {
    id: known?.id,
    name,
    email,
    passwordHash: await hashPassword(given.password),
    newPassword: true,
  }
}

type Joining = { link: Link; personId: string; name: string }

async function join(tx: Prisma.TransactionClient, { link, personId, name }: Joining) {
  const { courseId, role } = link
  if (!courseId || !role) return
  await tx.membership.upsert({
    where: { courseId_personId: { courseId, personId } },
    create: { courseId, personId, role },
    update: { role },
  })
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
