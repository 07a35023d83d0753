import { Refusal } from '#core/refusal.ts'
import type { Prisma } from '#prisma/client/client.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { lockNames, type ProjectPlace, requireTeam, shareHeld, type TeamPlace } from './project.ts'

export async function createTeam(
  { db }: Deps,
  { name, actor, ...place }: ProjectPlace & { name: string; actor: Actor },
) {
  return db.$transaction(async (tx) => {
    await lockNames(tx, place)
    await requireFreeName(tx, { projectId: place.projectId, name })
    const { id } = await tx.team.create({ data: { projectId: place.projectId, name }, select: { id: true } })
    await audit(tx, { courseId: place.courseId, actor, action: 'team.create', subject: `team:${id}`, after: { name } })
    return { id }
  })
}

export async function renameTeam({ db }: Deps, { name, actor, ...place }: TeamPlace & { name: string; actor: Actor }) {
  await db.$transaction(async (tx) => {
    const project = await lockNames(tx, place)
    const team = await requireTeam(tx, { project, teamId: place.teamId })
    if (team.name === name) return
    await requireFreeName(tx, { projectId: place.projectId, name })
    await tx.team.update({ where: { id: team.id }, data: { name } })
    const change = { before: { name: team.name }, after: { name } }
    await audit(tx, { courseId: place.courseId, actor, action: 'team.rename', subject: `team:${team.id}`, ...change })
  })
  return { done: true as const }
}

/** The audit entry keeps the grading that is deleted with the team. */
export async function deleteTeam({ db }: Deps, { actor, ...place }: TeamPlace & { actor: Actor }) {
  await db.$transaction(async (tx) => {
    const project = await lockNames(tx, place)
    const { id, name, ...team } = await requireTeam(tx, { project, teamId: place.teamId })
    const gradings = await tx.grading.findMany({ where: { teamId: id } })
    const handIns = await tx.handIn.findMany({
      where: { teamId: id },
      select: { at: true, url: true, reference: true },
    })
    const members = (await tx.teamMember.findMany({ where: { teamId: id } })).map(shareHeld)
    await tx.team.delete({ where: { id } })
    const { levels, secondLevels, resolution, comments, comment, handedInAt, submittedAt, lateWaived } = team
    const grade = { levels, secondLevels, resolution, comments, comment, handedInAt, submittedAt, lateWaived }
    const before = { name, ...grade, members, gradings, handIns }
    await audit(tx, { courseId: place.courseId, actor, action: 'team.delete', subject: `team:${id}`, before })
  })
  return { done: true as const }
}

async function requireFreeName(tx: Prisma.TransactionClient, { projectId, name }: { projectId: string; name: string }) {
  if (await tx.team.findUnique({ where: { projectId_name: { projectId, name } } })) throw new Refusal('name_taken')
}
