import { Refusal } from '#core/refusal.ts'
import type { Prisma } from '#prisma/client/client.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { lockNames, type ProjectPlace, requireTeam, shareHeld, type TeamPlace } from './project.ts'

type SetMembersInput = TeamPlace & { studentIds: string[]; actor: Actor }

/**
 * Sets the members of a team; those who stay keep their adjustment. A student of another team is refused and named, not
 * moved.
 */
export async function setMembers({ db }: Deps, { studentIds, actor, ...place }: SetMembersInput) {
  const wanted = [...new Set(studentIds)]
  await db.$transaction(async (tx) => {
    const project = await lockNames(tx, place)
    const team = await requireTeam(tx, { project, teamId: place.teamId })
    const current = await tx.teamMember.findMany({ where: { projectId: place.projectId } })
    const elsewhere = current.filter(({ studentId, teamId }) => teamId !== team.id && wanted.includes(studentId))
    if (elsewhere.length > 0)
      throw new Refusal('student_in_two_teams', { studentIds: elsewhere.map(({ studentId }) => studentId) })
    const members = current.filter(({ teamId }) => teamId === team.id)
    const before = members.map(({ studentId }) => studentId)
    const joining = wanted.filter((id) => !before.includes(id))
    const leaving = members.filter(({ studentId }) => !wanted.includes(studentId))
    if (joining.length + leaving.length === 0) return
    await requireStudents(tx, { courseId: place.courseId, studentIds: joining })
    await tx.teamMember.deleteMany({
      where: { teamId: team.id, studentId: { in: leaving.map(({ studentId }) => studentId) } },
    })
    await tx.teamMember.createMany({
      data: joining.map((studentId) => ({ projectId: place.projectId, teamId: team.id, studentId })),
    })
    await audit(tx, {
      courseId: place.courseId,
      actor,
      action: 'team.members',
      subject: `team:${team.id}`,
      before: { studentIds: before, ...(leaving.length > 0 ? { left: leaving.map(shareHeld) } : {}) },
      after: { studentIds: wanted },
    })
  })
  return { done: true as const }
}

type Move = ProjectPlace & { studentId: string; teamId: string | null; actor: Actor }

/** Moves a student in one step. Their adjustment was to the old team's mark, so it is deleted. */
export async function moveStudent({ db }: Deps, { studentId, teamId, actor, ...place }: Move) {
  await db.$transaction(async (tx) => {
    const project = await lockNames(tx, place)
    const { projectId } = place
    if (teamId !== null) await requireTeam(tx, { project, teamId })
    const current = await tx.teamMember.findUnique({ where: { projectId_studentId: { projectId, studentId } } })
    if (!current) await requireStudents(tx, { courseId: place.courseId, studentIds: [studentId] })
    if ((current?.teamId ?? null) === teamId) return
    await tx.teamMember.deleteMany({ where: { projectId, studentId } })
    if (teamId !== null) await tx.teamMember.create({ data: { projectId, studentId, teamId } })
    await audit(tx, {
      courseId: place.courseId,
      actor,
      action: 'team.move',
      subject: `student:${studentId}`,
      before: current
        ? { teamId: current.teamId, factor: current.factor, adjustment: current.adjustment, reason: current.reason }
        : { teamId: null },
      after: { teamId },
    })
  })
  return { done: true as const }
}

type RequireStudentsInput = { courseId: string; studentIds: string[] }

async function requireStudents(tx: Prisma.TransactionClient, { courseId, studentIds }: RequireStudentsInput) {
  const known = await tx.student.count({ where: { courseId, archivedAt: null, id: { in: studentIds } } })
  if (known !== studentIds.length) throw new Refusal('not_found')
}
