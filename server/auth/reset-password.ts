import { Refusal } from '#core/refusal.ts'
import type { Prisma } from '#prisma/client/client.ts'
import { recordEvent } from '#server/platform/account-events.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { createLink } from './links.ts'
import { mailLink } from './mail-link.ts'
import { requireMail } from './mailings.ts'
import { ownsEveryCourse } from './owns-every-course.ts'
import { originForStaff } from './student-address.ts'

const hours = 24

type Lost = { email: string; publicUrl: string | undefined; here: string }

/**
 * A new link for a person who lost their password, from the command line of the server. Returns null when no account
 * has this address. `here` is used when nothing says how the site is reached.
 */
export async function resetPassword(deps: Deps, { email, publicUrl, here }: Lost) {
  return deps.db.$transaction(async (tx) => {
    const person = await tx.person.findUnique({ where: { email: email.toLowerCase() } })
    if (!person) return null
    const origin = publicUrl ?? (await addressOfCourses(tx, person.id)) ?? here
    const { link } = await newLink(tx, { deps, personId: person.id, origin })
    const detail = { by: 'server' }
    await recordEvent({ ...deps, db: tx }, { personId: person.id, kind: 'link_given', from: null, detail })
    return link
  })
}

/** The command line does not know by which address the site is reached; a course of this person may. */
async function addressOfCourses(tx: Prisma.TransactionClient, personId: string) {
  const course = await tx.course.findFirst({
    where: { studentAddress: { not: null }, memberships: { some: { personId } } },
    orderBy: { createdAt: 'desc' },
    select: { studentAddress: true },
  })
  return course?.studentAddress
}

type Colleague = { courseId: string; personId: string; send: boolean; origin: string; actor: Actor }

/**
 * A new link for a colleague, by an owner of every course of theirs. Their second factor stays, and nothing closes
 * before the link is used. Not for oneself: a session left open would be enough to take the account.
 */
export async function giveMemberLink(deps: Deps, { courseId, personId, send, origin, actor }: Colleague) {
  const ownerId = actor.id ?? ''
  if (personId === ownerId) throw new Refusal('own_link')
  if (send) await requireMail(deps, courseId)
  const reached = await originForStaff(deps, { courseId, origin })
  return deps.db.$transaction(async (tx) => {
    const member = await tx.membership.findUnique({
      where: { courseId_personId: { courseId, personId } },
      include: { person: true, course: { select: { title: true } } },
    })
    if (!member?.person.email) throw new Refusal('not_found')
    if (!(await ownsEveryCourse(tx, { ownerId, personId }))) throw new Refusal('member_elsewhere')
    const made = await newLink(tx, {
      ...{ deps, personId, courseId, createdById: ownerId },
      origin: reached,
    })
    await audit(tx, { courseId, actor, action: 'member.link', subject: `person:${personId}` })
    const detail = { by: actor.name, course: member.course.title }
    await recordEvent({ ...deps, db: tx }, { personId, kind: 'link_given', from: null, detail })
    if (send) {
      const { email: address, name } = member.person
      await mailLink(tx, { deps, courseId, actor, address, link: made, kind: 'new_link', name })
    }
    return { link: made.link, expiresAt: made.expiresAt.toISOString() }
  })
}

type NewPassword = { deps: Deps; personId: string; origin: string; courseId?: string; createdById?: string }

/** Only the newest link is good, since an earlier one may have been sent to the wrong place. */
async function newLink(tx: Prisma.TransactionClient, { deps, ...given }: NewPassword) {
  // Two made at once would not see each other.
  await tx.$queryRaw`select from "Person" where id = ${given.personId}::uuid for update`
  await tx.signInLink.deleteMany({ where: { purpose: 'sign_in', personId: given.personId, usedAt: null } })
  return createLink({ ...deps, db: tx }, { ...given, purpose: 'sign_in', hours })
}
