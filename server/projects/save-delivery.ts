import { Refusal } from '#core/refusal.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { requireOneGrade } from './double.ts'
import { subjectOf } from './names.ts'
import { lockTeam, requireTeamRevision, type TeamPlace } from './project.ts'

type SaveDeliveryInput = TeamPlace & {
  revision: number
  submittedAt: string | null
  dateReason: string
  waived: string
  actor: Actor
}

/**
 * Sets when a team delivered, and the reason for waiving the penalty, if any. Where the team handed in by itself, the
 * server's hour counts: another one needs a reason.
 */
export async function saveDelivery(
  { db }: Deps,
  { revision, submittedAt, dateReason, waived, actor, ...place }: SaveDeliveryInput,
) {
  return db.$transaction(async (tx) => {
    const { project, team } = await lockTeam(tx, place)
    requireOneGrade(project, team)
    requireTeamRevision(team, revision)
    if (submittedAt !== null && dateReason === '' && team.handedInAt !== null)
      throw new Refusal('invalid_request', [{ where: 'body', path: 'dateReason', code: 'required' }])
    const before = {
      submittedAt: team.submittedAt?.toISOString() ?? null,
      dateReason: team.dateReason,
      waived: team.lateWaived,
    }
    await tx.team.update({
      where: { id: team.id },
      data: {
        submittedAt: submittedAt === null ? null : new Date(submittedAt),
        dateReason: submittedAt === null ? '' : dateReason,
        lateWaived: waived,
        revision: team.revision + 1,
      },
    })
    await audit(tx, {
      courseId: place.courseId,
      actor,
      action: 'team.delivery',
      subject: subjectOf(project, team),
      before,
      after: { submittedAt, dateReason, waived },
      reason: waived || dateReason,
    })
    return { revision: revision + 1 }
  })
}
