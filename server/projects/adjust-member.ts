import { Refusal } from '#core/refusal.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { lockTeam, requireRevision, type TeamPlace } from './project.ts'

type Given = TeamPlace & { studentId: string; revision: number; adjustment: number; reason: string; actor: Actor }

/** What one member gets beside their team, and why: the student reads both. */
export async function adjustMember({ db }: Deps, { studentId, revision, adjustment, reason, actor, ...place }: Given) {
  await db.$transaction(async (tx) => {
    const { team } = await lockTeam(tx, place)
    requireRevision(team, revision)
    const member = await tx.teamMember.findFirst({ where: { teamId: team.id, studentId } })
    if (!member) throw new Refusal('not_found')
    const before = { adjustment: member.adjustment, reason: member.reason }
    const after = { adjustment, reason: adjustment === 0 ? '' : reason }
    await tx.teamMember.update({
      where: { projectId_studentId: { projectId: place.projectId, studentId } },
      data: after,
    })
    await tx.team.update({ where: { id: team.id }, data: { revision: team.revision + 1 } })
    await audit(tx, {
      courseId: place.courseId,
      actor,
      action: 'team.adjust',
      subject: `student:${studentId}`,
      before,
      after,
      reason: after.reason,
    })
  })
}
