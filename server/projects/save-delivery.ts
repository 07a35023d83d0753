import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { requireOneGrade } from './double.ts'
import { subjectOf } from './names.ts'
import { lockTeam, requireTeamRevision, type TeamPlace } from './project.ts'

type SaveDeliveryInput = TeamPlace & { revision: number; submittedAt: string | null; waived: string; actor: Actor }

/** Sets when a team delivered, and the reason for waiving the penalty, if any. */
export async function saveDelivery(
  { db }: Deps,
  { revision, submittedAt, waived, actor, ...place }: SaveDeliveryInput,
) {
  return db.$transaction(async (tx) => {
    const { project, team } = await lockTeam(tx, place)
    requireOneGrade(project, team)
    requireTeamRevision(team, revision)
    const before = { submittedAt: team.submittedAt?.toISOString() ?? null, waived: team.lateWaived }
    await tx.team.update({
      where: { id: team.id },
      data: {
        submittedAt: submittedAt === null ? null : new Date(submittedAt),
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
      after: { submittedAt, waived },
      reason: waived,
    })
    return { revision: revision + 1 }
  })
}
