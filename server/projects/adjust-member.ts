import { compare, one, toRational } from '#core/rational.ts'
import { Refusal } from '#core/refusal.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { requireOneGrade } from './double.ts'
import { subjectOf, teamAddressOf } from './names.ts'
import { lockTeam, requireTeamRevision, type TeamPlace } from './project.ts'

type Share = { factor: string; adjustment: number; reason: string }
type AdjustMemberInput = TeamPlace & Share & { studentId: string; revision: number; actor: Actor }

/** Sets the individual adjustment of a member and its reason, both visible to the student. */
export async function adjustMember({ db }: Deps, given: AdjustMemberInput) {
  const { studentId, revision, factor, adjustment, reason, actor, ...place } = given
  return db.$transaction(async (tx) => {
    const { project, team } = await lockTeam(tx, place)
    requireOneGrade(project, team)
    requireTeamRevision(team, revision)
    const members = await tx.teamMember.findMany({ where: { teamId: team.id } })
    const member = members.find((each) => teamAddressOf(project, { ...each, id: each.studentId }) === studentId)
    if (!member) throw new Refusal('not_found')
    const before: Share = { factor: member.factor, adjustment: member.adjustment, reason: member.reason }
    const isNothing = adjustment === 0 && compare(toRational(factor), one) === 0
    const after: Share = { factor, adjustment, reason: isNothing ? '' : reason }
    await tx.teamMember.update({
      where: { projectId_studentId: { projectId: project.id, studentId: member.studentId } },
      data: after,
    })
    await tx.team.update({ where: { id: team.id }, data: { revision: team.revision + 1 } })
    await audit(tx, {
      courseId: place.courseId,
      actor,
      action: 'team.adjust',
      subject: project.blindSince === null ? `student:${member.studentId}` : subjectOf(project, team),
      before,
      after,
      reason: after.reason,
    })
    return { revision: revision + 1 }
  })
}
