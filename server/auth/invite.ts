import { Refusal } from '#core/refusal.ts'
import type { CourseRole } from '#prisma/client/enums.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { createLink } from './links.ts'
import { mailLink } from './mail-link.ts'
import { requireMail } from './mailings.ts'
import { originForStaff } from './student-address.ts'

const hours = 7 * 24

type Invitation = {
  send: boolean
  courseId: string
  email: string
  role: CourseRole
  origin: string
  actor: Actor
}

/** Creates an invitation to a course. Its link is shown once; it is also sent when it is asked for and letters leave. */
export async function inviteMember(deps: Deps, { courseId, email, role, send, origin, actor }: Invitation) {
  const invited = { courseId, email: email.toLowerCase(), role, createdById: actor.id }
  if (send) await requireMail(deps, courseId)
  const reached = await originForStaff(deps, { courseId, origin })
  return deps.db.$transaction(async (tx) => {
    const made = await createLink({ ...deps, db: tx }, { ...invited, purpose: 'invitation', origin: reached, hours })
    const after = { email, role }
    await audit(tx, { courseId, actor, action: 'member.invite', subject: `course:${courseId}`, after })
    if (send) await mailLink(tx, { deps, courseId, actor, address: email, link: made, kind: 'invitation', name: '' })
    return { link: made.link, expiresAt: made.expiresAt.toISOString() }
  })
}

type Cancelled = { courseId: string; invitationId: string; actor: Actor }

export async function cancelInvitation({ db }: Deps, { courseId, invitationId, actor }: Cancelled) {
  await db.$transaction(async (tx) => {
    const removed = await tx.signInLink.deleteMany({
      where: { id: invitationId, courseId, purpose: 'invitation', usedAt: null },
    })
    if (removed.count === 0) throw new Refusal('not_found')
    await audit(tx, {
      courseId,
      actor,
      action: 'member.uninvite',
      subject: `course:${courseId}`,
    })
  })
  return { done: true as const }
}
