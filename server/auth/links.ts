import { Refusal } from '#core/refusal.ts'
import type { Prisma, SignInLink } from '#prisma/client/client.ts'
import type { CourseRole, LinkPurpose } from '#prisma/client/enums.ts'
import type { Deps } from '#server/platform/deps.ts'
import { hashToken } from '#server/platform/session.ts'
import { addressKey, countOne } from '#server/platform/throttle.ts'
import { hasAccount } from './first-account.ts'
import { ownsEveryCourse } from './owns-every-course.ts'

type NewLink = {
  purpose: LinkPurpose
  origin: string
  hours: number
  personId?: string
  email?: string
  courseId?: string
  role?: CourseRole
  createdById?: string | null
}

/** With the database, or inside the caller's transaction. */
type Writing = Pick<Deps, 'now' | 'randomBytes'> & { db: Prisma.TransactionClient }

/** Creates a one-time link. The token follows `#`, which browsers do not send, so it is never logged. */
export async function createLink({ db, now, randomBytes }: Writing, { origin, hours, ...link }: NewLink) {
  const token = randomBytes(32).toString('base64url')
  const createdAt = now()
  const expiresAt = new Date(createdAt.getTime() + hours * 3_600_000)
  const { id } = await db.signInLink.create({
    data: {
      ...link,
      createdAt,
      expiresAt,
      tokenHash: new Uint8Array(hashToken(token)),
    },
  })
  return { id, link: `${origin}/lien#${token}`, expiresAt }
}

/** Finds a link that can still be used; unknown, used and expired ones get the same refusal. */
export async function findUsableLink(deps: Deps, { token, ip }: { token: string; ip: string }) {
  const link = await deps.db.signInLink.findFirst({
    where: {
      tokenHash: new Uint8Array(hashToken(token)),
      usedAt: null,
      expiresAt: { gt: deps.now() },
    },
    include: { person: true, course: { select: { title: true } } },
  })
  if (link && (await isStillGood(deps.db, link))) return link
  countOne(deps, [['link', addressKey(ip)]])
  throw new Refusal('link_unusable')
}

/** The first link ends with the first account; that of a colleague with the right by which it was given. */
async function isStillGood(db: Prisma.TransactionClient, { purpose, createdById, personId, courseId }: SignInLink) {
  if (purpose === 'first_trainer') return !(await hasAccount(db))
  if (purpose !== 'sign_in' || !createdById || !personId || !courseId) return true
  const member = await db.membership.count({ where: { courseId, personId } })
  return member > 0 && (await ownsEveryCourse(db, { ownerId: createdById, personId }))
}

/** When somebody's right in a course changes, ends the invitations they received or sent for it. */
export async function endInvitations(
  tx: Prisma.TransactionClient,
  { courseId, personId }: { courseId: string; personId: string },
) {
  const { email } = await tx.person.findUniqueOrThrow({ where: { id: personId }, select: { email: true } })
  await tx.signInLink.deleteMany({
    where: {
      ...{ courseId, purpose: 'invitation', usedAt: null },
      OR: [{ createdById: personId }, ...(email ? [{ email }] : [])],
    },
  })
}
